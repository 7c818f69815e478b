"""What befalls a machine: processes that are killed, memory and disks that are full."""

import json
import os
import resource
import signal
from pathlib import Path

from genre_core.jobs.events import read_events
from genre_core.jobs.runs import WORKER, Run
from tests.jobs.conftest import wait_for

__all__ = ["fill_disk", "kill_worker_when", "pid_of", "take_memory"]


def pid_of(run: Run) -> int:
    """The number of the process that trains it."""
    wait_for(lambda: "pid" in _facts(run), 10)
    return _facts(run)["pid"]


def kill_worker_when(run: Run, kind: str, **fields: object) -> None:
    """Kill -9 the run's process in the instant in which it tells such an event."""
    worker = pid_of(run)
    _, offset = read_events(run.folder)
    wait_for(lambda: _told(run, offset, kind, fields), 120, pause=0.001)
    os.kill(worker, signal.SIGKILL)


def fill_disk(run: Run, spare_bytes: int) -> None:
    """From now on no file of its process may grow beyond its events and so many bytes."""
    most = (run.folder / "events.jsonl").stat().st_size + spare_bytes
    resource.prlimit(pid_of(run), resource.RLIMIT_FSIZE, (most, most))


def take_memory(run: Run, spare_bytes: int) -> None:
    """From now on its process gets only so many bytes more."""
    worker = pid_of(run)
    pages = int(Path(f"/proc/{worker}/statm").read_text().split()[0])
    most = pages * os.sysconf("SC_PAGE_SIZE") + spare_bytes
    resource.prlimit(worker, resource.RLIMIT_AS, (most, most))


def _facts(run: Run) -> dict[str, int]:
    path = run.folder / WORKER
    return json.loads(path.read_text()) if path.exists() else {}


def _told(run: Run, offset: int, kind: str, fields: dict[str, object]) -> bool:
    return any(
        event["kind"] == kind and fields.items() <= event.items()
        for event in read_events(run.folder, offset)[0]
    )
