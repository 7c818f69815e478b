"""From the best epoch's weights to the model that is exported."""

import keras
import numpy as np

from genre_core.models.lstm import blend, copy_in_float32
from genre_core.training.config import TrainingConfig
from genre_core.training.export import in_8_bits
from genre_core.training.fit import Fitted
from genre_core.training.linear import draw_plots, fit_linear_reader
from genre_core.training.prepare import Prepared
from genre_core.training.rows import Cut, lengths_of

__all__ = ["finished", "round_word_tables"]


def finished(fitted: Fitted, prepared: Prepared, config: TrainingConfig) -> keras.Model:
    """The model that is exported: in float32, its linear reader fitted, its tables rounded."""
    model = copy_in_float32(fitted.model, config.model)
    if config.model.linear_share:
        _add_linear_reader(model, prepared, config)
    round_word_tables(model)
    return model


def _add_linear_reader(model: keras.Model, prepared: Prepared, config: TrainingConfig) -> None:
    train = prepared.splits["train"]
    places = draw_plots(np.minimum(lengths_of(train.rows), config.max_tokens), seed=config.seed)
    rows = Cut(train.rows, config.max_tokens, places)
    reader = fit_linear_reader(rows, train.labels[places], len(prepared.vocabulary))
    blend(model, config.model.linear_share, reader.leanings, reader.word_weights, reader.start)


def round_word_tables(model: keras.Model) -> None:
    """Round what is known of each word as bundles store it: scores must be those of the bundle."""
    vectors, steps = in_8_bits(model.get_layer("word_vectors").get_weights()[0])
    model.get_layer("word_vectors").set_weights([vectors * steps])
    if "word_leanings" in {layer.name for layer in model.layers}:
        tables = model.get_layer("word_leanings").get_weights()
        halved = [t.astype(np.float16).astype(np.float32) if t.ndim > 1 else t for t in tables]
        model.get_layer("word_leanings").set_weights(halved)
