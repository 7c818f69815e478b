"""Which of two models names genres better? A bootstrap that draws the same films for both.

Films that are hard for one model are mostly hard for the other, so the difference on the same draw
wobbles less than either figure: the paired bootstrap (Berg-Kirkpatrick, Burkett and Klein, An Empirical
Investigation of Statistical Significance in NLP, 2012).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from genre_core.evaluation.bootstrap import Interval, interval
from genre_core.evaluation.counts import Counts, f_beta, pool
from genre_core.evaluation.inputs import FloatArray, check_genres, check_labels, check_same_shape
from genre_core.evaluation.intervals import draw_weights, genre_counts_per_draw, mean_over_present

__all__ = ["Paired", "compare_f1"]


@dataclass(frozen=True)
class Paired:
    """F1 of a first model less that of a second: above 0 the first is better."""

    per_genre: pd.DataFrame
    """genre, support, first, second, difference, low, high; NaN for a genre that no film has."""
    micro_f1: Interval
    macro_f1: Interval

    @property
    def n_judged(self) -> int:
        """Genres that a film has."""
        return int(self.per_genre["difference"].notna().sum())

    @property
    def n_better(self) -> int:
        """Genres in which the first model is ahead, by however little."""
        return int((self.per_genre["difference"] > 0).sum())

    @property
    def n_surely_better(self) -> int:
        """Genres whose whole interval is above 0."""
        return int((self.per_genre["low"] > 0).sum())

    @property
    def n_surely_worse(self) -> int:
        """Genres whose whole interval is below 0."""
        return int((self.per_genre["high"] < 0).sum())


def compare_f1(
    labels: ArrayLike,
    first: ArrayLike,
    second: ArrayLike,
    genres: Sequence[str],
    n_resamples: int = 1000,
    seed: int = 0,
    level: float = 0.95,
) -> Paired:
    """Compare what two models name on the same films.

    ``labels``, ``first`` and ``second`` bool ``(n_films, n_genres)``; ``genres`` names the columns. A draw
    without a film of a genre says nothing about it. Raises EvaluationError.
    """
    truth = check_labels(labels)
    names = check_genres(genres, truth.shape[1])
    weights = draw_weights(len(truth), n_resamples, seed)
    counts: list[Counts] = []
    for named in (first, second):
        cells = check_labels(named, "Predictions")
        check_same_shape(truth, cells, "predictions")
        counts.append(genre_counts_per_draw(truth, cells, weights))
    present = counts[0].positives[..., 0] > 0
    f1 = [np.where(present, f_beta(of_model)[..., 0], np.nan) for of_model in counts]
    drawn = [_interval(of_genre, level) for of_genre in (f1[0] - f1[1]).T]
    per_genre = pd.DataFrame(
        {
            "genre": names,
            "support": truth.sum(axis=0),
            "first": f1[0][0],
            "second": f1[1][0],
            "difference": [found.estimate for found in drawn],
            "low": [found.low for found in drawn],
            "high": [found.high for found in drawn],
        }
    )
    micro = [f_beta(pool(of_model))[:, 0, 0] for of_model in counts]
    macro = [mean_over_present(of_model, counts[0].positives[..., 0]) for of_model in f1]
    return Paired(
        per_genre, _interval(micro[0] - micro[1], level), _interval(macro[0] - macro[1], level)
    )


def _interval(values: FloatArray, level: float) -> Interval:
    """Of all films, which stand first, and the draws that follow."""
    return interval(values[0], values[1:], level)
