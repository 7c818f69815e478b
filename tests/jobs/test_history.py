"""Events as tables, and smoothing."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genre_core.jobs.history import (
    BATCH_COLUMNS,
    EPOCH_COLUMNS,
    best_epoch,
    curves,
    seconds_at_work,
    smooth,
    without_undone,
)

EVENTS = [
    {"kind": "start", "batches_per_epoch": 4},
    {"kind": "batch", "step": 2, "loss": 0.7},
    {"kind": "batch", "step": 6, "loss": None},
    {
        "kind": "epoch",
        "epoch": 1,
        "loss": 0.6,
        "val_mAP": 0.3,
        "best": True,
        "genre_f1": {"War": 0.5},
    },
    {
        "kind": "epoch",
        "epoch": 2,
        "loss": 0.5,
        "val_mAP": 0.3,
        "best": False,
        "watched": {"War": 0.9},
    },
]


def test_curves() -> None:
    """A row an event, a row an epoch and genre; what was not told is missing."""
    told = curves(EVENTS)
    assert [0.5, 1.5] == told.batches["epoch"].tolist()
    assert 0.7 == told.batches["loss"][0]
    assert np.isnan(told.batches["loss"][1])
    assert [1, 2] == told.epochs["epoch"].tolist()
    assert told.epochs["val_loss"].isna().all()
    assert [(1, "War", 0.5)] == list(told.genre_f1.itertuples(index=False, name=None))
    assert [(2, "War", 0.9)] == list(told.watched.itertuples(index=False, name=None))


def test_before_the_first_event() -> None:
    """The tables are empty and have their columns."""
    told = curves([])
    assert (BATCH_COLUMNS, EPOCH_COLUMNS) == (tuple(told.batches), tuple(told.epochs))
    assert 0 == len(told.batches) + len(told.epochs) + len(told.genre_f1) + len(told.watched)
    assert best_epoch(told.epochs) is None


def test_best_epoch_is_the_first_of_equals() -> None:
    """As training itself keeps it."""
    assert 1 == best_epoch(curves(EVENTS).epochs)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1), st.floats(0, 0.99))
def test_smoothing_stays_within_the_values(values: list[float], weight: float) -> None:
    """An average lies between the least and the largest, and the first value is itself."""
    smoothed = smooth(values, weight)
    assert smoothed[0] == pytest.approx(values[0])
    assert min(values) - 1e-3 <= smoothed.min()
    assert smoothed.max() <= max(values) + 1e-3


def test_what_broke_off_and_was_read_again() -> None:
    """Counts once; what was said of it goes with it, and the time it lay still is no work."""
    told = [
        {"kind": "start", "time": 0, "batches_per_epoch": 4},
        *({"kind": "epoch", "time": n, "epoch": n} for n in (1, 2)),
        {"kind": "note", "time": 2, "text": "kept"},
        {"kind": "batch", "time": 2.5, "epoch": 3, "step": 9},
        {"kind": "epoch", "time": 3, "epoch": 3},
        {"kind": "note", "time": 3, "text": "undone"},
        {"kind": "again", "time": 1_000},
        {"kind": "start", "time": 2_000, "epochs_read": 2},
        {"kind": "batch", "time": 2_001, "epoch": 3, "step": 10},
        {"kind": "epoch", "time": 2_002, "epoch": 3},
    ]
    kept = without_undone(told)
    assert [1, 2, 3] == curves(told).epochs["epoch"].tolist()
    assert [10] == curves(told).batches["step"].tolist()
    assert ["kept"] == [event["text"] for event in kept if event["kind"] == "note"]
    assert kept == without_undone(kept)
    assert 3 + 2 == seconds_at_work(told)


def test_smoothing_by_hand() -> None:
    """0 changes nothing; a missing value is passed over."""
    np.testing.assert_array_equal([1, 5, 2], smooth([1, 5, 2], 0))
    np.testing.assert_allclose(
        [1, np.nan, (0.25 * 1 + 0.5 * 4) / 0.75], smooth([1, np.nan, 4], 0.5)
    )
