"""Films that a model can learn from: those with a genre that some training film has."""

from collections.abc import Sequence
from dataclasses import dataclass

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

    def chosen(self, which: npt.NDArray[np.bool_]) -> "UsableFilms":
        """Those of the films that ``which (n_films,)`` says."""
        return UsableFilms(self.corpora, self.corpus[which], self.place[which], self.labels[which])


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
