"""Rules against repetition: of ids, of films, and of plots, word for word or nearly."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import compress
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from genre_core.data.audit.check import Check, check, none_of
from genre_core.data.audit.words import words_of

__all__ = ["repeat_checks"]

MAX_COSINE = 0.8
_ROWS_AT_ONCE = 1_000  # So many plots are compared with all others at a time, to save memory.

_Pairs = tuple[npt.NDArray[np.float64], npt.NDArray[np.intp], npt.NDArray[np.intp]]
"""Cosine, row and later row of each pair."""


def repeat_checks(films: pd.DataFrame) -> list[Check]:
    """Each id, each title and year and each plot stands once; no two plots are nearly the same.

    Titles and plots are compared by their words: case, accents and punctuation do not count.
    """
    titles, plots = (list(map(_folded, films[column])) for column in ("title", "plot"))
    films_of = zip(titles, films["year"], strict=True)
    return [
        none_of("Ids that repeat", "none", _repeated(films["film_id"])),
        none_of(
            "Titles and years that repeat",
            "none",
            _repeated(f"{title} ({year})" for title, year in films_of),
        ),
        none_of("Plots that repeat", "none", _repeated(plots)),
        _near_duplicates(films["film_id"].tolist(), plots),
    ]


def _folded(text: str) -> str:
    return " ".join(words_of(text)) or text


def _repeated(texts: Iterable[str]) -> list[str]:
    return [f"{text}: {rows} rows" for text, rows in Counter(texts).items() if rows > 1]


def _near_duplicates(film_ids: Sequence[str], plots: Sequence[str]) -> Check:
    highest = 0.0
    close: list[str] = []
    for cosines, rows, laters in _pairs(plots):
        highest = max(highest, float(cosines.max(initial=0)))
        close += [
            f"{film_ids[row]} and {film_ids[later]}: {cosine:.2f}"
            for cosine, row, later in compress(
                zip(cosines, rows, laters, strict=True), cosines > MAX_COSINE
            )
        ]
    return check(
        "Highest TF-IDF cosine of two plots",
        f"at most {MAX_COSINE}",
        highest,
        holds=not close,
        found=close,
    )


def _pairs(plots: Sequence[str]) -> Iterator[_Pairs]:
    """All pairs of plots that share a word, by scikit-learn's TF-IDF of single words."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    if not any(map(words_of, plots)):
        return
    vectoriser: Any = TfidfVectorizer  # Its annotations know no function as analyzer.
    matrix = vectoriser(analyzer=words_of).fit_transform(plots)
    for start in range(0, len(plots), _ROWS_AT_ONCE):
        block = (matrix[start : start + _ROWS_AT_ONCE] @ matrix.T).tocoo()
        rows, laters = block.row + start, block.col
        once = laters > rows
        yield block.data[once], rows[once], laters[once]
