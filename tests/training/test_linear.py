import numpy as np
import pytest

from genre_core.training.linear import fit_linear_reader

N_WORDS = 7
# Word 2 stands in films of the first genre, word 3 in those of the second, words 4 to 6 anywhere.
ROWS = [
    np.int32(row)
    for row in ([2, 4], [2, 5, 5], [2, 6, 1], [3, 4], [3, 5], [3, 6, 4], [2, 3, 5], [4, 5, 6])
]
LABELS = np.array([[1, 0], [1, 0], [1, 0], [0, 1], [0, 1], [0, 1], [1, 1], [0, 0]], dtype=np.bool_)


def test_words_lean_to_their_genres():
    """A word of one genre leans to it and away from the other."""
    leanings = fit_linear_reader(ROWS, LABELS, N_WORDS).leanings
    assert leanings[2, 0] > 0 > leanings[3, 0]
    assert leanings[3, 1] > 0 > leanings[2, 1]


def test_padding_and_unknown_say_nothing():
    """They have neither leaning nor weight, so a plot's logits do not depend on them."""
    reader = fit_linear_reader(ROWS, LABELS, N_WORDS)
    assert not reader.leanings[:2].any()
    assert not reader.word_weights[:2].any()


def test_rare_words_weigh_more():
    """The weight of a word is the square of its inverse document frequency."""
    weights = fit_linear_reader(ROWS, LABELS, N_WORDS).word_weights
    in_five_films, in_four_films = weights[5], weights[2]
    assert in_five_films == pytest.approx(weights[4])
    assert pytest.approx((np.log(9 / 5) + 1) ** 2, rel=1e-5) == in_four_films


def test_a_genre_that_all_films_have_or_none():
    """There is nothing to learn about it: it is all but certain, whatever the words."""
    labels = np.zeros((len(ROWS), 2), dtype=np.bool_)
    labels[:, 1] = True
    reader = fit_linear_reader(ROWS, labels, N_WORDS)
    assert not reader.leanings.any()
    assert [-6, 6] == reader.start.tolist()
