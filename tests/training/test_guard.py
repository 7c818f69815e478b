"""What ends a run from outside. A guard ends its process, so each stands in one of its own."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from genre_core.jobs.events import Event, last_event, read_events
from genre_core.jobs.runs import SETTINGS, STOP
from genre_core.limits import MAX_SECONDS

ROOT = Path(__file__).parents[2]

_PROGRAM = """
import sys, time
from pathlib import Path
from genre_core.training.guard import Guard
guard = Guard(Path(sys.argv[1]), float(sys.argv[2]))
guard.start()
if sys.argv[3] == "learning":
    guard.learning_began()
guard.tell("note", text="began")
for _ in range(100):
    time.sleep(0.1)
    if guard.is_asked():
        guard.end("stopped", guard.why)
        sys.exit(7)
sys.exit(8)
"""


def last(folder: Path, kind: str) -> Event:
    """The last event of a kind, which must be there."""
    event = last_event(folder, kind)
    assert event is not None
    return event


@pytest.fixture
def run(tmp_path: Path):
    """Starts a guarded process for a run's folder; returns it and the folder."""
    (tmp_path / SETTINGS).write_text("{}")
    started: list[subprocess.Popen] = []

    def start(learning: str, max_seconds: float = MAX_SECONDS):
        command = [sys.executable, "-c", _PROGRAM, str(tmp_path), str(max_seconds), learning]
        started.append(subprocess.Popen(command, cwd=ROOT))
        deadline = time.monotonic() + 30
        while not read_events(tmp_path)[0] and time.monotonic() < deadline:
            time.sleep(0.02)
        return started[0], tmp_path

    yield start
    for process in started:
        process.kill()
        process.wait()


def test_stop_before_learning(run) -> None:
    """The process ends, and says that nothing was learned."""
    process, folder = run("reading")
    (folder / STOP).touch()
    assert 0 == process.wait(10)
    assert "Training had not begun" in last(folder, "end")["text"]


def test_stop_while_learning(run) -> None:
    """The one who learns is told, and ends it."""
    process, folder = run("learning")
    (folder / STOP).touch()
    assert 7 == process.wait(10)
    assert "Stopped." == last(folder, "end")["text"]


def test_time_is_up(run) -> None:
    """Within the limit it goes on, beyond it stops, and the limit is told."""
    process, folder = run("learning", max_seconds=1.2)
    assert last_event(folder, "end") is None
    assert 7 == process.wait(10)
    assert "Stopped: a run may take 0 minutes." == last(folder, "end")["text"]


@pytest.mark.parametrize("learning", ["learning", "reading"])
def test_folder_is_deleted(run, learning: str) -> None:
    """The process ends quietly."""
    process, folder = run(learning)
    for path in folder.iterdir():
        path.unlink()
    assert 0 == process.wait(10)
    assert [] == list(folder.iterdir())
