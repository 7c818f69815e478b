"""The LSTM that reads plots: word vectors → LSTM → the strongest and the mean state → genres."""

import keras
import numpy as np
import numpy.typing as npt
from keras import layers

from genre_core.models.config import LSTMConfig
from genre_core.models.layers import LinearReading, MaxMeanPooling

__all__ = ["blend", "build_lstm", "copy_in_float32"]


def build_lstm(
    config: LSTMConfig,
    n_words: int,
    n_genres: int,
    *,
    vectors: npt.NDArray[np.float32] | None = None,
    seed: int = 0,
    masked: bool = True,
) -> keras.Model:
    """Token ids ``(batch, n_tokens) int32`` → genre logits ``(batch, n_genres) float32``.

    Logits, not probabilities: a sigmoid per genre turns one into the other. ``vectors`` of shape
    ``(n_words, config.dimensions)`` start the word vectors; without them they start at random. The
    mask keeps padding out of the LSTM; ``masked=False`` is the same graph for export, without the
    cuDNN operators that a GPU would bring into it.
    """
    token_ids = keras.Input((None,), dtype="int32", name="token_ids")
    states = layers.Embedding(
        n_words,
        config.dimensions,
        embeddings_initializer=_start(vectors, seed),
        mask_zero=masked,
        trainable=config.train_vectors,
        name="word_vectors",
    )(token_ids)
    states = layers.SpatialDropout1D(config.vector_dropout, seed=seed, name="vector_dropout")(
        states
    )
    for number in range(1, config.n_layers + 1):
        states = _lstm(config, number, seed, use_cudnn="auto" if masked else False)(states)
    pooled = MaxMeanPooling(name="max_mean_pooling")(states, token_ids)
    pooled = layers.Dropout(config.dropout, seed=seed + 1, name="dropout")(pooled)
    logits = layers.Dense(
        n_genres,
        kernel_initializer=keras.initializers.GlorotUniform(seed),
        dtype="float32",
        name="genre_logits",
    )(pooled)
    if config.linear_share:
        linear = LinearReading(n_words, n_genres, dtype="float32", name="word_leanings")(token_ids)
        logits = layers.Add(name="logits")([logits, linear])
    return keras.Model(token_ids, logits, name="plot_reader")


def copy_in_float32(model: keras.Model, config: LSTMConfig, *, masked: bool = True) -> keras.Model:
    """The same weights in a new graph that computes in float32, whatever it was trained in.

    ``masked=False`` leaves the padding mask out: such a graph exports to real LSTM operators.
    """
    words = model.get_layer("word_vectors")
    genres = model.get_layer("genre_logits")
    policy = keras.config.dtype_policy()
    keras.config.set_dtype_policy("float32")
    try:
        twin = build_lstm(config, words.input_dim, genres.units, masked=masked)
    finally:
        keras.config.set_dtype_policy(policy)
    twin.set_weights(model.get_weights())
    return twin


def blend(
    model: keras.Model,
    share: float,
    leanings: npt.NDArray[np.float32],
    word_weights: npt.NDArray[np.float32],
    start: npt.NDArray[np.float32],
) -> None:
    """Give the linear reader its tables and its share of the logits; the LSTM has the rest.

    ``leanings (n_words, n_genres)``, ``word_weights (n_words,)``, ``start (n_genres,)``. The model must
    come from :func:`build_lstm` with a ``linear_share``, trained and not blended before.
    """
    model.get_layer("word_leanings").set_weights(
        [share * leanings, word_weights[:, None], share * start]
    )
    lstm_logits = model.get_layer("genre_logits")
    lstm_logits.set_weights(
        [np.multiply(weights, 1 - share) for weights in lstm_logits.get_weights()]
    )


def _start(vectors: npt.NDArray[np.float32] | None, seed: int) -> keras.initializers.Initializer:
    if vectors is None:
        return keras.initializers.RandomUniform(-0.05, 0.05, seed=seed)
    return keras.initializers.Constant(vectors)


def _lstm(config: LSTMConfig, number: int, seed: int, use_cudnn: str | bool) -> keras.layers.Layer:
    """One LSTM layer, in both directions when asked; its own seed, so that layers start apart.

    On a GPU TensorFlow runs it by cuDNN, backwards too: with padding at the right alone, Keras turns each
    row around within its length. JAX and PyTorch loop over the words of a masked plot.
    """
    name = f"lstm_{number}"
    lstm = layers.LSTM(
        config.units,
        return_sequences=True,
        kernel_initializer=keras.initializers.GlorotUniform(seed + 10 * number),
        recurrent_initializer=keras.initializers.Orthogonal(seed=seed + 10 * number + 1),
        use_cudnn=use_cudnn,
        name=name,
    )
    if not config.bidirectional:
        return lstm
    backward = layers.LSTM(
        config.units,
        return_sequences=True,
        go_backwards=True,
        kernel_initializer=keras.initializers.GlorotUniform(seed + 10 * number + 2),
        recurrent_initializer=keras.initializers.Orthogonal(seed=seed + 10 * number + 3),
        use_cudnn=use_cudnn,
        name=f"{name}_backward",
    )
    return layers.Bidirectional(lstm, backward_layer=backward, name=name)
