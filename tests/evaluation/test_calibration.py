import numpy as np
import pytest
from hypothesis import given
from sklearn.calibration import calibration_curve

from genre_core.errors import EvaluationError
from genre_core.evaluation import calibration_table, expected_calibration_error
from tests.evaluation.films import law, random_films, scored_films


def test_the_error_of_four_scores_matches_the_one_worked_out_by_hand():
    """Two bins: 0.1 and 0.3 right half the time (gap 0.3), 0.8 twice and never right (gap 0.8)."""
    labels, scores = [[1, 0], [0, 0]], [[0.1, 0.3], [0.8, 0.8]]
    table = calibration_table(labels, scores, n_bins=2)

    assert ["low", "high", "n", "mean_score", "observed_rate"] == table.columns.tolist()
    assert [0.0, 0.5] == table["low"].tolist()
    assert [0.5, 1.0] == table["high"].tolist()
    assert [2, 2] == table["n"].tolist()
    assert pytest.approx([0.2, 0.8]) == table["mean_score"].tolist()
    assert [0.5, 0.0] == table["observed_rate"].tolist()
    assert pytest.approx((0.3 + 0.8) / 2) == expected_calibration_error(labels, scores, n_bins=2)


def test_a_score_between_two_bins_belongs_to_the_upper_one():
    """A bin holds ``low <= score < high``, and the last one holds 1 too."""
    assert [1, 2] == calibration_table([[1, 1, 1]], [[0.2, 0.5, 1.0]], n_bins=2)["n"].tolist()


def test_the_table_equals_scikit_learns_curve_over_all_pairs():
    """Bins that hold no score are rows here and missing there."""
    labels, scores = random_films(300, [0.4, 0.1])
    table = calibration_table(labels, scores).dropna()
    observed, mean = calibration_curve(labels.ravel(), scores.ravel(), n_bins=15)

    assert pytest.approx(observed.tolist()) == table["observed_rate"].tolist()
    assert pytest.approx(mean.tolist()) == table["mean_score"].tolist()


@law
@given(scored_films())
def test_every_score_is_in_one_bin_and_the_error_lies_between_0_and_1(films):
    """Scores of 0 and 1 too."""
    labels, scores = films
    table = calibration_table(labels, scores)
    filled = table.dropna()

    assert 15 == len(table)
    assert scores.size == table["n"].sum()
    assert (filled["mean_score"] >= filled["low"] - 1e-9).all()
    assert (filled["mean_score"] <= filled["high"] + 1e-9).all()
    assert 0 <= expected_calibration_error(labels, scores) <= 1


def test_scores_that_are_right_as_often_as_they_say_have_a_small_error():
    """And scores that claim too much have a large one."""
    labels, scores = random_films(20_000, [0.4, 0.2])

    assert expected_calibration_error(labels, scores) < 0.01
    assert expected_calibration_error(labels, np.sqrt(scores)) > 0.1


def test_calibration_needs_a_bin():
    """With the rule and the value."""
    with pytest.raises(EvaluationError, match="at least one bin: got 0"):
        calibration_table([[1]], [[0.5]], n_bins=0)
