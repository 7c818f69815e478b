import numpy as np
import pytest

from genre_core.errors import EvaluationError
from genre_core.evaluation import bootstrap, f_band, global_threshold_interval, sweep
from tests.evaluation.films import random_films

LABELS, _scores = random_films(60, [0.5, 0.3, 0.04], seed=3)
SCORES = np.round(_scores, 1)  # ties, as the fast paths must treat them right
DRAWS = {"n_resamples": 25, "seed": 5, "level": 0.9}
AVERAGES = ["micro", "macro", "samples"]


def f_of(average, beta, threshold):
    """F-beta by a sweep, as a statistic of films."""

    def statistic(labels, scores):
        table = sweep(labels, scores, [threshold], beta=beta)
        return table.loc[table["average"] == average, "f_beta"].item()

    return statistic


@pytest.mark.parametrize("average", AVERAGES)
@pytest.mark.parametrize("beta", [1, 2])
def test_a_band_equals_a_bootstrap_that_sweeps_every_draw(average, beta):
    """A genre that is missing from a draw is left out of its macro average."""
    curve = f_band(LABELS, SCORES, average, beta, **DRAWS).curve
    for row in (20, 40, 70):
        expected = bootstrap(f_of(average, beta, row / 100), LABELS, SCORES, **DRAWS)
        found = curve.iloc[row]
        assert pytest.approx([expected.estimate, expected.low, expected.high], abs=1e-6) == [
            found["f_beta"],
            found["low"],
            found["high"],
        ]


def test_the_best_threshold_of_the_micro_curve_is_the_tuned_one():
    """With the same interval."""
    expected = global_threshold_interval(LABELS, SCORES, **DRAWS)
    assert expected == f_band(LABELS, SCORES, "micro", **DRAWS).best


@pytest.mark.parametrize("average", AVERAGES)
def test_a_lone_genre_has_a_band(average):
    """A rare one, too, which some draws lack."""
    band = f_band(LABELS[:, 2:], SCORES[:, 2:], average, **DRAWS)
    assert ["threshold", "f_beta", "low", "high"] == band.curve.columns.tolist()
    assert 101 == len(band.curve)
    assert (band.curve["low"] <= band.curve["high"]).all()
    assert band.best.low <= band.best.high


def test_an_unknown_average_is_refused():
    """With those there are."""
    with pytest.raises(EvaluationError, match="micro, macro, samples: got 'weighted'"):
        f_band(LABELS, SCORES, "weighted")


def test_thresholds_that_are_equally_good_lie_in_the_interval_of_the_best():
    """A model without a fault on few films: any line between the two kinds of scores is as good."""
    labels = np.arange(39)[:, np.newaxis] % 3 == 0
    scores = np.where(labels, 0.505, 0.165)
    for found in (
        f_band(labels, scores, **DRAWS).best,
        global_threshold_interval(labels, scores, **DRAWS),
    ):
        assert (0.17, 0.5) == (found.low, found.high)
        assert found.low < found.estimate < found.high
