import math

import numpy as np
import pytest

from genre_core.errors import EvaluationError
from genre_core.evaluation import Nearby, films_near

SCORES = np.array([0.1, 0.2, 0.3, 0.4, 0.5, 0.9])
LABELS = np.array([False, False, True, False, True, True])


def test_the_nearest_are_counted() -> None:
    """Those with the scores nearest to the one asked for, on either side."""
    assert Nearby(3, 1, 0.2, 0.4) == films_near(LABELS, SCORES, 0.31, n_films=3, reach=1)


def test_none_is_taken_from_too_far_away() -> None:
    """However few are left."""
    assert Nearby(1, 1, 0.9, 0.9) == films_near(LABELS, SCORES, 0.95)
    nobody = films_near(LABELS, SCORES, 0.7)
    assert (0, 0) == (nobody.n, nobody.right)
    assert math.isnan(nobody.share)


def test_share() -> None:
    """Of those near, the part that has the genre."""
    assert 0.25 == Nearby(8, 2, 0.1, 0.2).share


def test_scores_that_are_probabilities_are_right_as_often_as_they_say() -> None:
    """The share near a score is that score, up to chance."""
    chance = np.random.default_rng(1)
    scores = chance.random(20_000)
    labels = chance.random(20_000) < scores
    for score in (0.2, 0.5, 0.9):
        assert score == pytest.approx(films_near(labels, scores, score, 500).share, abs=0.06)


@pytest.mark.parametrize(
    ("score", "n_films", "message"),
    [(1.2, 5, "between 0 and 1: got 1.2"), (float("nan"), 5, "got nan"), (0.5, 0, "got 0")],
)
def test_what_cannot_be_asked(score: float, n_films: int, message: str) -> None:
    """The rule and the value."""
    with pytest.raises(EvaluationError, match=message):
        films_near(LABELS, SCORES, score, n_films)
