"""A real training, started as a page starts one, for as long as something is measured beside it."""

import json
import os
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

from genre_core.errors import PlotlineError
from genre_core.jobs.events import last_event
from genre_core.jobs.manager import delete_run, start_run, stop_run, tick
from genre_core.jobs.places import RUNS_VARIABLE
from genre_core.jobs.presets import preset
from genre_core.jobs.runs import WORKER, Run, get_run
from genre_core.jobs.settings import make_settings
from genre_core.limits import MAX_EPOCHS, MAX_UNITS

__all__ = ["runs_in", "training_beside"]

_PRESET = "good-model"
_START_SECONDS, _STOP_SECONDS, _LOOK_SECONDS = 300, 180, 0.2


@contextmanager
def runs_in(folder: Path) -> Generator[None]:
    """Runs of this process and of those it starts are kept in that folder, and in no other."""
    before = os.environ.get(RUNS_VARIABLE)
    os.environ[RUNS_VARIABLE] = str(folder)
    try:
        yield
    finally:
        os.environ.pop(RUNS_VARIABLE)
        if before is not None:
            os.environ[RUNS_VARIABLE] = before


@contextmanager
def training_beside() -> Generator[Run]:
    """The preset "Good model", made to last: with as many epochs and LSTM units as there may be.

    From its first batch until it is stopped; the run is deleted afterwards. Raises PlotlineError when it
    does not begin to learn.
    """
    found = preset(_PRESET)
    assert found  # noqa: S101 - it is one of ours
    most = {"epochs": MAX_EPOCHS, "patience": MAX_EPOCHS, "units": MAX_UNITS}
    longer = {**most, "name": "Beside the load"}
    run = start_run(make_settings(**{**found.settings.model_dump(), **longer}))
    try:
        _wait(lambda: get_run(run.id).has_ended or _learns(run), _START_SECONDS)
        if not _learns(run):
            raise PlotlineError(f"The run did not begin to learn. {get_run(run.id).text}")
        yield run
    finally:
        stop_run(run.id)
        pid = json.loads((run.folder / WORKER).read_text(encoding="utf-8"))["pid"]
        _wait(lambda: _is_gone(pid), _STOP_SECONDS)
        delete_run(run.id)


def _learns(run: Run) -> bool:
    return last_event(run.folder, "batch") is not None


def _is_gone(pid: int) -> bool:
    """Whether our worker has left, and not only told its end; who waits lets it go, so none is a zombie."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def _wait(is_so: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > deadline:
            raise PlotlineError(f"The run did not come so far in {seconds:.0f} seconds. Try again.")
        tick()
        time.sleep(_LOOK_SECONDS)
