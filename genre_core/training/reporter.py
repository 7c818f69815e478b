"""Tell a run's events to the page that watches it."""

import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from genre_core.evaluation import score, tune_global
from genre_core.jobs.events import Event
from genre_core.jobs.notes import notes_on
from genre_core.text.tokens import tokenise
from genre_core.training.batches import LengthBucketedBatches
from genre_core.training.callbacks import EpochRecord, Validate, cross_entropy
from genre_core.training.observer import Observer, Phase
from genre_core.training.prepare import Prepared
from genre_core.training.reading import read_plots

__all__ = ["Reporter"]

_SECONDS_BETWEEN_BATCHES = 0.25

_PHASES: dict[Phase, str] = {
    "words": "Reading the plots word by word and counting words: the most frequent ones get a number.",
    "vectors": "Giving each word its vector: the numbers by which the model knows it.",
    "training": "Building the LSTM. The first batch takes a few seconds, the next ones are quicker.",
    "exporting": "Keeping the best epoch, choosing thresholds on validation, scoring test once.",
}

Tell = Callable[..., None]


class Reporter(Observer):
    """Says what happens in events: ``tell(kind, **fields)``. Learning is not changed by it."""

    def __init__(
        self,
        tell: Tell,
        device: str,
        watched_plot: str,
        on_learning: Callable[[], None],
        earlier: Sequence[Event] = (),
    ):
        """``earlier`` are the events ``epoch`` told before the run broke off."""
        super().__init__()
        self.earlier = earlier
        self.tell = tell
        self.device = device
        self.watched_plot = watched_plot
        self.on_learning = on_learning
        self.epochs: list[Event] = []
        self.best_epoch: int | None = None

    def on_phase(self, phase: Phase) -> None:
        """A phase begins."""
        self.tell("phase", phase=phase, text=_PHASES[phase])

    def on_ready(
        self, prepared: Prepared, batches: LengthBucketedBatches, validate: Validate
    ) -> None:
        """Tell what will be learned from, and what a guess without reading scores."""
        self.batches, self.validate, self.genres = batches, validate, prepared.genres
        tokens = tokenise(self.watched_plot)
        self.watched = [prepared.vocabulary.ids(tokens)] if tokens else []
        self.without_reading = _without_reading(prepared)
        self.n_films = {
            name: len(np.unique(split.film_ids)) for name, split in prepared.splits.items()
        }
        self.n_words = prepared.vocabulary.n_known

    def on_train_begin(self, logs: Any = None) -> None:  # noqa: ARG002
        """Tell the size of what comes, and how much of it was read before."""
        epochs_read = len(self.validate.history)
        self.epochs = [event for event in self.earlier if event["epoch"] <= epochs_read]
        self.best_epoch = _best_epoch(self.validate.history)
        self.clock = _Clock(len(self.batches), self.params["epochs"] - epochs_read)
        self.tell(
            "start",
            n_films=self.n_films,
            genres=list(self.genres),
            n_words=self.n_words,
            device=self.device,
            batches_per_epoch=len(self.batches),
            epochs=self.params["epochs"],
            epochs_read=epochs_read,
            n_plots=len(self.batches.rows),
            without_reading=self.without_reading,
        )

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:  # noqa: ARG002
        """Begin to add up the loss anew."""
        self.epoch, self.summed, self.summed_before, self.plots, self.told_plots = (
            epoch,
            0.0,
            0.0,
            0,
            0,
        )

    def on_train_batch_end(self, batch: int, logs: dict[str, float] | None = None) -> None:
        """Tell the loss of the batches since the last event, a few times a second."""
        self.on_learning()
        self.plots += len(self.batches.order[batch])
        self.clock.batch_ended(len(self.batches.order[batch]))
        if not self.clock.is_time_to_tell():
            return
        summed = (
            float((logs or {}).get("loss", np.nan)) * self.plots
        )  # Keras gives the epoch's mean
        self.tell(
            "batch",
            epoch=self.epoch + 1,
            batch=batch + 1,
            step=self.epoch * len(self.batches) + batch + 1,
            loss=(summed - self.summed_before) / (self.plots - self.told_plots),
            plots_per_second=self.clock.plots_per_second(),
            eta_seconds=self.clock.eta_seconds(),
        )
        self.summed_before, self.told_plots = summed, self.plots

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:  # noqa: ARG002
        """Tell the epoch's record, the watched plot, and what there is to say about them."""
        self.clock.epoch_ended()
        record = self.validate.history[-1]
        self.best_epoch = _best_epoch(self.validate.history)
        told: Event = {
            **record,
            "epoch": int(record["epoch"]),
            "genre_f1": self.validate.genre_f1,
            "watched": self._read_watched(),
            "best": self.best_epoch == record["epoch"],
        }
        self.epochs.append(told)
        self.tell("epoch", **told)
        for text in notes_on(self.epochs, self.without_reading):
            self.tell("note", text=text)

    def _read_watched(self) -> dict[str, float]:
        if not self.watched:
            return {}
        scores = read_plots(self.model, self.watched, self.validate.max_tokens)[0]
        return dict(zip(self.genres, map(float, scores), strict=True))


class _Clock:
    """How fast it goes and how long it will take yet; the slow first batch does not count."""

    def __init__(self, n_batches: int, n_epochs: int):
        self.batches_left = n_batches * n_epochs
        self.epochs_left = n_epochs
        self.batches = self.plots = 0
        self.seconds = self.validation_seconds = 0.0
        self.is_first = True
        self.last_told = -np.inf
        self.last = time.monotonic()

    def batch_ended(self, n_plots: int) -> None:
        now = time.monotonic()
        if not self.is_first:
            self.seconds += now - self.last
            self.batches += 1
            self.plots += n_plots
        self.is_first = False
        self.batches_left -= 1
        self.last = now

    def epoch_ended(self) -> None:
        now = time.monotonic()
        self.validation_seconds = now - self.last
        self.epochs_left -= 1
        self.last = now

    def is_time_to_tell(self) -> bool:
        due = self.last - self.last_told >= _SECONDS_BETWEEN_BATCHES
        if due:
            self.last_told = self.last
        return due

    def plots_per_second(self) -> float | None:
        return self.plots / self.seconds if self.seconds else None

    def eta_seconds(self) -> float | None:
        """Until the last epoch's end; None before there is anything to go by."""
        if not self.batches:
            return None
        training = self.batches_left * self.seconds / self.batches
        return training + self.epochs_left * self.validation_seconds


def _best_epoch(history: Sequence[EpochRecord]) -> int | None:
    """The first of the highest validation mAP; None before the first."""
    best = max(history, key=lambda each: each["val_mAP"], default=None)
    return None if best is None else int(best["epoch"])


def _without_reading(prepared: Prepared) -> dict[str, float]:
    """Scores on validation of giving each film the genres' frequencies, at their best threshold."""
    labels = prepared.splits["validation"].labels
    frequencies = prepared.splits["train"].labels.mean(axis=0).astype(np.float32)
    guesses = np.tile(frequencies, (len(labels), 1))
    scores = score(labels, guesses, tune_global(labels, guesses), prepared.genres)
    return {
        "loss": cross_entropy(labels, guesses),
        "micro_f1": scores.micro_f1,
        "macro_f1": scores.macro_f1,
        "mAP": scores.mAP,
    }
