"""Bootstrap intervals of F1, mAP and the best thresholds, without a loop over draws."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from genre_core.evaluation.bootstrap import Interval, draw_films, interval
from genre_core.evaluation.counts import Counts, f_beta, pool, ratio, sum_from_right
from genre_core.evaluation.inputs import (
    BoolArray,
    FloatArray,
    check_films,
    check_genres,
    check_labels,
    check_same_shape,
)
from genre_core.evaluation.thresholds import (
    CANDIDATES,
    best_candidate,
    best_per_genre,
    best_range,
    check_tuning,
)

__all__ = [
    "best_interval",
    "counts_per_draw",
    "draw_weights",
    "f1_intervals",
    "genre_counts_per_draw",
    "genre_threshold_intervals",
    "global_threshold_interval",
    "map_interval",
    "mean_over_present",
]


def f1_intervals(
    labels: ArrayLike,
    predictions: ArrayLike,
    n_resamples: int = 1000,
    seed: int = 0,
    level: float = 0.95,
) -> dict[str, Interval]:
    """The intervals of ``micro_f1``, ``macro_f1`` and ``samples_f1``, defined as in ``score``.

    ``labels`` and ``predictions`` bool ``(n_films, n_genres)``. Raises EvaluationError.
    """
    truth = check_labels(labels)
    named = check_labels(predictions, "Predictions")
    check_same_shape(truth, named, "predictions")
    weights = draw_weights(len(truth), n_resamples, seed)
    values = _f1_per_draw(truth, named, weights)
    return {name: interval(drawn[0], drawn[1:], level) for name, drawn in values.items()}


def map_interval(
    labels: ArrayLike,
    probabilities: ArrayLike,
    n_resamples: int = 1000,
    seed: int = 0,
    level: float = 0.95,
) -> Interval:
    """The interval of mAP, defined as in ``score``; each genre is sorted once for all draws.

    ``labels`` and ``probabilities`` ``(n_films, n_genres)``. Raises EvaluationError.
    """
    truth, scores = check_films(labels, probabilities)
    weights = draw_weights(len(truth), n_resamples, seed)
    per_genre = [
        _average_precision_per_draw(t, s, weights) for t, s in zip(truth.T, scores.T, strict=True)
    ]
    values = mean_over_present(np.stack(per_genre, axis=1), weights @ truth)
    return interval(values[0], values[1:], level)


def global_threshold_interval(
    labels: ArrayLike,
    probabilities: ArrayLike,
    beta: float = 1.0,
    n_resamples: int = 1000,
    seed: int = 0,
    level: float = 0.95,
) -> Interval:
    """How far ``tune_global``'s threshold moves when other films are drawn, as in ``best_interval``.

    ``labels`` and ``probabilities`` ``(n_films, n_genres)``. Raises EvaluationError.
    """
    check_tuning(beta)
    truth, scores = check_films(labels, probabilities)
    counts = counts_per_draw(truth, scores, draw_weights(len(truth), n_resamples, seed))
    return best_interval(f_beta(pool(counts), beta)[:, 0], level)


def best_interval(curves: FloatArray, level: float = 0.95) -> Interval:
    """The best candidate of the first of the curves ``(1 + n_draws, n_candidates)``, and how far it moves.

    Where candidates are equally good the interval covers them all: its low end is taken from the
    lowest of them in each draw, and its high end from the highest.
    """
    lowest, highest = best_range(curves)
    best = float(best_candidate(curves[:1])[0])
    return Interval(
        best, interval(best, lowest[1:], level).low, interval(best, highest[1:], level).high
    )


def genre_threshold_intervals(
    labels: ArrayLike,
    probabilities: ArrayLike,
    genres: Sequence[str],
    beta: float = 1.0,
    n_resamples: int = 1000,
    seed: int = 0,
    level: float = 0.95,
) -> pd.DataFrame:
    """How far each of ``tune_per_genre``'s thresholds moves when other films are drawn.

    They are tuned with its usual ``prior_strength`` and ``bandwidth``. Columns genre, support,
    threshold, low, high; one row per genre, in the order given. Raises EvaluationError.
    """
    check_tuning(beta)
    truth, scores = check_films(labels, probabilities)
    names = check_genres(genres, truth.shape[1])
    counts = counts_per_draw(truth, scores, draw_weights(len(truth), n_resamples, seed))
    values = best_per_genre(counts, len(truth), beta)
    intervals = [interval(drawn[0], drawn[1:], level) for drawn in values.T]
    return pd.DataFrame(
        {
            "genre": names,
            "support": truth.sum(axis=0),
            "threshold": [found.estimate for found in intervals],
            "low": [found.low for found in intervals],
            "high": [found.high for found in intervals],
        }
    )


@lru_cache(maxsize=4)
def draw_weights(n_films: int, n_resamples: int, seed: int) -> NDArray[np.float32]:
    """All films once, then the draws: ``(1 + n_resamples, n_films)``.

    As float32 for the speed of matrix products: whole numbers below 2²⁴ are exact in it.
    """
    draws = draw_films(n_films, n_resamples, seed)
    weights = np.vstack([np.ones(n_films, dtype=np.float32), draws.astype(np.float32)])
    weights.setflags(write=False)  # kept for the next figure of these films
    return weights


def _f1_per_draw(
    truth: BoolArray, named: BoolArray, weights: NDArray[np.float32]
) -> dict[str, FloatArray]:
    per_genre = genre_counts_per_draw(truth, named, weights)
    per_film = f_beta(Counts(*(c.sum(axis=1) for c in (truth & named, named, truth))))
    return {
        "micro_f1": f_beta(pool(per_genre))[:, 0, 0],
        "macro_f1": mean_over_present(f_beta(per_genre)[..., 0], per_genre.positives[..., 0]),
        "samples_f1": weights @ per_film / len(truth),
    }


def genre_counts_per_draw(
    truth: BoolArray, named: BoolArray, weights: NDArray[np.float32]
) -> Counts:
    """Counts ``(n_draws, n_genres, 1)`` of what is named, films drawn as often as ``weights`` say."""
    return Counts(
        *(
            (weights @ cells.astype(np.float32)).astype(np.float64)[..., np.newaxis]
            for cells in (truth & named, named, truth)
        )
    )


def _average_precision_per_draw(
    truth: BoolArray, scores: FloatArray, weights: NDArray[np.float32]
) -> FloatArray:
    """Average precision of one genre in each draw, as scikit-learn defines it; 0 without films.

    Precision at each distinct score, weighted by the recall gained there.
    """
    order = np.argsort(-scores, kind="stable")
    ends = np.flatnonzero(np.diff(scores[order], append=-1.0))
    drawn = weights.T[order]
    seen = drawn.cumsum(axis=0)[ends]
    hits = (drawn * truth[order, np.newaxis]).cumsum(axis=0)[ends]
    gained = np.diff(hits, axis=0, prepend=0)
    return ratio((gained * ratio(hits, seen)).sum(axis=0), hits[-1])


def counts_per_draw(
    truth: BoolArray,
    scores: FloatArray,
    weights: NDArray[np.float32],
    thresholds: FloatArray = CANDIDATES,
) -> Counts:
    """Counts ``(n_draws, n_genres, n_thresholds)`` of films drawn as often as ``weights`` say.

    A score falls into one bin of each genre, so a table of which film stands in which bin is nearly
    all zeros, and its product with the draws costs a hundredth of one with what passes each threshold.
    """
    n_genres, n_bins = truth.shape[1], len(thresholds) + 1
    bins = np.searchsorted(thresholds, scores, side="right") + n_bins * np.arange(n_genres)
    return Counts(
        tp=_drawn_from_right(bins, truth, weights, n_bins),
        predicted=_drawn_from_right(bins, np.ones_like(truth), weights, n_bins),
        positives=(weights @ truth).astype(np.float64)[..., np.newaxis],
    )


def _drawn_from_right(
    bins: NDArray[np.intp], chosen: BoolArray, weights: NDArray[np.float32], n_bins: int
) -> FloatArray:
    """How many of the ``chosen`` scores pass each threshold, by draw and genre."""
    from scipy import sparse

    n_films, n_genres = bins.shape
    films, _ = np.nonzero(chosen)
    ones = np.ones(len(films), dtype=np.float32)
    films_in_bins = sparse.csr_matrix((ones, (bins[chosen], films)), (n_genres * n_bins, n_films))
    per_bin = films_in_bins @ np.ascontiguousarray(weights.T)
    return sum_from_right(per_bin.T.reshape(len(weights), n_genres, n_bins)).astype(np.float64)


def mean_over_present(values: FloatArray, positives: NDArray[np.number]) -> FloatArray:
    """Mean over the genres on axis 1 that a film of the draw has, NaN if none has.

    ``values`` ``(n_draws, n_genres, …)``; ``positives`` counts the films of each draw and genre.
    """
    present = positives > 0
    total = np.where(present, values, 0).sum(axis=1)
    n_present = present.sum(axis=1)
    return np.where(n_present > 0, ratio(total, n_present), np.nan)
