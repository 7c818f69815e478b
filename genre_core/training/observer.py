"""Somebody who watches a run: told of each phase, and of batches and epochs as Keras tells callbacks."""

from collections.abc import Callable
from typing import Literal

import keras

from genre_core.training.batches import LengthBucketedBatches
from genre_core.training.callbacks import Validate
from genre_core.training.prepare import Prepared

__all__ = ["Observer", "Phase", "Reports"]

Phase = Literal["words", "vectors", "training", "exporting"]


class Observer(keras.callbacks.Callback):
    """Watches and changes nothing; a subclass overrides what it wants to hear of.

    It comes after the scoring of each epoch: ``validate.history`` has the epoch's record by then.
    """

    def on_phase(self, phase: Phase) -> None:
        """A phase begins."""

    def on_ready(
        self, prepared: Prepared, batches: LengthBucketedBatches, validate: Validate
    ) -> None:
        """Everything is there and the first batch comes next."""


class Reports(Observer):
    """Reports one figure of each epoch, from 1, and ends the training when told so."""

    def __init__(self, report: Callable[[int, float], bool], figure: str):
        super().__init__()
        self.report = report
        self.figure = figure

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        """Report it."""
        if self.report(epoch + 1, float((logs or {})[self.figure])):
            self.model.stop_training = True
