"""A table of plots in, the same table with genres out."""

import csv
import os
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from genre_core.data.columns import ColumnNames, count_usual, find_columns
from genre_core.data.table import read_table
from genre_core.data.tally import Tally
from genre_core.data.text_file import read_text_file
from genre_core.errors import PlotlineError
from genre_core.prediction.predictor import Predictor

__all__ = ["TableReport", "predict_table", "safe_cell"]

_ROWS_AT_ONCE = 512
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class TableReport:
    """What became of a table of plots."""

    rows: int
    """Rows written."""
    without_words: int
    """Rows whose plot has no word that the model knows; they get scores and no genre."""
    without_genres: int
    """Rows where no genre reached its threshold, those without words among them."""
    dropped: dict[str, int] = field(default_factory=dict)
    """Reason -> rows of the input that could not be read."""
    notes: dict[str, int] = field(default_factory=dict)


def predict_table(
    source: Path,
    output: Path,
    predictor: Predictor,
    *,
    plot_column: str | None = None,
    advance: Callable[[int, int], None] | None = None,
) -> TableReport:
    """Write the table ``source`` to ``output`` with ``predicted_genres`` and one score a genre added.

    Genres are joined by ``|``. Rows and columns keep their order. Cells that a spreadsheet would run as
    a formula get a quote in front. The output appears whole or not at all. Raises CorpusError for a
    table that cannot be read, PlotlineError when the output cannot be written.
    """
    tally = Tally()
    columns = ColumnNames(plot=plot_column)
    file = read_text_file(source, tally)
    table = read_table(file, tally, lambda header: count_usual(header, columns))
    at = find_columns(table.header, columns, require_genres=False)["plot"]
    without_words = without_genres = 0
    if output.exists() and output.samefile(source):
        raise PlotlineError(f"The output must not be the input, {source}. Name another file.")
    with _whole_file(output) as writer:
        scores = [f"score {genre}" for genre in predictor.genres]
        writer(_safe([*table.header, "predicted_genres", *scores]))
        for start in range(0, len(table.rows), _ROWS_AT_ONCE):
            rows = table.rows[start : start + _ROWS_AT_ONCE]
            tokens = [predictor.tokens(row[at]) for row in rows]
            for row, words, scores_of_row in zip(
                rows, tokens, predictor.predict_tokens(tokens), strict=True
            ):
                has_known_words = predictor.knows_a_word(words)
                named = predictor.named(scores_of_row) if has_known_words else []
                without_words += not has_known_words
                without_genres += not named
                writer([*_safe([*row, "|".join(named)]), *(f"{p:.4f}" for p in scores_of_row)])
            if advance:
                advance(start + len(rows), len(table.rows))
    return TableReport(
        len(table.rows), without_words, without_genres, dict(tally.dropped), dict(tally.notes)
    )


def safe_cell(text: str) -> str:
    """A cell that a spreadsheet shows as text: a quote in front of what it would run as a formula."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _safe(cells: list[str]) -> list[str]:
    return [safe_cell(cell) for cell in cells]


@contextmanager
def _whole_file(path: Path) -> Generator[Callable[[list[str]], object]]:
    """Write rows to a temporary neighbour, which takes the name when the last row is written."""
    if path.is_dir():
        raise PlotlineError(f"The output is a file, and {path} is a folder. Name a file in it.")
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with partial.open("w", encoding="utf-8", newline="") as file:
            yield csv.writer(file).writerow
        partial.replace(path)
    except OSError as error:
        raise PlotlineError(
            f"{path} cannot be written ({error.strerror}). Name a file in a folder you may write to."
        ) from error
    finally:
        with suppress(OSError):
            partial.unlink()
