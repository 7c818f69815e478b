"""What training makes small."""

import keras
import numpy as np
import numpy.typing as npt
from keras import ops

__all__ = ["WeightedCrossEntropy", "genre_weights"]


class WeightedCrossEntropy(keras.losses.Loss):
    """Binary cross-entropy of each genre's logit, films and genres averaged, rare genres weighing more.

    ``loss(labels, logits)``, both ``(batch, n_genres)``. A weight counts for films with and without the
    genre alike, so that scores do not drift away from frequencies.
    """

    def __init__(self, weights: npt.NDArray[np.float32]):
        super().__init__(name="weighted_cross_entropy")
        self.weights = weights

    def call(self, y_true, y_pred):
        """Per film ``(batch,)``."""
        each = ops.maximum(y_pred, 0) - y_pred * y_true + ops.log1p(ops.exp(-ops.abs(y_pred)))
        return ops.mean(ops.convert_to_tensor(self.weights) * each, axis=-1)


def genre_weights(labels: npt.NDArray[np.bool_], power: float) -> npt.NDArray[np.float32]:
    """Weights ``(n_genres,)`` of mean 1: a genre's frequency to the power ``-power``.

    Without them (``power`` 0) an LSTM has learned the frequent genres by heart before it has learned
    the rare ones at all. ``labels (n_films, n_genres)``.
    """
    films = np.maximum(labels.sum(axis=0), 1)
    weights = films.astype(np.float64) ** -power
    return (weights / weights.mean()).astype(np.float32)
