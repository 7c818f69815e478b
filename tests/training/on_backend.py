"""Run as a program under KERAS_BACKEND: read, learn without TensorFlow, write a bundle; tells JSON."""

import json
import sys
from pathlib import Path

import numpy as np

from genre_core.models.config import LSTMConfig
from genre_core.text.vocabulary import pad
from genre_core.training.process import start_process
from tests.tiny import tiny_config, tiny_corpus

WORDS, GENRES = 40, 3

# Backends draw other numbers; and Adam on TensorFlow, where it trains word vectors, squares the gradient of
# each mention of a word by itself, on the others that of all mentions of a batch.
WITHOUT_CHANCE = tiny_config(
    epochs=4, vector_dropout=0, dropout=0, linear_share=0, train_vectors=False
)


def fixed_weights(model) -> None:
    """Give a model weights that are the same whatever computes it."""
    chance = np.random.default_rng(0)
    weights = [chance.normal(0, 0.5, each.shape) for each in model.get_weights()]
    # Of the linear reader's tables the one with a number a word holds squares.
    model.set_weights([each**2 if each.shape == (WORDS, 1) else each for each in weights])


def logits_of_fixed_weights() -> list[list[float]]:
    """What the one model says of the same plots."""
    import keras

    from genre_core.models.lstm import build_lstm

    model = build_lstm(LSTMConfig(dimensions=6, units=5, n_layers=2), WORDS, GENRES)
    fixed_weights(model)
    chance = np.random.default_rng(1)
    rows = [chance.integers(1, WORDS, n, dtype=np.int32) for n in (1, 3, 40, 17)]
    return keras.ops.convert_to_numpy(model(pad(rows), training=False)).tolist()


def from_fixed_weights(*arguments, **options):
    """In place of ``build_lstm`` where ``fit`` looks for it."""
    from genre_core.models.lstm import build_lstm

    model = build_lstm(*arguments, **options)
    fixed_weights(model)
    return model


def main(folder: Path) -> None:
    """A bundle in ``folder``."""
    sys.modules["tensorflow"] = None  # as if it were not installed
    words = start_process("cpu")
    logits = logits_of_fixed_weights()
    from genre_core.training import fit
    from genre_core.training.observer import Observer, Phase
    from genre_core.training.run import train

    class WithoutTensorFlow(Observer):
        """It is there for the export alone."""

        def on_phase(self, phase: Phase) -> None:
            if phase == "words":
                sys.modules["tensorflow"] = None
            elif phase == "exporting":
                del sys.modules["tensorflow"]

    del sys.modules["tensorflow"]
    fit.build_lstm = from_fixed_weights
    observer = WithoutTensorFlow()
    train([tiny_corpus()], folder, WITHOUT_CHANCE, progress=False, observer=observer)
    print(json.dumps({"words": words, "logits": logits}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
