"""Is a score of 0.7 right seven times in ten? Only then may it be called a probability."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from genre_core.errors import EvaluationError
from genre_core.evaluation.counts import ratio
from genre_core.evaluation.inputs import check_films

__all__ = ["calibration_table", "expected_calibration_error"]


def calibration_table(
    labels: ArrayLike, probabilities: ArrayLike, n_bins: int = 15
) -> pd.DataFrame:
    """Scores in bins of one width beside how often they were right, over all films and genres.

    ``labels`` and ``probabilities`` ``(n_films, n_genres)``. One row per bin, ``low <= score <
    high`` (the last one holds 1 too); columns low, high, n, mean_score, observed_rate, the last two
    NaN in an empty bin. Raises EvaluationError.
    """
    if n_bins < 1:
        raise EvaluationError(f"Calibration needs at least one bin: got {n_bins}. Take 15.")
    truth, scores = (cells.ravel() for cells in check_films(labels, probabilities))
    edges = np.linspace(0, 1, n_bins + 1)
    bins = np.searchsorted(edges[1:-1], scores, side="right")
    n = np.bincount(bins, minlength=n_bins)
    sums = {
        "mean_score": np.bincount(bins, weights=scores, minlength=n_bins),
        "observed_rate": np.bincount(bins, weights=truth, minlength=n_bins),
    }
    means = {name: np.where(n > 0, ratio(total, n), np.nan) for name, total in sums.items()}
    return pd.DataFrame({"low": edges[:-1], "high": edges[1:], "n": n, **means})


def expected_calibration_error(
    labels: ArrayLike, probabilities: ArrayLike, n_bins: int = 15
) -> float:
    """The mean gap between score and observed rate, bins weighted by the scores they hold.

    0 is perfect. Most film-genre pairs score low, so the low bins weigh most: read it beside
    ``calibration_table``. Naeini et al. 2015 (AAAI); 15 bins as Guo et al. 2017, arXiv:1706.04599.
    """
    table = calibration_table(labels, probabilities, n_bins)
    gaps = (table["mean_score"] - table["observed_rate"]).abs()
    return float((gaps * table["n"]).sum() / table["n"].sum())
