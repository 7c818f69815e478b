"""Runs from start to end, in processes that train: what they tell, and how they can end."""

import shutil
import time
from pathlib import Path

import pytest

from genre_core.jobs.downloads import bundle_zip, history_csv, keras_model, settings_json
from genre_core.jobs.events import read_events
from genre_core.jobs.lock import running_run
from genre_core.jobs.manager import start_run, stop_run
from genre_core.jobs.places import bundles_of_runs
from genre_core.jobs.runs import get_run, list_runs
from genre_core.jobs.settings import UPLOAD, RunSettings
from genre_core.prediction.predictor import Predictor
from tests.jobs.conftest import events_of, tiny_settings, wait_for

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("home")]


def test_until_it_is_done(table: bytes) -> None:
    """Every kind of event, a model that reads, files to take away."""
    run = start_run(tiny_settings(epochs=6, patience=6), table)
    wait_for(lambda: get_run(run.id).has_ended, 150)
    run = get_run(run.id)
    assert "done" == run.state, run.log_tail()
    kinds = {event["kind"] for event in read_events(run.folder)[0]}
    assert {"phase", "start", "batch", "epoch", "note", "end"} >= kinds > {"start", "epoch", "end"}
    [start] = events_of(run, "start")
    assert {"train": 144, "validation": 48, "test": 48} == start["n_films"]
    epochs = events_of(run, "epoch")
    assert list(range(1, 7)) == [event["epoch"] for event in epochs]
    assert epochs[-1]["loss"] < epochs[0]["loss"]
    assert {"Comedy", "Horror", "Romance", "Western"} == set(epochs[0]["genre_f1"])
    assert set(epochs[0]["genre_f1"]) == set(epochs[0]["watched"])
    best = max(epochs, key=lambda event: event["val_mAP"])
    assert (best["epoch"], True) == (run.best_epoch, best["best"])
    phases = ["reading", "words", "vectors", "training", "exporting"]
    assert phases == [event["phase"] for event in events_of(run, "phase")]
    assert 1 == Predictor(run.folder / "bundle").predict(["A ghost screams."]).shape[0]
    assert run.metrics[UPLOAD]["n_plots"] == 48
    assert not (run.folder / UPLOAD).exists()
    assert 7 == len(history_csv([run]).splitlines())
    assert run.settings == RunSettings.model_validate_json(settings_json(run))
    assert b"PK" == bundle_zip(run)[:2] == keras_model(run)[:2]
    assert [run.id] == list(bundles_of_runs())


def test_stop_keeps_the_best_weights(table: bytes) -> None:
    """Asked after some epochs, it ends within seconds, with a model."""
    run = start_run(tiny_settings(epochs=60, patience=60), table)
    wait_for(lambda: len(events_of(run, "epoch")) >= 2, 120)
    stop_run(run.id)
    wait_for(lambda: "exporting" in [e["phase"] for e in events_of(run, "phase")], 10)
    wait_for(lambda: get_run(run.id).has_ended, 60)
    run = get_run(run.id)
    assert ("stopped", True) == (run.state, run.has_bundle)
    assert f"Stopped. The model of epoch {run.best_epoch}" in run.text
    assert len(events_of(run, "epoch")) < 60


def test_folder_deleted_while_it_runs(home: Path, table: bytes) -> None:
    """The worker ends by itself, and makes no new folder."""
    run = start_run(tiny_settings(epochs=60, patience=60), table)
    wait_for(lambda: events_of(run, "batch"), 120)
    shutil.rmtree(run.folder, ignore_errors=True)
    wait_for(lambda: running_run(home) is None, 10)
    time.sleep(0.5)
    assert [] == list_runs()
    assert not (run.folder / "bundle").exists()


def test_genres_without_a_film_in_validation() -> None:
    """A genre that a split lacks is left out of its scores, and nothing breaks."""
    rows = ["title,genres,split,plot"]
    for number in range(30):
        split = ("train", "train", "test")[number % 3] if number else "validation"
        genre = "Drama" if number % 2 == 0 or split != "train" else "War|Western"
        rows.append(f"Film {number},{genre},{split},a man and a woman meet in town {number % 5}")
    table = "\n".join(rows).encode()
    run = start_run(tiny_settings(batch_size=512, genres=("Drama", "War", "Western")), table)
    wait_for(lambda: get_run(run.id).has_ended, 150)
    run = get_run(run.id)
    assert "done" == run.state, run.text + run.log_tail()
    assert ["War", "Western"] == run.metrics[UPLOAD]["left_out"]
    assert {"Drama"} == set(events_of(run, "epoch")[0]["genre_f1"])


def test_run_that_fails() -> None:
    """No word stands in two plots: the rule, in words, and no traceback in them."""
    rows = [
        f"Film {n},{('Drama', 'War')[n % 2]},{('train', 'validation', 'test')[n % 3]},{chr(97 + n) * 5}"
        for n in range(26)
    ]
    run = start_run(tiny_settings(), "\n".join(["title,genres,split,plot", *rows]).encode())
    wait_for(lambda: get_run(run.id).has_ended, 60)
    run = get_run(run.id)
    assert "failed" == run.state
    assert "none stands in 2 training plots or more" in run.text
