"""Word vectors counted rather than trained: which words stand near which, in the training plots.

Positive pointwise mutual information of words within a window, cut down to a few dimensions by a
singular value decomposition. On a corpus of some million words this beats word2vec, in a tenth of the
time: Levy, Goldberg and Dagan 2015, https://aclanthology.org/Q15-1016/.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy import sparse

from genre_core.text.vocabulary import UNKNOWN

__all__ = ["count_vectors"]

_WINDOW = 10
_CONTEXT_POWER = 0.75  # raises the chance of rare contexts, as word2vec's negative sampling does
_SPREAD = 0.25  # standard deviation of the numbers, about that of word2vec's
_PLOTS_AT_ONCE = 20_000


def count_vectors(
    rows: Sequence[npt.NDArray[np.int32]], n_words: int, dimensions: int, *, seed: int
) -> npt.NDArray[np.float32]:
    """Vectors ``(n_words, dimensions) float32``; zeros for padding and unknown.

    ``rows`` are the token ids of the training plots. With fewer words than dimensions, the dimensions
    left over are zero.
    """
    from sklearn.utils.extmath import randomized_svd

    information = _positive_information(_co_occurrence(rows, n_words))
    kept = min(dimensions, n_words - 1)
    left, strengths, _ = randomized_svd(information, kept, random_state=seed)
    vectors = np.zeros((n_words, dimensions), dtype=np.float32)
    vectors[:, :kept] = left * np.sqrt(strengths)
    vectors[: UNKNOWN + 1] = 0
    spread = vectors[UNKNOWN + 1 :].std()
    return vectors * (_SPREAD / spread if spread else 0)


def _co_occurrence(rows: Sequence[npt.NDArray[np.int32]], n_words: int) -> sparse.csr_matrix:
    """``(n_words, n_words)``: how often two known words stand within a window, both ways round."""
    counts = sparse.csr_matrix((n_words, n_words), dtype=np.float32)
    for start in range(0, len(rows), _PLOTS_AT_ONCE):
        places = range(start, min(start + _PLOTS_AT_ONCE, len(rows)))
        counts = counts + _co_occurrence_in([rows[place] for place in places], n_words)
    return sparse.csr_matrix(counts + counts.T)


def _co_occurrence_in(rows: Sequence[npt.NDArray[np.int32]], n_words: int) -> sparse.csr_matrix:
    """The same of a few plots, one way round."""
    gap = np.zeros(_WINDOW, dtype=np.int32)  # so that no window reaches into the next plot
    words = np.concatenate([part for row in rows for part in (row, gap)])
    counts = sparse.csr_matrix((n_words, n_words), dtype=np.float32)
    for distance in range(1, _WINDOW + 1):
        first, second = words[:-distance], words[distance:]
        both = (first > UNKNOWN) & (second > UNKNOWN)
        ones = np.ones(int(both.sum()), dtype=np.float32)
        counts = counts + sparse.csr_matrix(
            (ones, (first[both], second[both])), shape=(n_words, n_words)
        )
    return counts


def _positive_information(counts: sparse.csr_matrix) -> sparse.csr_matrix:
    pairs = counts.tocoo()
    of_word = np.asarray(counts.sum(axis=1)).ravel()
    of_context = of_word**_CONTEXT_POWER
    expected = of_word[pairs.row] * of_context[pairs.col] / of_context.sum()
    information = np.log(pairs.data / expected)
    telling = information > 0
    return sparse.csr_matrix(
        (information[telling], (pairs.row[telling], pairs.col[telling])), shape=counts.shape
    )
