"""Probabilities by the Keras model itself, as training needs them between epochs."""

import keras
import numpy as np
import numpy.typing as npt

from genre_core.text.vocabulary import pad
from genre_core.training.rows import Cut, Rows, lengths_of

__all__ = ["read_plots"]


def read_plots(
    model: keras.Model, rows: Rows, max_tokens: int, batch_size: int = 64
) -> npt.NDArray[np.float32]:
    """Probabilities ``(n_plots, n_genres) float32`` of token ids, each cut after ``max_tokens``."""
    cut = Cut(rows, max_tokens)
    by_length = np.argsort(np.minimum(lengths_of(rows), max_tokens), kind="stable")
    probabilities = np.zeros((len(cut), model.output_shape[-1]), dtype=np.float32)
    for start in range(0, len(by_length), batch_size):
        places = by_length[start : start + batch_size]
        logits = np.asarray(model.predict_on_batch(pad([cut[place] for place in places])))
        probabilities[places] = np.exp(-np.logaddexp(0, -logits))  # a sigmoid, no overflow
    return probabilities
