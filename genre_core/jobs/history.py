"""A run's events as tables to draw from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from genre_core.jobs.events import Event

__all__ = [
    "BATCH_COLUMNS",
    "EPOCH_COLUMNS",
    "Curves",
    "best_epoch",
    "curves",
    "seconds_at_work",
    "smooth",
    "without_undone",
]

BATCH_COLUMNS = ("step", "epoch", "loss")
EPOCH_COLUMNS = (
    "epoch",
    "loss",
    "val_loss",
    "val_micro_f1",
    "val_macro_f1",
    "val_mAP",
    "learning_rate",
    "seconds",
    "plots_per_second",
    "best",
)


@dataclass(frozen=True)
class Curves:
    """What was told while a run learned; every frame may be empty, and has its columns all the same."""

    batches: pd.DataFrame
    """``step``, ``epoch`` (2.5: in the middle of the third), ``loss``."""
    epochs: pd.DataFrame
    """``EPOCH_COLUMNS``, a row an epoch."""
    genre_f1: pd.DataFrame
    """``epoch, genre, f1``."""
    watched: pd.DataFrame
    """``epoch, genre, score`` of the watched plot."""


def curves(events: Iterable[Event]) -> Curves:
    """The tables of a run's events, in their order; what was read twice counts once."""
    events = without_undone(events)
    start = next((event for event in events if event["kind"] == "start"), {})
    per_epoch = start.get("batches_per_epoch") or 1
    batches = [
        (event.get("step"), event.get("step", 0) / per_epoch, event.get("loss"))
        for event in events
        if event["kind"] == "batch"
    ]
    epochs = [event for event in events if event["kind"] == "epoch"]
    rows = [[event.get(column) for column in EPOCH_COLUMNS] for event in epochs]
    frame = pd.DataFrame(rows, columns=list(EPOCH_COLUMNS))
    numbers = [column for column in EPOCH_COLUMNS if column not in ("epoch", "best")]
    return Curves(
        batches=pd.DataFrame(batches, columns=list(BATCH_COLUMNS)).astype(
            {"step": "int64", "epoch": "float64", "loss": "float64"}
        ),
        epochs=frame.astype(
            {"epoch": "int64", "best": "bool", **dict.fromkeys(numbers, "float64")}
        ),
        genre_f1=_long(epochs, "genre_f1", "f1"),
        watched=_long(epochs, "watched", "score"),
    )


def without_undone(events: Iterable[Event]) -> list[Event]:
    """The events without those of an epoch that broke off and was read again."""
    kept: list[Event] = []
    for event in events:
        if event["kind"] == "start":
            kept = _up_to_epoch(event.get("epochs_read", 0), kept)
        kept.append(event)
    return kept


def seconds_at_work(events: Sequence[Event]) -> float:
    """Between the first event and the last, without the time in which a run that broke off lay still."""
    steps = pairwise(events)
    return sum(
        max(0.0, after["time"] - before["time"])
        for before, after in steps
        if "again" not in (before["kind"], after["kind"])
    )


def best_epoch(epochs: pd.DataFrame) -> int | None:
    """The first epoch of the highest validation mAP, whose weights are kept; None before the first."""
    scored = epochs.dropna(subset=["val_mAP"])
    if scored.empty:
        return None
    return int(scored["epoch"].to_numpy()[scored["val_mAP"].to_numpy().argmax()])


def smooth(values: ArrayLike, weight: float) -> NDArray[np.float64]:
    """Each value ``(n,)`` averaged with those before it, of which ``weight`` (0 … below 1) is kept.

    0 changes nothing. Early values are not pulled to 0: the average is divided by the weights that
    went into it, as in Adam (Kingma and Ba 2015). A missing value is passed over and stays missing.
    """
    raw = np.asarray(values, dtype=np.float64)
    smoothed = np.full_like(raw, np.nan)
    average = total = 0.0
    for place in np.flatnonzero(np.isfinite(raw)):
        average = weight * average + (1 - weight) * raw[place]
        total = weight * total + (1 - weight)
        smoothed[place] = average / total
    return smoothed


def _up_to_epoch(n: int, events: list[Event]) -> list[Event]:
    beyond = (
        place
        for place, event in enumerate(events)
        if event["kind"] in ("batch", "epoch") and event["epoch"] > n
    )
    first = next(beyond, len(events))
    undone = ("batch", "epoch", "note")
    return events[:first] + [event for event in events[first:] if event["kind"] not in undone]


def _long(epochs: Sequence[Event], field: str, value: str) -> pd.DataFrame:
    rows = [
        (event.get("epoch"), genre, number)
        for event in epochs
        for genre, number in (event.get(field) or {}).items()
    ]
    frame = pd.DataFrame(rows, columns=["epoch", "genre", value])
    return frame.astype({"epoch": "int64", "genre": "str", value: "float64"})
