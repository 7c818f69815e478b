"""Layers Keras does not have."""

import keras
from keras import ops

__all__ = ["LinearReading", "MaxMeanPooling"]

_BELOW_ANY_STATE = -1e4  # within float16; an LSTM's states lie between -1 and 1


@keras.saving.register_keras_serializable(package="plotline")
class MaxMeanPooling(keras.layers.Layer):
    """Largest and mean state over the real words of each plot.

    ``layer(states, token_ids)``: states ``(batch, n_tokens, units)``, token ids ``(batch, n_tokens)``
    with 0 = padding → ``(batch, 2 * units)``. Padding is left out by the ids themselves, so the same
    layer serves a masked and an unmasked graph.
    """

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.supports_masking = True

    def call(self, states, token_ids):
        """Pool over the time axis."""
        real = ops.expand_dims(ops.not_equal(token_ids, 0), -1)
        weight = ops.cast(real, states.dtype)
        mean = ops.sum(states * weight, axis=1) / ops.maximum(ops.sum(weight, axis=1), 1)
        largest = ops.max(ops.where(real, states, _BELOW_ANY_STATE), axis=1)
        return ops.concatenate([largest, mean], axis=-1)

    def compute_mask(self, inputs, previous_mask):
        """Stop the mask here: the pooled row has no time axis, and the loss must not see a mask."""

    def compute_output_shape(self, states_shape, token_ids_shape):  # noqa: ARG002
        """``(batch, 2 * units)``."""
        return (states_shape[0], 2 * states_shape[-1])


@keras.saving.register_keras_serializable(package="plotline")
class LinearReading(keras.layers.Layer):
    """Genre logits of a plot as a bag of words: what each word leans to, whatever stands around it.

    ``layer(token_ids)``: ids ``(batch, n_tokens)`` → ``(batch, n_genres)``: the leanings of all words,
    summed and divided by the root of their summed weights, plus a start. All three tables are zero
    until :meth:`set_weights`, and ``fit`` leaves them alone: a linear model is fitted to them instead.
    """

    def __init__(self, n_words, n_genres, **kwargs):
        super().__init__(**kwargs)
        self.n_words, self.n_genres = n_words, n_genres
        self.leanings = self._table("leanings", (n_words, n_genres))
        self.word_weights = self._table("word_weights", (n_words, 1))
        self.start = self._table("start", (n_genres,))

    def call(self, token_ids):
        """Read the tables and add up."""
        leanings = ops.sum(ops.take(self.leanings, token_ids, axis=0), axis=1)
        squared_length = ops.sum(ops.take(self.word_weights, token_ids, axis=0), axis=1)
        return leanings / ops.sqrt(ops.maximum(squared_length, 1e-6)) + self.start

    def compute_output_shape(self, token_ids_shape):
        """``(batch, n_genres)``."""
        return (token_ids_shape[0], self.n_genres)

    def get_config(self):
        """What it takes to build the layer again."""
        return {**super().get_config(), "n_words": self.n_words, "n_genres": self.n_genres}

    def _table(self, name, shape):
        return self.add_weight(name=name, shape=shape, initializer="zeros", trainable=False)
