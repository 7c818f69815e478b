"""Two sides of ``bench train``: our loop and the naive one, the same model for the same time."""

from collections.abc import Callable, Sequence

import keras
import numpy as np
import numpy.typing as npt
from keras import ops

from genre_core.benchmarks.train import NOT_COUNTED, Learned, Plots, Settings, Stopwatch
from genre_core.benchmarks.work import matmul_gflops
from genre_core.models.lstm import build_lstm
from genre_core.text.vocabulary import pad
from genre_core.training.batches import LengthBucketedBatches
from genre_core.training.config import TrainingConfig
from genre_core.training.fit import make_optimizer
from genre_core.training.loss import WeightedCrossEntropy, genre_weights

__all__ = ["learn_as_we_do", "learn_naively", "matmul"]

_NAIVE_WORDS = 200
_WITHOUT_END = 1_000_000  # epochs: the clock ends them


class _Clock(keras.callbacks.Callback):
    """Starts to count after a few batches, and ends the training in time."""

    def __init__(self, seconds: float, words: Callable[[int], Sequence[int]]):
        super().__init__()
        self.watch = Stopwatch(seconds)
        self.words = words

    def on_train_batch_end(self, batch, logs=None):
        """``words`` tells the real words of each plot of a batch. To ask for the loss is to wait for it."""
        float((logs or {})["loss"])
        self.model.stop_training = self.watch.is_over(self.words(batch))


def learn_as_we_do(plots: Plots, settings: Settings) -> Learned:
    """Batches of like length under a mask, as ``genre_core.training.fit`` has them."""
    config = settings.config()
    batches = LengthBucketedBatches(
        plots.rows,
        plots.labels,
        config.batch_size,
        max_tokens=config.train_tokens,
        word_dropout=config.word_dropout,
        seed=config.seed,
    )
    model = _model(plots, config, len(batches))
    clock = _Clock(settings.seconds, lambda batch: batches.lengths[batches.order[batch]].tolist())
    model.fit(batches, epochs=_WITHOUT_END, shuffle=False, callbacks=[clock], verbose=0)
    return clock.watch.learned


def learn_naively(plots: Plots, settings: Settings) -> Learned:
    """Every plot cut or padded to 200 words, all in one array; the same model, optimizer and loss."""
    config = settings.config()
    ids = pad([*(row[:_NAIVE_WORDS] for row in plots.rows), np.zeros(_NAIVE_WORDS, np.int32)])[:-1]
    batch_size = config.batch_size
    model = _model(plots, config, -(-len(ids) // batch_size))
    mean = float((ids > 0).sum(axis=1).mean())  # of which plots a batch was made, Keras does not tell
    last = len(ids) % batch_size or batch_size
    sizes = [batch_size] * (len(ids) // batch_size) + [last]
    clock = _Clock(settings.seconds, lambda batch: [mean] * sizes[batch])
    model.fit(
        ids,
        plots.labels.astype(np.float32),
        batch_size=batch_size,
        epochs=_WITHOUT_END,
        callbacks=[clock],
        verbose=0,
    )
    return clock.watch.learned
