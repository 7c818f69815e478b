import numpy as np
import pytest
from hypothesis import given

from genre_core.errors import EvaluationError
from genre_core.evaluation import mixups
from tests.evaluation.films import law, scored_films


def test_a_genre_named_in_place_of_another_is_counted_and_compared_with_chance():
    """Four films: twice Thriller is named where Crime is missed, once Drama is named for nothing."""
    genres = ("Crime", "Drama", "Thriller")
    labels = [[1, 0, 0], [1, 0, 0], [0, 0, 1], [1, 0, 0]]
    named = [[0, 0, 1], [0, 0, 1], [0, 1, 1], [1, 0, 0]]

    table = mixups(labels, named, genres)

    assert ["named", "missed", "films", "by_chance"] == table.columns.tolist()
    assert [("Thriller", "Crime", 2, 2 * 2 / 4)] == list(table.itertuples(index=False, name=None))


def test_pairs_come_by_how_far_they_are_above_chance():
    """A frequent mistake beside a frequent miss is no mix-up by itself."""
    chance = np.random.default_rng(0)
    labels = np.zeros((400, 4), dtype=bool)
    named = np.zeros((400, 4), dtype=bool)
    labels[:, 0] = chance.random(400) < 0.5  # missed half the time, whatever else is named
    named[:, 1] = chance.random(400) < 0.5
    labels[:40, 2] = named[:40, 3] = True  # always together
    table = mixups(labels, named, ("Drama", "Comedy", "Mystery", "Crime"))

    assert ("Crime", "Mystery", 40) == tuple(table.iloc[0][["named", "missed", "films"]])
    assert (table["films"] - table["by_chance"]).is_monotonic_decreasing


@law
@given(scored_films())
def test_no_pair_has_more_films_than_either_mistake(films):
    """Counted by hand, film by film."""
    labels, scores = films
    named = scores >= 0.5
    genres = [str(place) for place in range(labels.shape[1])]
    for pair in mixups(labels, named, genres).itertuples():
        x, y = genres.index(pair.named), genres.index(pair.missed)
        wrong, missed = named[:, x] & ~labels[:, x], labels[:, y] & ~named[:, y]
        assert (wrong & missed).any()
        assert (wrong & missed).sum() == pair.films
        assert pytest.approx(wrong.sum() * missed.sum() / len(labels)) == pair.by_chance


def test_both_sides_speak_of_the_same_films():
    """With both shapes."""
    with pytest.raises(EvaluationError, match=r"got \(1, 1\) and \(1, 2\)"):
        mixups([[1]], [[1, 0]], ["Drama"])
