"""When a score is near this one, how often is it right?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from genre_core.errors import EvaluationError
from genre_core.evaluation.inputs import check_films

__all__ = ["Nearby", "films_near"]


@dataclass(frozen=True)
class Nearby:
    """The films whose score of one genre is nearest to a score."""

    n: int
    right: int
    """Those of them that have the genre."""
    low: float
    high: float
    """The lowest and the highest of their scores; NaN without films."""

    @property
    def share(self) -> float:
        """The share that has the genre; NaN without films."""
        return self.right / self.n if self.n else float("nan")


def films_near(
    labels: ArrayLike,
    probabilities: ArrayLike,
    score: float,
    n_films: int = 100,
    reach: float = 0.1,
) -> Nearby:
    """The ``n_films`` films with the scores nearest to ``score``, none further away than ``reach``.

    ``labels`` and ``probabilities`` ``(n_films,)`` of one genre, from films that had no say in the
    training. Fewer films where few have such a score. Raises EvaluationError.
    """
    if not 0 <= score <= 1:
        raise EvaluationError(f"A score lies between 0 and 1: got {score:g}. Give a probability.")
    if n_films < 1:
        raise EvaluationError(f"At least one film is looked at: got {n_films}. Take 100.")
    truth, scores = check_films(
        np.asarray(labels)[:, np.newaxis], np.asarray(probabilities)[:, np.newaxis]
    )
    distance = np.abs(scores[:, 0] - score)
    nearest = np.argsort(distance, kind="stable")[:n_films]
    nearest = nearest[distance[nearest] <= reach]
    if not nearest.size:
        return Nearby(0, 0, float("nan"), float("nan"))
    near = scores[nearest, 0]
    return Nearby(len(near), int(truth[nearest, 0].sum()), float(near.min()), float(near.max()))
