"""Runs that begin with a search, in processes that train."""

import json
from pathlib import Path

import pytest

from genre_core.errors import RunError
from genre_core.jobs.manager import start_run, stop_run
from genre_core.jobs.runs import FIGURES, SEARCH, get_run
from genre_core.jobs.settings import RunSettings
from genre_core.prediction.predictor import Predictor
from tests.jobs.conftest import events_of, kill_worker, state_of, tiny_settings, wait_for

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("home")]


def searching(**changes: object) -> RunSettings:
    return tiny_settings(
        **{"name": "Search", "attempts": 3, "epochs": 2, "max_words": 1000, **changes}
    )


def test_the_best_is_trained(table: bytes) -> None:
    """Each attempt is told, and the run itself has the settings that did best."""
    run = start_run(searching(), table)
    wait_for(lambda: get_run(run.id).has_ended, 200)
    run = get_run(run.id)
    assert "done" == run.state, run.text + run.log_tail()
    attempts = events_of(run, "attempt")
    assert [1, 2, 3] == [event["number"] for event in attempts]
    assert [1, 2, 3] == [event["number"] for event in events_of(run, "trying")]
    [found] = events_of(run, "found")
    best = max(attempts, key=lambda event: event["score"] or 0)
    assert (best["number"], best["values"]) == (found["number"], found["values"])
    training = Predictor(run.folder / "bundle").bundle.manifest.training
    assert found["values"]["units"] == training["model"]["units"]
    assert found["values"]["learning_rate"] == training["learning_rate"]
    assert found["values"]["units"] == run.trained_settings.units
    assert run.settings.units == tiny_settings().units  # as it was set
    epochs = [event["val_mAP"] for event in events_of(run, "epoch")]
    assert max(epochs) == pytest.approx(best["score"], abs=1e-6)  # the same training once more
    assert {"history", "epochs", "settings"} <= set(json.loads((run.folder / FIGURES).read_text()))


def test_stop_keeps_what_was_tried_and_it_goes_on(table: bytes) -> None:
    """Stop in the search leaves no model; a run that goes on begins with its attempts, also after a kill."""
    run = start_run(searching(attempts=50), table)
    wait_for(lambda: events_of(run, "attempt"), 120)
    stop_run(run.id)
    wait_for(lambda: get_run(run.id).has_ended, 60)
    run = get_run(run.id)
    assert ("stopped", False) == (run.state, run.has_bundle)
    assert "the search can go on from there" in run.text
    n_tried = len(events_of(run, "attempt"))

    second = start_run(searching(attempts=50, goes_on_from=run.id), table)
    wait_for(lambda: len(events_of(second, "attempt")) > n_tried, 120)
    *earlier, new = events_of(second, "attempt")[: n_tried + 1]
    assert [e["values"] for e in events_of(run, "attempt")] == [e["values"] for e in earlier]
    assert all(event["is_earlier"] for event in earlier)
    assert n_tried < new["number"]
    kill_worker(second)
    wait_for(lambda: state_of(second) == "lost", 5)

    third = start_run(searching(attempts=1, goes_on_from=second.id), table)
    wait_for(lambda: get_run(third.id).has_ended, 200)
    third = get_run(third.id)
    assert ("done", True) == (third.state, third.has_bundle), third.text + third.log_tail()


def test_what_cannot_go_on(home: Path, table: bytes) -> None:
    """A run that is not there, one without a search, and other settings: the rule, nothing started."""
    with pytest.raises(RunError, match="there is none called"):
        start_run(searching(goes_on_from="20260101-000000-none"), table)
    run = start_run(tiny_settings(), table)
    with pytest.raises(RunError, match="A search goes on with the settings it began with"):
        start_run(searching(goes_on_from=run.id, batch_size=32), table)
    wait_for(lambda: get_run(run.id).has_ended, 150)
    with pytest.raises(RunError, match="nothing of Tiny is kept"):
        start_run(tiny_settings(attempts=2, goes_on_from=run.id), table)
    assert 1 == len([folder for folder in home.iterdir() if not folder.name.startswith(".")])
    assert not (get_run(run.id).folder / SEARCH).exists()
