"""A folder of runs of its own, a table of some films, and waiting for what a worker does."""

import json
import os
import signal
import time
from collections.abc import Callable, Generator
from pathlib import Path

import pytest

from genre_core.jobs import launch
from genre_core.jobs.events import Event, read_events
from genre_core.jobs.lock import running_run
from genre_core.jobs.places import RUNS_VARIABLE
from genre_core.jobs.runs import WORKER, Run, get_run
from genre_core.jobs.settings import UPLOAD, RunSettings, make_settings
from tests.tiny import tiny_corpus


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Generator[Path]:
    """An empty folder of runs; what still works in it at the end is killed."""
    folder = tmp_path / "runs"
    monkeypatch.setenv(RUNS_VARIABLE, str(folder))
    yield folder
    for worker in launch._workers:
        worker.kill()
        worker.wait()
    launch._workers.clear()
    facts = folder / (running_run(folder) or "") / WORKER
    if facts.is_file():  # of a worker that another worker started
        os.kill(json.loads(facts.read_text())["pid"], signal.SIGKILL)


@pytest.fixture(scope="session")
def table() -> bytes:
    """The tiny corpus as a viewer would upload it."""
    films = tiny_corpus().films
    frame = films.assign(genres=films["genres"].map("|".join))
    return frame[["title", "genres", "split", "plot"]].to_csv(index=False).encode()


def tiny_settings(**changes: object) -> RunSettings:
    """A run over the uploaded table that learns within a second."""
    settings = {
        "name": "Tiny",
        "corpus": UPLOAD,
        "vectors": "random",
        "dimensions": 8,
        "units": 4,
        "bidirectional": False,
        "epochs": 2,
        "batch_size": 16,
        "learning_rate": 0.02,
        "watched_plot": "A ghost in the haunted cellar screams at night.",
    }
    return make_settings(**{**settings, **changes})


def wait_for(happened: Callable[[], object], seconds: float, pause: float = 0.05) -> float:
    """Wait until it happens, and fail when it does not; returns the seconds it took."""
    began = time.monotonic()
    while not happened():
        assert time.monotonic() - began < seconds, "waited in vain"
        time.sleep(pause)
    return time.monotonic() - began


def events_of(run: Run, kind: str) -> list[Event]:
    """The run's events of one kind."""
    return [event for event in read_events(run.folder)[0] if event["kind"] == kind]


def kill_worker(run: Run) -> None:
    """Kill the process of a run, as a system short of memory would."""
    wait_for((run.folder / "worker.json").exists, 5)
    [worker] = [worker for worker in launch._workers if worker.poll() is None]
    os.kill(worker.pid, signal.SIGKILL)


def state_of(run: Run) -> str:
    """How it stands now."""
    return get_run(run.id).state
