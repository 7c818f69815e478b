"""Somebody who watches a run: told of each phase, and of batches and epochs as Keras tells callbacks."""

from typing import Literal

import keras

from genre_core.training.batches import LengthBucketedBatches
from genre_core.training.callbacks import Validate
from genre_core.training.prepare import Prepared

__all__ = ["Observer", "Phase"]

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
