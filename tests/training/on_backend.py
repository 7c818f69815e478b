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
CONFIG = LSTMConfig(dimensions=6, units=5, n_layers=2)


def logits_of_fixed_weights() -> list[list[float]]:
    """What the one model says of the same plots, whatever computes it."""
    import keras

    from genre_core.models.lstm import build_lstm

    chance = np.random.default_rng(0)
    model = build_lstm(CONFIG, WORDS, GENRES)
    weights = [chance.normal(0, 0.5, each.shape) for each in model.get_weights()]
    # Of the linear reader's tables the one with a number a word holds squares.
    model.set_weights([each**2 if each.shape == (WORDS, 1) else each for each in weights])
    rows = [chance.integers(1, WORDS, n, dtype=np.int32) for n in (1, 3, 40, 17)]
    return keras.ops.convert_to_numpy(model(pad(rows), training=False)).tolist()


def main(folder: Path) -> None:
    """A bundle in ``folder``."""
    words = start_process("cpu")
    logits = logits_of_fixed_weights()
    from genre_core.training.observer import Observer, Phase
    from genre_core.training.run import train

    class WithoutTensorFlow(Observer):
        """Until the export it is as if TensorFlow were not installed."""

        def on_phase(self, phase: Phase) -> None:
            if phase == "words":
                sys.modules["tensorflow"] = None
            elif phase == "exporting":
                del sys.modules["tensorflow"]

    config = tiny_config(epochs=3, linear_share=0)
    train([tiny_corpus()], folder, config, progress=False, observer=WithoutTensorFlow())
    print(json.dumps({"words": words, "logits": logits}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
