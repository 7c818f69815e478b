"""Any table of texts and labels: which columns they stand in, found by name or by what is in them."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from genre_core.data.corpus import Corpus
from genre_core.data.read import read_corpus
from genre_core.data.table import Table, read_table
from genre_core.data.tally import Tally
from genre_core.data.text_file import read_text_file
from genre_core.errors import CorpusError, TrainingError

__all__ = ["find_columns", "read_text_table", "stratify"]

_TEXT = (
    "text",
    "message",
    "sms",
    "review",
    "tweet",
    "comment",
    "content",
    "sentence",
    "body",
    "v2",
)
_LABELS = (
    "label",
    "labels",
    "category",
    "categories",
    "class",
    "target",
    "sentiment",
    "topic",
    "v1",
)
_MOST_LABELS = 200
_LOOKED_AT = 500  # rows


def read_text_table(path: Path, text_column: str | None, label_column: str | None) -> Corpus:
    """Texts with labels as they are spelled, several joined by ``|``, ``,`` or ``;``.

    Rows without a text are dropped and counted, as are repeats. Columns that are not named are found.
    Raises CorpusError.
    """
    text, label = find_columns(path, text_column, label_column)
    return read_corpus(path, plot_column=text, genres_column=label, clean=_as_spelled)


def find_columns(
    path: Path, text_column: str | None = None, label_column: str | None = None
) -> tuple[str, str]:
    """Names of the columns of texts and of labels; raises CorpusError for columns that are neither."""
    table = read_table(read_text_file(path, Tally()), Tally(), _count_known)
    text = text_column or _by_name(table, _TEXT) or _wordiest(table)
    label = label_column or _by_name(table, _LABELS) or _most_repeated(table, text)
    for name in (text, label):
        if name not in table.header:
            raise CorpusError(
                f"A table has the columns of texts and of labels; there is no {name!r} among "
                f"{', '.join(table.header)}. Name them with text_column and label_column."
            )
    cells = _cells(table, text)
    if cells and not any(re.search(r"[^\W\d_]", cell) for cell in cells):
        raise CorpusError(
            f"Texts are made of words, and the column {text!r} holds {cells[0]!r:.60}. "
            "Name another one with text_column."
        )
    if text == label:
        raise CorpusError(
            f"Texts and labels stand in two columns, and both would be {text!r}. "
            "Name them with text_column and label_column."
        )
    return text, label


def stratify(films: pd.DataFrame, fewest: int, seed: int, *, leave_out: bool) -> pd.DataFrame:
    """Texts split 80/10/10 so that each label keeps its share; TrainingError for too few of a label.

    A text of several labels counts under its rarest one. Labels on fewer than ``fewest`` texts are left
    out where ``leave_out`` says so.
    """
    films = films[films["genres"].map(len) > 0].reset_index(drop=True)
    sizes = films["genres"].explode().value_counts()
    rare = sizes[sizes < fewest]
    if len(rare) and not leave_out:
        raise TrainingError(
            f"Each label needs {fewest} texts or more, to be learned, chosen by and judged on; "
            f"{rare.index[0]!r:.60} has {rare.iloc[0]}. Add texts, or leave that label out."
        )
    kept = [tuple(name for name in names if name not in rare.index) for names in films["genres"]]
    films = films.assign(genres=pd.Series(kept, index=films.index, dtype=object))
    films = films[[bool(names) for names in kept]].reset_index(drop=True)
    rarest = [min(names, key=lambda name: (sizes[name], name)) for names in films["genres"]]
    chance = np.random.default_rng(seed)
    splits = np.full(len(films), "train", dtype=object)
    for label in sorted(set(rarest)):
        places = chance.permutation([i for i, name in enumerate(rarest) if name == label])
        n = max(1, round(len(places) / 10))
        splits[places[:n]], splits[places[n : 2 * n]] = "test", "validation"
    return films.assign(split=pd.Series(splits, index=films.index, dtype="str"))


def _as_spelled(names: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(dict.fromkeys(names)), ()


def _count_known(header: Sequence[str]) -> int:
    return sum(name.casefold() in (*_TEXT, *_LABELS) for name in header)


def _cells(table: Table, column: str) -> list[str]:
    at = table.header.index(column)
    return [row[at] for row in table.rows[:_LOOKED_AT] if row[at].strip()]


def _by_name(table: Table, usual: Sequence[str]) -> str | None:
    known = {name.casefold(): name for name in reversed(table.header)}
    return next((known[name] for name in usual if name in known), None)


def _wordiest(table: Table) -> str:
    """The column with most words in a cell."""
    means = {c: np.mean([len(x.split()) for x in _cells(table, c)] or [0]) for c in table.header}
    return max(means, key=lambda column: means[column])


def _most_repeated(table: Table, text: str) -> str:
    """The column, besides that of texts, with fewest different values but more than one."""
    others = {c: len(set(_cells(table, c))) for c in table.header if c != text}
    fit = {c: n for c, n in others.items() if 1 < n <= _MOST_LABELS}
    if not fit:
        raise CorpusError(
            f"Labels stand in a column of 2 to {_MOST_LABELS} different values; "
            f"{', '.join(f'{c} has {n}' for c, n in others.items()) or 'there is no other column'}. "
            "Name it with label_column."
        )
    return min(fit, key=lambda column: fit[column])
