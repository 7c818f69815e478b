"""Two models on the same films: the difference, how sure it is, and on how many genres."""

import numpy as np
import pytest
from hypothesis import given

from genre_core.errors import EvaluationError
from genre_core.evaluation import bootstrap, compare_f1, score
from tests.evaluation.films import law, names, random_films, scored_films

LABELS, FIRST = random_films(60, [0.5, 0.3, 0.04], seed=3)
_, SECOND = random_films(60, [0.5, 0.3, 0.04], seed=4)
GENRES = names(3)
DRAWS = {"n_resamples": 40, "seed": 5, "level": 0.9}


def as_numbers(interval):
    return [interval.estimate, interval.low, interval.high]


def slow(figure):
    """A bootstrap that scores both models on every draw, and takes the difference."""

    def difference(labels, both):
        first, second = (score(labels, part, 0.4, GENRES) for part in np.hsplit(both, 2))
        return figure(first) - figure(second)

    # Labels stand there twice only because a statistic gets as many labels as probabilities.
    return as_numbers(
        bootstrap(
            lambda labels, both: difference(labels[:, :3], both),
            np.hstack([LABELS, LABELS]),
            np.hstack([FIRST, SECOND]),
            **DRAWS,
        )
    )


@pytest.mark.parametrize("figure", ["micro_f1", "macro_f1"])
def test_differences_equal_a_bootstrap_that_scores_every_draw(figure):
    """Both models are asked about the same films, draw by draw."""
    found = compare_f1(LABELS, FIRST >= 0.4, SECOND >= 0.4, GENRES, **DRAWS)
    assert pytest.approx(slow(lambda scores: getattr(scores, figure))) == as_numbers(
        getattr(found, figure)
    )


@pytest.mark.parametrize("place", range(3))
def test_a_genre_equals_it_too_where_the_draw_has_a_film_of_it(place):
    """The third genre has so few films that some draws have none: they say nothing."""

    def f1(scores):
        row = scores.per_genre.iloc[place]
        return row["f1"] if row["support"] else np.nan

    row = compare_f1(LABELS, FIRST >= 0.4, SECOND >= 0.4, GENRES, **DRAWS).per_genre.iloc[place]
    assert pytest.approx(slow(f1)) == row[["difference", "low", "high"]].tolist()
    assert row["first"] - row["second"] == pytest.approx(row["difference"])
    assert LABELS[:, place].sum() == row["support"]


@law
@given(scored_films())
def test_a_model_is_no_better_than_itself(films):
    """Not by a hair, however it is drawn."""
    labels, scores = films
    named = scores >= 0.5
    found = compare_f1(labels, named, named, names(labels.shape[1]), n_resamples=5)
    assert (0, 0, 0) == (found.n_better, found.n_surely_better, found.n_surely_worse)
    assert {0.0} >= set(found.per_genre["difference"].dropna())


@law
@given(scored_films())
def test_who_comes_first_only_turns_the_sign(films):
    """And what is surely better is then surely worse."""
    labels, scores = films
    genres, all_of_them = names(labels.shape[1]), np.ones_like(labels)
    there = compare_f1(labels, scores >= 0.5, all_of_them, genres, n_resamples=5)
    back = compare_f1(labels, all_of_them, scores >= 0.5, genres, n_resamples=5)
    assert there.n_surely_better == back.n_surely_worse
    np.testing.assert_allclose(there.per_genre["low"], -back.per_genre["high"], atol=1e-12)


def test_a_perfect_reader_beats_one_that_names_nothing():
    """On every genre that a film has, surely; one that no film has is not judged."""
    labels = np.hstack([LABELS[:, :2], np.zeros((60, 1), dtype=bool)])
    found = compare_f1(labels, labels, np.zeros_like(labels), GENRES, **DRAWS)
    assert (2, 2, 2, 0) == (
        found.n_judged,
        found.n_better,
        found.n_surely_better,
        found.n_surely_worse,
    )
    assert [1, 1, 1] == as_numbers(found.micro_f1) == as_numbers(found.macro_f1)
    assert found.per_genre.iloc[2][["difference", "low", "high"]].isna().all()


def test_what_cannot_be_compared_is_refused():
    """Other films, other genres."""
    with pytest.raises(EvaluationError, match="shape"):
        compare_f1(LABELS, FIRST[:-1] >= 0.4, SECOND >= 0.4, GENRES)
    with pytest.raises(EvaluationError, match="Genres must name"):
        compare_f1(LABELS, FIRST >= 0.4, SECOND >= 0.4, GENRES[:2])
