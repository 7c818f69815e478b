"""A clock that jumps: somebody sets it, or a machine without a battery learns the time from the network."""

import os
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import pytest

from genre_core.jobs.again import go_on
from genre_core.jobs.estimate import expected_seconds
from genre_core.jobs.events import append, read_events
from genre_core.jobs.history import seconds_at_work
from genre_core.jobs.lock import take_worker_lock
from genre_core.jobs.manager import start_run, tick
from genre_core.jobs.runs import SETTINGS, get_run
from tests.app.runs import end_run, lose_run, write_run
from tests.jobs.conftest import tiny_settings

ROOT = Path(__file__).parents[2]
HOUR = 3600.0

# The system's clock is not ours to set: the process is given another that jumps.
_PROGRAM = """
import sys, time
from pathlib import Path
real, jumped = time.time, 0.0
time.time = lambda: real() + jumped
from genre_core.training.guard import Guard
guard = Guard(Path(sys.argv[1]), max_seconds=600)
guard.start()
for jumped in (0.0, 5 * 3600, -7 * 3600, 0.0):
    time.sleep(0.3)
    guard.tell("note", text=str(jumped))
sys.exit(guard.is_asked())
"""


def test_a_worker_whose_clock_jumps(tmp_path: Path) -> None:
    """Its events are as far apart as they were, and it does not take an hour's jump for its time limit."""
    (tmp_path / SETTINGS).write_text("{}")
    command = [sys.executable, "-c", _PROGRAM, str(tmp_path)]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert 0 == ran.returncode, ran.stderr
    events = read_events(tmp_path)[0]
    steps = [after["time"] - before["time"] for before, after in pairwise(events)]
    assert 3 == len(steps)
    assert all(0.3 <= step < 60 for step in steps)
    assert abs(events[0]["time"] - time.time()) < 60


@pytest.mark.parametrize("jump", [-30 * HOUR, 30 * HOUR], ids=["back", "forward"])
def test_runs_of_another_time(home: Path, table: bytes, jump: float) -> None:
    """They wait in a queue, count as ended or broken off, and take as long as they took."""
    lock = take_worker_lock(home, "another")  # no worker starts
    assert lock is not None
    done, lost = write_run(home, "20260101-101500-done"), write_run(home, "20260101-111500-lost")
    lose_run(lost, "Killed")
    end_run(done, "done", "Well.")
    for folder in (done, lost):
        there = time.time() + jump
        os.utime(folder / SETTINGS, (there, there))
    append(lost, "again", time=time.time() + jump)
    append(lost, "phase", phase="reading", text="Reading.")
    now = {run.id: run.state for run in tick()}
    assert {done.name: "done", lost.name: "lost"} == now
    assert 0 <= seconds_at_work(read_events(lost)[0]) < 60
    assert expected_seconds(tiny_settings(), [get_run(done.name)]) > 0

    waiting = start_run(tiny_settings(), table)
    os.utime(waiting.folder / SETTINGS, (time.time() + jump, time.time() + jump))
    assert waiting.id != start_run(tiny_settings(), table).id, "two presses are not a day apart"
    assert "queued" == go_on(lost.name).state
    assert [1, 2, 3] == sorted(run.place for run in tick() if run.state == "queued")
    os.close(lock)
