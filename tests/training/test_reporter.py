"""A watched training tells what happens, and is the same training."""

import numpy as np
import pytest

from genre_core.jobs.events import Event
from genre_core.training.callbacks import Validate
from genre_core.training.fit import Fitted, fit
from genre_core.training.prepare import Prepared
from genre_core.training.reporter import Reporter
from tests.tiny import tiny_config


@pytest.fixture(scope="module")
def watched(prepared: Prepared) -> tuple[Fitted, list[Event], Reporter]:
    """A training of three epochs, every batch told."""
    events: list[Event] = []
    reporter = Reporter(
        lambda kind, **fields: events.append({"kind": kind, **fields}),
        "CPU",
        "A ghost in the haunted cellar.",
        lambda: None,
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("genre_core.training.reporter._SECONDS_BETWEEN_BATCHES", 0)
        fitted = fit(prepared, tiny_config(epochs=3), None, progress=False, observer=reporter)
    return fitted, events, reporter


def test_watching_changes_nothing(prepared: Prepared, watched) -> None:
    """The same seed gives the same weights to the bit, whoever watches."""
    alone = fit(prepared, tiny_config(epochs=3), None, progress=False)
    for mine, theirs in zip(alone.model.get_weights(), watched[0].model.get_weights(), strict=True):
        np.testing.assert_array_equal(mine, theirs)


def test_batches(watched) -> None:
    """Their losses, plot by plot, make the epoch's; the time left goes down to nothing."""
    fitted, events, _ = watched
    batches = [event for event in events if event["kind"] == "batch"]
    assert list(range(1, 28)) == [event["step"] for event in batches]
    first = [event["loss"] for event in batches if event["epoch"] == 1]
    assert fitted.history[0]["loss"] == pytest.approx(
        np.mean(first), abs=1e-4
    )  # batches of one size
    assert batches[0]["eta_seconds"] is None
    assert batches[1]["eta_seconds"] > batches[-1]["eta_seconds"] >= 0
    assert all(event["plots_per_second"] > 0 for event in batches[1:])


def test_epochs(prepared: Prepared, watched) -> None:
    """The history's figures, F1 by genre, the watched plot, and which was best so far."""
    fitted, events, reporter = watched
    epochs = [event for event in events if event["kind"] == "epoch"]
    for record, told in zip(fitted.history, epochs, strict=True):
        assert record == {name: told[name] for name in record}
        assert set(prepared.genres) == set(told["genre_f1"]) == set(told["watched"])
        assert record["val_macro_f1"] == pytest.approx(np.mean(list(told["genre_f1"].values())))
    best = max(range(3), key=lambda place: fitted.history[place]["val_mAP"])
    assert best + 1 == reporter.best_epoch
    assert epochs[best]["best"]


def test_start(prepared: Prepared, watched) -> None:
    """What is learned from, and what a guess without reading is worth."""
    [start] = [event for event in watched[1] if event["kind"] == "start"]
    assert {"train": 144, "validation": 48, "test": 48} == start["n_films"]
    assert (9, 3, 144) == (start["batches_per_epoch"], start["epochs"], start["n_plots"])
    assert prepared.vocabulary.n_known == start["n_words"]
    assert 0 < start["without_reading"]["micro_f1"] < watched[0].history[-1]["val_micro_f1"]
    labels = prepared.splits["validation"].labels
    assert start["without_reading"]["mAP"] == pytest.approx(labels.mean(), abs=0.01)


def test_history_has_the_same_columns(watched) -> None:
    """What a bundle's ``history.csv`` holds is one figure a cell."""
    assert all(isinstance(value, (int, float)) for value in watched[0].history[0].values())
    assert isinstance(watched[2].validate, Validate)
