"""How far could a figure have come out differently? The bootstrap over films.

Films are drawn with replacement, as many as there are, and the figure is taken again: the middle
``level`` of the figures so found is the interval (the percentile bootstrap: Efron and Tibshirani,
An Introduction to the Bootstrap, 1993, chapter 13). A draw is kept as how often each film came up,
so a count over all draws is one matrix product. One seed draws the same films for every figure.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from genre_core.errors import EvaluationError
from genre_core.evaluation.inputs import BoolArray, FloatArray, check_films

__all__ = ["Interval", "bootstrap", "draw_films", "interval", "interval_ends"]


@dataclass(frozen=True)
class Interval:
    """A figure on all films, and the ends of its interval; NaN where it has no meaning."""

    estimate: float
    low: float
    high: float


def bootstrap(
    statistic: Callable[[BoolArray, FloatArray], float],
    labels: ArrayLike,
    probabilities: ArrayLike,
    n_resamples: int = 1000,
    seed: int = 0,
    level: float = 0.95,
) -> Interval:
    """The interval of any figure ``statistic(labels, probabilities)``, called once per draw.

    ``labels`` and ``probabilities`` ``(n_films, n_genres)``. A draw in which the figure is NaN is
    passed over. Raises EvaluationError.
    """
    truth, scores = check_films(labels, probabilities)
    draws = draw_films(len(truth), n_resamples, seed)
    films = np.arange(len(truth))
    values = [
        statistic(truth[drawn], scores[drawn]) for drawn in (np.repeat(films, n) for n in draws)
    ]
    return interval(statistic(truth, scores), np.array(values), level)


def draw_films(n_films: int, n_resamples: int, seed: int) -> NDArray[np.int64]:
    """How often each film comes up in each draw: int64 ``(n_resamples, n_films)``."""
    if n_resamples < 1:
        raise EvaluationError(
            f"A bootstrap needs at least one resample: got {n_resamples}. 1000 are customary."
        )
    rng = np.random.default_rng(seed)
    return np.stack(
        [
            np.bincount(rng.integers(n_films, size=n_films), minlength=n_films)
            for _ in range(n_resamples)
        ]
    )


def interval(estimate: float, values: FloatArray, level: float) -> Interval:
    """The middle ``level`` of a figure's values ``(n_resamples,)``, those that are NaN left out."""
    low, high = interval_ends(values, level)
    return Interval(float(estimate), float(low), float(high))


def interval_ends(values: FloatArray, level: float) -> FloatArray:
    """``(2, …)``: where the middle ``level`` of ``values`` ``(n_resamples, …)`` begins and ends.

    Values that are NaN are left out; the ends are NaN where nothing else is left.
    """
    if not 0 < level < 1:
        raise EvaluationError(
            f"The level of an interval lies between 0 and 1: got {level}. 0.95 is customary."
        )
    at = [(1 - level) / 2, (1 + level) / 2]
    missing = np.isnan(values)
    if not missing.any():
        return np.quantile(values, at, axis=0)
    is_known = ~missing.all(axis=0)
    ends = np.full((2, *values.shape[1:]), np.nan)
    ends[:, is_known] = np.nanquantile(values[:, is_known], at, axis=0)
    return ends
