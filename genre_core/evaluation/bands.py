"""How far could the curve of F have run elsewhere, had other films been drawn?"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from genre_core.errors import EvaluationError
from genre_core.evaluation.bootstrap import Interval, interval_ends
from genre_core.evaluation.counts import count_per_row, f_beta, pool
from genre_core.evaluation.inputs import BoolArray, FloatArray, check_films
from genre_core.evaluation.intervals import (
    best_interval,
    counts_per_draw,
    draw_weights,
    mean_over_present,
)
from genre_core.evaluation.sweeps import GRID
from genre_core.evaluation.thresholds import check_tuning

__all__ = ["Band", "f_band"]

Weights = NDArray[np.float32]


@dataclass(frozen=True)
class Band:
    """A curve of F-beta over the threshold, and how sure it is."""

    curve: pd.DataFrame
    """threshold (0.00, 0.01 … 1.00), f_beta, and the ends of its interval, low and high."""
    best: Interval
    """The threshold at the top of the curve, and how far it moves; see ``best_interval``."""


def f_band(
    labels: ArrayLike,
    probabilities: ArrayLike,
    average: str = "micro",
    beta: float = 1.0,
    n_resamples: int = 200,
    seed: int = 0,
    level: float = 0.95,
) -> Band:
    """The bootstrap band of ``sweep``'s F-beta, for one of its averages, and of the best threshold.

    ``labels`` and ``probabilities`` ``(n_films, n_genres)``; one threshold for all genres, so give
    one column to study one genre. Raises EvaluationError.
    """
    check_tuning(beta)
    truth, scores = check_films(labels, probabilities)
    if average not in _CURVES:
        raise EvaluationError(
            f"An average is one of {', '.join(_CURVES)}: got {average!r}. Take micro."
        )
    weights = draw_weights(len(truth), n_resamples, seed)
    curves = _CURVES[average](truth, scores, weights, beta)
    low, high = interval_ends(curves[1:], level)
    return Band(
        pd.DataFrame(
            {
                "threshold": GRID,
                "f_beta": curves[0],
                "low": low,
                "high": high,
            }
        ),
        best_interval(curves[:, 1:-1], level),  # without 0 and 1, which are no candidates
    )


def _micro(truth: BoolArray, scores: FloatArray, weights: Weights, beta: float) -> FloatArray:
    return f_beta(pool(counts_per_draw(truth, scores, weights, GRID)), beta)[:, 0]


def _macro(truth: BoolArray, scores: FloatArray, weights: Weights, beta: float) -> FloatArray:
    counts = counts_per_draw(truth, scores, weights, GRID)
    return mean_over_present(f_beta(counts, beta), counts.positives)


def _samples(truth: BoolArray, scores: FloatArray, weights: Weights, beta: float) -> FloatArray:
    per_film = f_beta(count_per_row(truth, scores, GRID), beta).astype(np.float32)
    return (weights @ per_film).astype(float) / len(truth)


_CURVES: dict[str, Callable[[BoolArray, FloatArray, Weights, float], FloatArray]] = {
    "micro": _micro,
    "macro": _macro,
    "samples": _samples,
}
