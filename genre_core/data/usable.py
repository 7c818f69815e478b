"""Films that a model can learn from: those with a genre that some training film has."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np
import numpy.typing as npt

from genre_core.data.corpus import SPLITS, Corpus
from genre_core.data.splits import one_split_a_film
from genre_core.data.stored import LabelledPlots, labelled_plots
from genre_core.errors import TrainingError
from genre_core.genres import GENRES

__all__ = ["UsableFilms", "check_corpora", "usable_films"]


@dataclass(frozen=True)
class UsableFilms:
    """Rows of several corpora, 9 bytes each and the labels, every array ``(n_films,)``."""

    corpora: tuple[LabelledPlots, ...]
    corpus: npt.NDArray[np.uint8]
    """The place of its corpus in ``corpora``."""
    place: npt.NDArray[np.uint32]
    """The place of its row in that corpus."""
    labels: npt.NDArray[np.bool_]
    """``(n_films, n_genres)``"""

    def __len__(self) -> int:
        return len(self.corpus)

    @property
    def film_ids(self) -> Sequence[str]:
        """The id of each film."""
        return _Texts([corpus.film_ids for corpus in self.corpora], self.corpus, self.place)

    @property
    def plots(self) -> Sequence[str]:
        """The plot of each film."""
        return _Texts([corpus.plots for corpus in self.corpora], self.corpus, self.place)

    @property
    def names(self) -> npt.NDArray[np.str_]:
        """The name of each film's corpus."""
        return np.array([corpus.name for corpus in self.corpora], dtype=np.str_)[self.corpus]

    def n_from(self, name: str) -> int:
        """Films of the corpora with that name."""
        return sum(
            int((self.corpus == place).sum())
            for place, corpus in enumerate(self.corpora)
            if corpus.name == name
        )

    def chosen(self, which: npt.NDArray[np.bool_]) -> "UsableFilms":
        """Those of the films that ``which (n_films,)`` says."""
        return UsableFilms(self.corpora, self.corpus[which], self.place[which], self.labels[which])


class _Texts(Sequence[str]):
    """Texts of several corpora, each read when it is asked for."""

    def __init__(
        self,
        texts: Sequence[Sequence[str]],
        corpus: npt.NDArray[np.uint8],
        place: npt.NDArray[np.uint32],
    ):
        self._texts, self._corpus, self._place = texts, corpus, place

    def __len__(self) -> int:
        return len(self._corpus)

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[str]: ...
    def __getitem__(self, at: int | slice) -> str | Sequence[str]:
        if isinstance(at, slice):
            return _Texts(self._texts, self._corpus[at], self._place[at])
        return self._texts[self._corpus[at]][int(self._place[at])]


def check_corpora(corpora: Sequence[Corpus | LabelledPlots]) -> None:
    """Raise TrainingError where a split has no film to learn from, or all films have one genre."""
    usable_films(corpora)


def usable_films(
    corpora: Sequence[Corpus | LabelledPlots],
) -> tuple[dict[str, UsableFilms], tuple[str, ...]]:
    """Films of all corpora that have a genre to learn, by split, each in one; and these genres.

    Raises TrainingError as ``check_corpora`` does.
    """
    sources = tuple(labelled_plots(corpus) for corpus in corpora)
    numbers = [source.numbers for source in sources]
    sizes = [len(each.films) for each in numbers]
    splits = one_split_a_film(
        np.concatenate([each.films for each in numbers]),
        np.concatenate([each.splits for each in numbers]),
    ).splits
    bits = np.concatenate([each.genres for each in numbers])
    learned = int(np.bitwise_or.reduce(bits[splits == SPLITS.index("train")]))
    genres = tuple(name for place, name in enumerate(GENRES) if learned >> place & 1)
    has_genre = (bits & np.uint32(learned)) > 0
    films = UsableFilms(
        sources,
        np.repeat(np.arange(len(sizes), dtype=np.uint8), sizes),
        np.concatenate([np.arange(size, dtype=np.uint32) for size in sizes]),
        _labels(bits, genres),
    )
    by_split = {
        name: films.chosen(has_genre & (splits == place)) for place, name in enumerate(SPLITS)
    }
    _check(by_split, genres)
    return by_split, genres


def _labels(bits: npt.NDArray[np.uint32], genres: Sequence[str]) -> npt.NDArray[np.bool_]:
    labels = np.zeros((len(bits), len(genres)), dtype=np.bool_)
    for column, name in zip(labels.T, genres, strict=True):
        column[:] = bits >> np.uint32(GENRES.index(name)) & 1
    return labels


def _check(by_split: dict[str, UsableFilms], genres: tuple[str, ...]) -> None:
    n_films = sum(map(len, by_split.values()))
    for split, films in by_split.items():
        if not len(films):
            raise TrainingError(
                f"Each split needs a film with a plot and a genre, and {split} has none of "
                f"{n_films} usable films. Use a larger corpus, or fill its split column."
            )
    if len(genres) == 1:
        raise TrainingError(
            f"A model learns to tell genres apart, and the training films have {genres[0]} alone. "
            "Use a corpus with two genres or more."
        )
