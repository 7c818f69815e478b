import numpy as np
import pytest
from sklearn import metrics

from genre_core.errors import EvaluationError
from genre_core.evaluation import (
    Interval,
    bootstrap,
    f1_intervals,
    genre_threshold_intervals,
    global_threshold_interval,
    map_interval,
    score,
    sweep,
    tune_global,
    tune_per_genre,
)
from genre_core.evaluation.bootstrap import draw_films
from genre_core.evaluation.thresholds import CANDIDATES
from tests.evaluation.films import names, random_films

LABELS, _scores = random_films(60, [0.5, 0.3, 0.04], seed=3)
SCORES = np.round(_scores, 1)  # ties, as the fast paths must treat them right
GENRES = names(3)
DRAWS = {"n_resamples": 25, "seed": 5, "level": 0.9}


def as_numbers(interval):
    """An interval as a list, to be compared within rounding."""
    return [interval.estimate, interval.low, interval.high]


def slow(statistic):
    """The same draws, one call of the statistic for each."""
    return as_numbers(bootstrap(statistic, LABELS, SCORES, **DRAWS))


def equals(labels, scores):
    """All candidates with the best micro-F1, by a sweep."""
    table = sweep(labels, scores, CANDIDATES)
    micro = table[table["average"] == "micro"]
    f1 = micro["f_beta"].round(12)
    return micro["threshold"][f1 == f1.max()].to_numpy()


@pytest.mark.parametrize("figure", ["micro_f1", "macro_f1", "samples_f1"])
def test_f1_intervals_equal_a_bootstrap_that_scores_every_draw(figure):
    """Genres missing from a draw are left out of its macro average, as ``score`` does."""
    fast = f1_intervals(LABELS, SCORES >= 0.4, **DRAWS)[figure]
    expected = slow(lambda labels, scores: getattr(score(labels, scores, 0.4, GENRES), figure))

    assert pytest.approx(expected) == as_numbers(fast)


def test_the_map_interval_equals_a_bootstrap_that_scores_every_draw():
    """Films with one score are one step of the curve, however often they are drawn."""
    expected = slow(lambda labels, scores: score(labels, scores, 0.4, GENRES).mAP)
    assert pytest.approx(expected) == as_numbers(map_interval(LABELS, SCORES, **DRAWS))


def test_threshold_intervals_equal_a_bootstrap_that_tunes_on_every_draw():
    """The global one, whose interval covers equals, and that of each genre, a rare one too."""
    fast = global_threshold_interval(LABELS, SCORES, **DRAWS)
    _, low, _ = slow(lambda labels, scores: equals(labels, scores).min())
    _, _, high = slow(lambda labels, scores: equals(labels, scores).max())
    expected = [tune_global(LABELS, SCORES), low, high]
    assert pytest.approx(expected) == as_numbers(fast)

    table = genre_threshold_intervals(LABELS, SCORES, GENRES, **DRAWS)
    for column, row in enumerate(table.itertuples()):
        expected = slow(lambda labels, scores, g=column: tune_per_genre(labels, scores)[g])
        assert pytest.approx(expected) == [row.threshold, row.low, row.high]


def test_the_table_of_threshold_intervals_has_one_row_per_genre():
    """With the films that have it, and the thresholds that tuning gives."""
    table = genre_threshold_intervals(LABELS, SCORES, GENRES, **DRAWS)

    assert ["genre", "support", "threshold", "low", "high"] == table.columns.tolist()
    assert GENRES == table["genre"].tolist()
    assert LABELS.sum(axis=0).tolist() == table["support"].tolist()
    assert tune_per_genre(LABELS, SCORES).tolist() == table["threshold"].tolist()
    assert (table["low"] <= table["high"]).all()


def test_draws_take_as_many_films_as_there_are_and_leave_about_a_third_out():
    """(1 - 1/n)^n nears 1/e = 0.368."""
    draws = draw_films(n_films=200, n_resamples=50, seed=0)

    assert (50, 200) == draws.shape
    assert {200} == set(draws.sum(axis=1).tolist())
    assert pytest.approx(0.368, abs=0.02) == np.mean(draws == 0)


def test_one_seed_gives_one_interval_and_another_seed_another():
    """Chance is repeatable."""
    first, again = (f1_intervals(LABELS, SCORES >= 0.4, 50, seed=1) for _ in range(2))
    other = f1_intervals(LABELS, SCORES >= 0.4, 50, seed=2)

    assert first == again
    assert first["micro_f1"] != other["micro_f1"]


def test_the_standard_error_of_a_mean_comes_out_as_the_formula_has_it():
    """A 95 % interval is about 1.96 standard errors to either side."""
    labels, scores = random_films(400, [0.3])
    found = bootstrap(lambda truth, _: float(truth.mean()), labels, scores, n_resamples=2000)
    error = labels.std() / np.sqrt(400)

    assert labels.mean() == found.estimate
    assert pytest.approx(2 * 1.96 * error, rel=0.1) == found.high - found.low


def test_the_estimate_is_the_figure_on_all_films():
    """As scikit-learn gives it."""
    found = f1_intervals(LABELS, SCORES >= 0.4, **DRAWS)["micro_f1"].estimate
    assert pytest.approx(metrics.f1_score(LABELS, SCORES >= 0.4, average="micro")) == found


def test_films_without_genres_have_no_macro_interval():
    """NaN, and no warning."""
    nothing = np.zeros((5, 2), dtype=bool)
    found = f1_intervals(nothing, nothing, n_resamples=10)

    assert Interval(0.0, 0.0, 0.0) == found["micro_f1"]
    assert np.isnan(as_numbers(found["macro_f1"])).all()
    assert np.isnan(as_numbers(map_interval(nothing, nothing, n_resamples=10))).all()


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"n_resamples": 0}, "at least one resample: got 0"),
        ({"level": 1}, "between 0 and 1: got 1"),
        ({"level": 95}, "between 0 and 1: got 95"),
    ],
)
def test_settings_out_of_range_are_refused(settings, message):
    """With the rule and the value."""
    with pytest.raises(EvaluationError) as refusal:
        map_interval(LABELS, SCORES, **settings)
    assert message in str(refusal.value)


def test_predictions_must_speak_of_the_same_films_and_genres():
    """And be named genres, not scores."""
    with pytest.raises(EvaluationError, match="Labels and predictions must have one shape"):
        f1_intervals(LABELS, SCORES[:10] >= 0.4)
    with pytest.raises(EvaluationError, match=r"Predictions must be true or false \(1 or 0\)"):
        f1_intervals(LABELS, SCORES)
