import numpy as np

from genre_core.text.counted import _co_occurrence, count_vectors

# Words 2 and 3 stand among words 4 and 5; words 6 and 7 among 8 and 9; never mixed.
ROWS = [np.int32(row) for row in ([2, 4, 5], [3, 5, 4], [6, 8, 9], [7, 9, 8])] * 5
N_WORDS = 10


def cosine(a, b):
    return float(a @ b / (np.linalg.norm(a) * np.linalg.norm(b)))


def test_words_of_like_company_are_near():
    """Two words that never meet are near when the words around them are the same."""
    vectors = count_vectors(ROWS, N_WORDS, 4, seed=0)
    assert cosine(vectors[2], vectors[3]) > 0.9
    assert abs(cosine(vectors[2], vectors[6])) < 0.1


def test_shape_and_specials():
    """Padding and unknown have no company, and dimensions beyond the words stay empty."""
    vectors = count_vectors(ROWS, N_WORDS, 16, seed=0)
    assert ((N_WORDS, 16), np.float32) == (vectors.shape, vectors.dtype)
    assert not vectors[:2].any()
    assert not vectors[:, N_WORDS - 1 :].any()


def test_one_seed_one_result():
    """The decomposition draws at random, from the seed alone."""
    first, second = (count_vectors(ROWS, N_WORDS, 4, seed=3) for _ in range(2))
    np.testing.assert_array_equal(first, second)


def test_windows_end_with_the_plot():
    """The last word of a plot and the first of the next are no neighbours; unknown is nobody's."""
    counts = _co_occurrence([np.int32([2, 3, 1]), np.int32([4, 5])], 6).toarray()
    expected = np.zeros((6, 6))
    expected[[2, 3, 4, 5], [3, 2, 5, 4]] = 1
    np.testing.assert_array_equal(expected, counts)


def test_words_that_never_meet():
    """Plots of one word give no company to count: zeros, not an error."""
    assert not count_vectors([np.int32([2]), np.int32([3])], 4, 2, seed=0).any()
