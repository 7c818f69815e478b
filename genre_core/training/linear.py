"""The linear reader: how much each word leans to each genre, whatever stands around it.

A regularised linear model knows rare words better than an LSTM, which learns them by heart; the LSTM
knows what a word means where it stands. The shipped model lets both speak. One logistic regression a
genre on words weighted by their inverse document frequency (Salton and Buckley 1988).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from genre_core.text.vocabulary import UNKNOWN

__all__ = ["LinearReader", "draw_plots", "fit_linear_reader"]

_TOLERATED_WEIGHT = 2.0  # liblinear's C: the inverse of the pull of all weights towards 0
_CERTAIN_LOGIT = 6.0  # what is said of a genre that no training film has, or all have
_MOST_WORDS = 10_000_000  # more than twice those of overviews and synopses

FloatArray = npt.NDArray[np.float32]
Rows = Sequence[npt.NDArray[np.int32]]


@dataclass(frozen=True)
class LinearReader:
    """Tables of :class:`genre_core.models.layers.LinearReading`."""

    leanings: FloatArray
    """``(n_words, n_genres)``: zero for padding and unknown."""
    word_weights: FloatArray
    """``(n_words,)``: what a word adds to a plot's squared length; zero for padding and unknown."""
    start: FloatArray
    """``(n_genres,)``: the logits of a text without a known word."""


def draw_plots(lengths: npt.NDArray[np.int32], *, seed: int) -> npt.NDArray[np.intp]:
    """Places of the plots to fit on, in order: all, or as many as have some million words, by chance.

    ``lengths (n_plots,)`` in words. What is fitted is held in memory at once, some 60 bytes a word.
    """
    drawn = np.random.default_rng(seed).permutation(len(lengths))
    return np.sort(drawn[np.cumsum(lengths[drawn], dtype=np.int64) <= _MOST_WORDS])


def fit_linear_reader(rows: Rows, labels: npt.NDArray[np.bool_], n_words: int) -> LinearReader:
    """Fit on the training plots: ``rows`` of token ids and ``labels (n_films, n_genres)``."""
    idf = _inverse_document_frequency(rows, n_words)
    features = _features(rows, idf)
    fitted = [_fit_genre(features, of_genre) for of_genre in labels.T]
    coefficients = np.stack([coefficients for coefficients, _ in fitted], axis=1)
    return LinearReader(
        leanings=(idf[:, None] * coefficients).astype(np.float32),
        word_weights=idf**2,
        start=np.array([start for _, start in fitted], dtype=np.float32),
    )


def _fit_genre(
    features: sparse.csr_matrix, labels: npt.NDArray[np.bool_]
) -> tuple[FloatArray, float]:
    share = labels.mean()
    if share in (0, 1):
        return np.zeros(features.shape[1], dtype=np.float32), _CERTAIN_LOGIT * (2 * share - 1)
    model = LogisticRegression(C=_TOLERATED_WEIGHT, solver="liblinear", random_state=0)
    model.fit(features, labels)
    coefficients, start = np.asarray(model.coef_)[0], np.asarray(model.intercept_)[0]
    return coefficients.astype(np.float32), float(start)


def _inverse_document_frequency(rows: Rows, n_words: int) -> FloatArray:
    """``(n_words,)``: rare words weigh more; padding and unknown nothing."""
    plots_with_word = np.bincount(
        np.concatenate([np.unique(row) for row in rows]), minlength=n_words
    )
    idf: FloatArray = (np.log((1 + len(rows)) / (1 + plots_with_word)) + 1).astype(np.float32)
    idf[: UNKNOWN + 1] = 0
    return idf


def _features(rows: Rows, idf: FloatArray) -> sparse.csr_matrix:
    """``(n_films, n_words)``: each word as often as it stands, by its idf, over the plot's length."""
    lengths = [np.sqrt(max(float((idf[row] ** 2).sum()), 1e-6)) for row in rows]
    films = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
    words = np.concatenate(list(rows))
    values = idf[words] / np.asarray(lengths, dtype=np.float32)[films]
    return sparse.csr_matrix((values, (films, words)), shape=(len(rows), len(idf)))
