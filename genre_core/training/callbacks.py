"""What happens around each epoch: validation, history, progress, the way out."""

import math
import sys
import time
from collections.abc import Callable
from typing import Any

import keras
import numpy as np

from genre_core.errors import TrainingError
from genre_core.evaluation import score, tune_global
from genre_core.training.prepare import PreparedSplit
from genre_core.training.reading import read_plots

__all__ = ["Cancel", "EpochRecord", "Progress", "StopOnNaN", "Validate", "cross_entropy"]

EpochRecord = dict[str, float]


class Validate(keras.callbacks.Callback):
    """Score the validation films after each epoch and add the figures to the epoch's logs.

    ``history`` holds one record an epoch: epoch, loss, val_loss, val_micro_f1, val_macro_f1 (at the one
    best threshold of that epoch), val_mAP, learning_rate, seconds, plots_per_second. ``genre_f1`` is of
    the last epoch alone: the F1 of each genre that a film has, at that threshold.
    """

    def __init__(
        self, films: PreparedSplit, genres: tuple[str, ...], max_tokens: int, n_train: int
    ):
        super().__init__()
        self.films = films
        self.genres = genres
        self.max_tokens = max_tokens
        self.n_train = n_train
        self.history: list[EpochRecord] = []
        self.genre_f1: dict[str, float] = {}
        self.started = 0.0

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:  # noqa: ARG002
        """Start the clock."""
        self.started = time.perf_counter()

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        """Score, and add the figures to ``logs`` for the callbacks that come after."""
        logs = {} if logs is None else logs
        seconds = time.perf_counter() - self.started
        probabilities = read_plots(self.model, self.films.rows, self.max_tokens)
        scores = score(
            self.films.labels,
            probabilities,
            tune_global(self.films.labels, probabilities),
            self.genres,
        )
        logs["val_loss"] = cross_entropy(self.films.labels, probabilities)
        logs["val_micro_f1"] = scores.micro_f1
        logs["val_macro_f1"] = scores.macro_f1
        logs["val_mAP"] = scores.mAP
        present = scores.per_genre[scores.per_genre["support"] > 0]
        self.genre_f1 = dict(zip(present["genre"], map(float, present["f1"]), strict=True))
        self.history.append(
            {
                "epoch": epoch + 1,
                **{name: float(value) for name, value in logs.items()},
                "learning_rate": float(
                    keras.ops.convert_to_numpy(self.model.optimizer.learning_rate)
                ),
                "seconds": seconds,
                "plots_per_second": self.n_train / seconds,
            }
        )


class StopOnNaN(keras.callbacks.Callback):
    """End a run whose loss is no number any more, and say what to do."""

    def on_train_batch_end(self, batch: int, logs: dict[str, float] | None = None) -> None:
        """Raise TrainingError on NaN or infinity."""
        loss = (logs or {}).get("loss", 0.0)
        if not math.isfinite(loss):
            raise TrainingError(
                f"The loss became {loss} at batch {batch + 1}: the steps were too large and the weights "
                "ran away. Lower the learning rate (a tenth is a good try) and start again."
            )


class Cancel(keras.callbacks.Callback):
    """Stop after the batch during which ``asked()`` became true; the best epoch so far is kept."""

    def __init__(self, asked: Callable[[], bool]):
        super().__init__()
        self.asked = asked

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:  # noqa: ARG002
        """Look whether someone asked."""
        if self.asked():
            self.model.stop_training = True


class Progress(keras.callbacks.Callback):
    """A bar with the time left in the terminal, and one line for each finished epoch."""

    def __init__(self, n_batches: int, epochs_read: int = 0):
        super().__init__()
        self.n_batches = n_batches
        self.epochs_read = epochs_read

    def on_train_begin(self, logs: Any = None) -> None:  # noqa: ARG002
        """Show the bar, beginning with what was read before."""
        from tqdm import tqdm

        epochs = self.params["epochs"]
        self.bar = tqdm(
            initial=self.epochs_read * self.n_batches,
            total=epochs * self.n_batches,
            unit="batch",
            desc="training",
            smoothing=0.05,
        )

    def on_train_batch_end(self, batch: int, logs: dict[str, float] | None = None) -> None:  # noqa: ARG002
        """Move the bar."""
        self.bar.set_postfix(loss=f"{(logs or {}).get('loss', math.nan):.4f}", refresh=False)
        self.bar.update()

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        """Write the epoch's line above the bar."""
        figures = "  ".join(f"{name} {value:.4f}" for name, value in (logs or {}).items())
        self.bar.write(f"epoch {epoch + 1}  {figures}", file=sys.stderr)  # stdout is for results

    def on_train_end(self, logs: Any = None) -> None:  # noqa: ARG002
        """Take the bar away."""
        self.bar.close()


def cross_entropy(labels: np.ndarray, probabilities: np.ndarray) -> float:
    """Mean binary cross-entropy, no genre weighing more than another; both ``(n_films, n_genres)``."""
    safe = np.clip(probabilities.astype(np.float64), 1e-7, 1 - 1e-7)
    return float(-np.mean(np.where(labels, np.log(safe), np.log1p(-safe))))
