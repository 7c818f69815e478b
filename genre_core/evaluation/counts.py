"""Confusion counts at many thresholds at once, and the ratios made from them.

A score passes every threshold up to itself. So a histogram of "how many thresholds does this score
pass", summed from the right, counts what is predicted at each threshold, without a loop over them.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from genre_core.evaluation.inputs import BoolArray, FloatArray

__all__ = [
    "Counts",
    "count_per_row",
    "f_beta",
    "mean_or_nan",
    "pool",
    "precision",
    "ratio",
    "recall",
    "sum_from_right",
]


class Counts(NamedTuple):
    """What F-beta is made of: hits, what was predicted, and what is true."""

    tp: NDArray[Any]
    """True positives ``(…, n_rows, n_thresholds)``."""
    predicted: NDArray[Any]
    """True and false positives ``(…, n_rows, n_thresholds)``."""
    positives: NDArray[Any]
    """True positives and false negatives ``(…, n_rows, 1)``: no threshold changes their sum."""


def count_per_row(labels: BoolArray, probabilities: FloatArray, thresholds: FloatArray) -> Counts:
    """Count each row's hits and predictions at each threshold, by ``probability >= threshold``.

    Rows are films for ``(n_films, n_genres)`` arrays and genres for their transposes;
    ``thresholds`` ``(n_thresholds,)`` must ascend. Counts are int64.
    """
    n_rows, n_bins = len(labels), len(thresholds) + 1
    n_passed = np.searchsorted(thresholds, probabilities, side="right")
    bins = n_passed + n_bins * np.arange(n_rows)[:, np.newaxis]
    return Counts(
        tp=_count_from_right(bins[labels], n_rows, n_bins),
        predicted=_count_from_right(bins.ravel(), n_rows, n_bins),
        positives=labels.sum(axis=1, keepdims=True),
    )


def pool(counts: Counts) -> Counts:
    """The counts of all rows together, as one row."""
    return Counts(*(part.sum(axis=-2, keepdims=True) for part in counts))


def precision(counts: Counts) -> FloatArray:
    """The share of predictions that are right; 0 where nothing is predicted."""
    return ratio(counts.tp, counts.predicted)


def recall(counts: Counts) -> FloatArray:
    """The share of the true that is predicted; 0 where nothing is true."""
    return ratio(counts.tp, counts.positives)


def f_beta(counts: Counts, beta: float = 1.0) -> FloatArray:
    """``(1 + b²) tp / (b² positives + predicted)``; 0 where nothing is true or predicted.

    The weighted harmonic mean of precision and recall: van Rijsbergen, Information Retrieval
    (1979), chapter 7.
    """
    weight = beta**2
    return ratio((1 + weight) * counts.tp, weight * counts.positives + counts.predicted)


def ratio(part: NDArray[Any], whole: NDArray[Any]) -> FloatArray:
    """``part / whole`` as float64, and 0 where ``whole`` is 0 (as scikit-learn's default)."""
    zeros = np.zeros(np.broadcast_shapes(part.shape, whole.shape))
    return np.divide(part, whole, out=zeros, where=whole > 0, dtype=np.float64)


def mean_or_nan(values: ArrayLike) -> float:
    """The mean, or NaN without a warning when there is nothing to average."""
    numbers = np.asarray(values, dtype=np.float64)
    return float(numbers.mean()) if numbers.size else float("nan")


def sum_from_right(per_bin: NDArray[Any]) -> NDArray[Any]:
    """What passes each threshold, from what passes exactly 0, 1, 2 … of them, on the last axis.

    ``(…, n_thresholds + 1)`` to ``(…, n_thresholds)``: what passes none is predicted nowhere.
    """
    return per_bin[..., :0:-1].cumsum(axis=-1)[..., ::-1]


def _count_from_right(bins: NDArray[np.intp], n_rows: int, n_bins: int) -> NDArray[np.int64]:
    return sum_from_right(np.bincount(bins, minlength=n_rows * n_bins).reshape(n_rows, n_bins))
