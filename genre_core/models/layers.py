"""Layers Keras does not have."""

import keras
from keras import ops

__all__ = ["MaxMeanPooling"]

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
