"""Two sides of ``bench train``: our loop and the naive one, the same model for the same time."""

from collections.abc import Callable, Sequence
from typing import Any

import keras
import numpy as np
from keras import ops

from genre_core.benchmarks.train import Plots, Settings, Stopwatch
from genre_core.models.lstm import build_lstm
from genre_core.text.vocabulary import pad
from genre_core.training.batches import LengthBucketedBatches
from genre_core.training.config import TrainingConfig
from genre_core.training.fit import make_optimizer
from genre_core.training.loss import WeightedCrossEntropy, genre_weights

__all__ = ["large_square", "learn_as_we_do", "learn_naively", "multiply", "wait"]

_NAIVE_WORDS = 200
_WITHOUT_END = 1_000_000  # epochs: the clock ends them


class _Clock(keras.callbacks.Callback):
    """Ends the training in time; ``words(batch)`` tells the real words of each plot of a batch."""

    def __init__(self, seconds: float, words: Callable[[int], Sequence[float]]):
        super().__init__()
        self.watch = Stopwatch(seconds)
        self.words = words

    def on_train_batch_end(self, batch: int, logs: dict[str, float] | None = None) -> None:
        """A GPU is still at work when the batch is said to have ended: the loss has to be waited for."""
        float((logs or {})["loss"])
        self.model.stop_training = self.watch.is_over(self.words(batch))


def learn_as_we_do(plots: Plots, settings: Settings) -> Stopwatch:
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
    return clock.watch


def learn_naively(plots: Plots, settings: Settings) -> Stopwatch:
    """Every plot cut or padded to 200 words, all in one array; the same model, optimizer and loss."""
    config = settings.config()
    ids = np.zeros((len(plots.rows), _NAIVE_WORDS), dtype=np.int32)
    cut = pad([row[:_NAIVE_WORDS] for row in plots.rows])
    ids[:, : cut.shape[1]] = cut
    mean = float((ids > 0).sum(axis=1).mean())  # Keras does not tell which plots are in a batch
    n_batches = -(-len(ids) // config.batch_size)
    last = len(ids) - (n_batches - 1) * config.batch_size

    def words(batch: int) -> list[float]:
        return [mean] * (last if batch == n_batches - 1 else config.batch_size)

    clock = _Clock(settings.seconds, words)
    _model(plots, config, n_batches).fit(
        ids,
        plots.labels.astype(np.float32),
        batch_size=config.batch_size,
        epochs=_WITHOUT_END,
        callbacks=[clock],
        verbose=0,
    )
    return clock.watch


def _model(plots: Plots, config: TrainingConfig, n_batches: int) -> keras.Model:
    model = build_lstm(config.model, plots.n_words, plots.labels.shape[1], seed=config.seed)
    weights = genre_weights(plots.labels, config.rare_genre_power)
    model.compile(make_optimizer(config, n_batches), WeightedCrossEntropy(weights))
    return model


def large_square(size: int) -> Any:
    """A matrix of chance, in what the model computes in, that products leave of like size."""
    values = np.random.default_rng(0).standard_normal((size, size), dtype=np.float32)
    kind = keras.config.dtype_policy().compute_dtype
    return ops.convert_to_tensor(values / np.sqrt(size), dtype=kind)


def multiply(one: Any, other: Any) -> Any:
    """The matrix product."""
    return ops.matmul(one, other)


def wait(matrix: Any) -> None:
    """Until a matrix is there."""
    float(ops.convert_to_numpy(matrix[0, 0]))
