"""A corpus of any size: its texts lie on disk, and of each film some tens of bytes stay in memory."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd

from genre_core.data.assembly import (
    MORE_PLOTS,
    RawFilms,
    clean_films,
    report_of,
    why_nothing_left,
)
from genre_core.data.corpus import Corpus, ReadReport
from genre_core.data.rows_on_disk import TextRows
from genre_core.data.splits import Shares, film_numbers, named_splits, one_split_a_film
from genre_core.data.tally import Tally
from genre_core.errors import CorpusError
from genre_core.genres import GENRES

__all__ = ["FilmNumbers", "LabelledPlots", "StoredCorpus", "labelled_plots", "store"]


@dataclass(frozen=True)
class FilmNumbers:
    """Rows of films as numbers, 13 bytes each, every array ``(n_rows,)``."""

    films: npt.NDArray[np.uint64]
    """``film_number`` of each."""
    splits: npt.NDArray[np.int8]
    """Places in ``SPLITS``."""
    genres: npt.NDArray[np.uint32]
    """One bit for each of ``GENRES``, the first one the lowest."""


class LabelledPlots(Protocol):
    """What training takes from a corpus, wherever its texts are."""

    @property
    def name(self) -> str: ...
    @property
    def report(self) -> ReadReport: ...
    @property
    def numbers(self) -> FilmNumbers: ...
    @property
    def film_ids(self) -> Sequence[str]: ...
    @property
    def plots(self) -> Sequence[str]: ...


@dataclass(frozen=True)
class StoredCorpus:
    """A corpus whose ids and plots are read from disk, one by one."""

    name: str
    report: ReadReport
    numbers: FilmNumbers
    film_ids: TextRows
    plots: TextRows

    def split_by(self, shares: Shares) -> "StoredCorpus":
        """The same films, each in the split that its number gives it, whatever its rows name."""
        none = np.full(len(self.numbers.films), -1, dtype=np.int8)
        splits = one_split_a_film(self.numbers.films, none, shares).splits
        return replace(self, numbers=replace(self.numbers, splits=splits))


def store(name: str, raw: RawFilms, tally: Tally, folder: Path) -> StoredCorpus:
    """As ``assemble``, with the texts in files of ``folder`` that have no name there."""
    film_ids, plots = TextRows(folder), TextRows(folder)
    parts: list[FilmNumbers] = []
    for films in clean_films(raw.rows, tally):
        film_ids.extend(films["film_id"])
        plots.extend(films["plot"])
        named, notes = named_splits(films["split"].tolist())
        tally.notes.update(notes)
        parts.append(_numbers_of(films, named))
    if not parts:
        raise CorpusError(why_nothing_left(raw.source, tally))
    numbers = np.concatenate([part.films for part in parts])
    if more := len(numbers) - len(np.unique(numbers)):
        tally.notes[MORE_PLOTS] = more
    rows = one_split_a_film(numbers, np.concatenate([part.splits for part in parts]))
    tally.notes.update(rows.notes())
    return StoredCorpus(
        name=name,
        report=report_of(raw, len(numbers), tally),
        numbers=FilmNumbers(numbers, rows.splits, np.concatenate([part.genres for part in parts])),
        film_ids=film_ids,
        plots=plots,
    )


@dataclass(frozen=True)
class _InMemory:
    """The films of a frame."""

    name: str
    report: ReadReport
    numbers: FilmNumbers
    film_ids: Sequence[str]
    plots: Sequence[str]


def labelled_plots(corpus: Corpus | LabelledPlots) -> LabelledPlots:
    """The films of a corpus, be it a frame or on disk."""
    if not isinstance(corpus, Corpus):
        return corpus
    films = corpus.films
    splits, _ = named_splits(films["split"].tolist())
    return _InMemory(
        corpus.name,
        corpus.report,
        _numbers_of(films, splits),
        films["film_id"].tolist(),
        films["plot"].tolist(),
    )


def _numbers_of(films: pd.DataFrame, splits: npt.NDArray[np.int8]) -> FilmNumbers:
    bits = {names: _bits(names) for names in films["genres"].unique()}
    genres = np.fromiter((bits[names] for names in films["genres"]), dtype=np.uint32)
    return FilmNumbers(film_numbers(films["film_id"].tolist()), splits, genres)


def _bits(names: Iterable[str]) -> int:
    return sum(1 << GENRES.index(name) for name in set(names) if name in GENRES)
