"""Probabilities by the Keras model itself, as training needs them between epochs."""

import keras
import numpy as np
import numpy.typing as npt

from genre_core.text.vocabulary import pad
from genre_core.training.rows import Cut, Rows, lengths_of

__all__ = ["in_steps", "read_plots"]

_JAX_STEP = 32  # words


def read_plots(
    model: keras.Model, rows: Rows, max_tokens: int, batch_size: int = 64
) -> npt.NDArray[np.float32]:
    """Probabilities ``(n_plots, n_genres) float32`` of token ids, each cut after ``max_tokens``."""
    cut = Cut(rows, max_tokens)
    by_length = np.argsort(np.minimum(lengths_of(rows), max_tokens), kind="stable")
    probabilities = np.zeros((len(cut), model.output_shape[-1]), dtype=np.float32)
    for start in range(0, len(by_length), batch_size):
        places = by_length[start : start + batch_size]
        padded = in_steps(pad([cut[place] for place in places]))
        # A model that learns on several devices reads the same on each: one answer is enough.
        logits = np.asarray(model.predict_on_batch(padded))[: len(places)]
        probabilities[places] = np.exp(-np.logaddexp(0, -logits))  # a sigmoid, no overflow
    return probabilities


def in_steps(padded: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    """Token ids ``(n_rows, n_tokens) int32`` with more padding, where each new shape costs seconds.

    JAX compiles a program for every shape it meets: there lengths go in steps.
    """
    spare = -padded.shape[1] % _JAX_STEP if keras.config.backend() == "jax" else 0
    return np.pad(padded, ((0, 0), (0, spare)))
