"""Run as a program: train the tiny model on one half of the CPU, then on both; tells JSON by device count."""

import json
import sys
from pathlib import Path

from genre_core.training.process import start_process
from tests.tiny import tiny_config, tiny_corpus

N_FILMS = 241
"""145 of them to learn from: the last batch of an epoch is a single plot."""


def main(folder: Path) -> None:
    """Two bundles, ``folder/1`` and ``folder/2``."""
    import tensorflow as tf

    half = tf.config.LogicalDeviceConfiguration()
    tf.config.set_logical_device_configuration(
        tf.config.list_physical_devices("CPU")[0], [half, half]
    )
    words = [start_process("cpu", devices) for devices in (1, 2)]
    from genre_core.training import fit
    from genre_core.training.loss import WeightedCrossEntropy
    from genre_core.training.run import train

    shares: list[tuple[int, int]] = []

    class Watched(WeightedCrossEntropy):
        """Notes which device reads how many plots of a batch."""

        def call(self, y_true, y_pred):
            context = tf.distribute.get_replica_context()  # none while Keras looks at the shapes
            replica = context.replica_id_in_sync_group if context else 0
            tf.py_function(
                lambda which, n: shares.append((int(which), int(n))),
                [replica, tf.shape(y_true)[0]],
                [],
            )
            return super().call(y_true, y_pred)

    fit.WeightedCrossEntropy = Watched
    # Chance draws other numbers for a half than for the whole; a linear reader would hide the LSTM.
    without = dict.fromkeys(("word_dropout", "vector_dropout", "dropout", "linear_share"), 0)
    config = tiny_config(epochs=4, **without)
    told = {}
    for devices in (1, 2):
        shares.clear()
        bundle = folder / str(devices)
        train([tiny_corpus(N_FILMS)], bundle, config, devices=devices, progress=False)
        told[devices] = {"words": words[devices - 1], "shares": list(shares)}
    print(json.dumps(told))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
