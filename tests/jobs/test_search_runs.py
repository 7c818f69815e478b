"""Runs that begin with a search, in processes that train."""

import json
from pathlib import Path

import pytest

from genre_core.errors import RunError
from genre_core.jobs.manager import start_run, stop_run
from genre_core.jobs.runs import FIGURES, SEARCH, Run, get_run
from genre_core.jobs.settings import RunSettings
from genre_core.prediction.predictor import Predictor
from tests.jobs.conftest import events_of, kill_worker, state_of, tiny_settings, wait_for

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(400),  # seconds: three runs one after another, on a busy machine
    pytest.mark.usefixtures("home"),
]


def searching(**changes: object) -> RunSettings:
    return tiny_settings(**{"name": "Search", "epochs": 2, "max_words": 1000, **changes})


def test_a_search_stops_goes_on_and_trains_the_best(table: bytes) -> None:
    """Stop leaves what was tried and no model; so does a kill; whichever goes on trains the best of all."""
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
    attempts = events_of(third, "attempt")
    assert [new["values"]] == [e["values"] for e in attempts if e["number"] == new["number"]]
    assert not attempts[-1].get("is_earlier")  # the one that it tried itself
    check_the_best_is_trained(third)


def check_the_best_is_trained(run: Run) -> None:
    """Each attempt is told, and the run itself has the settings that did best."""
    attempts = events_of(run, "attempt")
    numbers = [event["number"] for event in attempts]
    assert sorted(set(numbers)) == numbers
    assert numbers == [event["number"] for event in events_of(run, "trying")]
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


def test_what_cannot_go_on(home: Path, table: bytes) -> None:
    """A run that is not there, one without a search, and other settings: the rule, nothing started."""
    with pytest.raises(RunError, match="there is none called"):
        start_run(searching(goes_on_from="20260101-000000-none"), table)
    run = start_run(tiny_settings(), table)
    with pytest.raises(RunError, match="A search goes on with the settings it began with"):
        start_run(searching(goes_on_from=run.id, batch_size=32), table)
    stop_run(run.id)
    wait_for(lambda: get_run(run.id).has_ended, 60)
    with pytest.raises(RunError, match="nothing of Tiny is kept"):
        start_run(tiny_settings(attempts=2, goes_on_from=run.id), table)
    assert 1 == len([folder for folder in home.iterdir() if not folder.name.startswith(".")])
    assert not (get_run(run.id).folder / SEARCH).exists()
