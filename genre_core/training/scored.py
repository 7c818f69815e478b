"""What a bundle keeps of validation and test: probabilities, scores, and what is wrong with them."""

from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from genre_core.evaluation import mistakes, score
from genre_core.training.prepare import PreparedSplit
from genre_core.training.rows import lengths_of

__all__ = ["Probabilities", "ScoredFilms", "mistakes_by_corpus", "save_scores", "scores_by_corpus"]

_MIXUPS = 10

Probabilities = npt.NDArray[np.float32]


class ScoredFilms(Protocol):
    """Films whose probabilities are kept: ``(n_films,)`` of ids and corpora, labels of each."""

    @property
    def film_ids(self) -> npt.NDArray[np.str_]: ...
    @property
    def corpora(self) -> npt.NDArray[np.str_]: ...
    @property
    def labels(self) -> npt.NDArray[np.bool_]: ...


def save_scores(path: Path, films: ScoredFilms, probabilities: Probabilities) -> None:
    """Write what ``Bundle.scores`` reads."""
    np.savez_compressed(
        path,
        film_ids=films.film_ids,
        corpora=films.corpora,
        probabilities=probabilities,
        labels=films.labels,
    )


def scores_by_corpus(
    films: ScoredFilms,
    probabilities: Probabilities,
    thresholds: npt.NDArray[np.float64],
    genres: tuple[str, ...],
) -> dict[str, Any]:
    """Scores on each corpus of the split, by name."""
    return {
        str(name): score(
            films.labels[films.corpora == name],
            probabilities[films.corpora == name],
            thresholds,
            genres,
        ).to_dict()
        for name in np.unique(films.corpora)
    }


def mistakes_by_corpus(
    films: PreparedSplit,
    probabilities: Probabilities,
    thresholds: npt.NDArray[np.float64],
    genres: tuple[str, ...],
) -> dict[str, Any]:
    """What is read wrong of each corpus of the split, by name; of mix-ups the ten furthest above chance."""
    n_words = lengths_of(films.rows)
    found: dict[str, Any] = {}
    for name in np.unique(films.corpora):
        own = films.corpora == name
        wrong = mistakes(films.labels[own], probabilities[own], thresholds, genres, n_words[own])
        found[str(name)] = wrong | {"mixups": wrong["mixups"][:_MIXUPS]}
    return found
