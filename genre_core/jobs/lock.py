"""Two locks on the folder of runs: one for whoever changes it, one that a worker holds for its life.

The kernel frees a lock when the last process that holds it ends, however it ends; so a worker that was
killed is known to be dead at once, and another process with its number is not taken for it.
"""

import fcntl
import os
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from genre_core.errors import RunError

__all__ = ["changing", "running_run", "take_worker_lock"]

_CHANGING = ".changing"
_WORKER = ".worker"
_SECONDS_TO_WAIT = 10.0


@contextmanager
def changing(home: Path) -> Generator[None]:
    """Alone among all servers and viewers while in it; raises RunError when another stays too long."""
    file = _open(home, _CHANGING)
    try:
        deadline = time.monotonic() + _SECONDS_TO_WAIT
        while not _lock(file, fcntl.LOCK_EX):
            if time.monotonic() > deadline:
                raise RunError(
                    f"Runs are changed one at a time, and another change has taken more than "
                    f"{_SECONDS_TO_WAIT:.0f} seconds. Try again in a moment."
                )
            time.sleep(0.02)
        yield
    finally:
        os.close(file)


def take_worker_lock(home: Path, run_id: str) -> int | None:
    """The worker's lock as an open file to hand to it, or None while a worker holds it.

    Close it when the worker has it too. To be called by one that is ``changing``. Raises OSError.
    """
    file = _open(home, _WORKER)
    try:
        for _ in range(20):  # somebody may be looking just now
            if _lock(file, fcntl.LOCK_EX):
                os.ftruncate(file, 0)
                os.pwrite(file, run_id.encode(), 0)
                return file
            time.sleep(0.005)
    except OSError:
        os.close(file)  # or the lock would be held for as long as this process lives
        raise
    os.close(file)
    return None


def running_run(home: Path) -> str | None:
    """The id of the run whose worker lives, or None."""
    try:
        file = os.open(home / _WORKER, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        # Shared, so that two who look do not see each other.
        if _lock(file, fcntl.LOCK_SH):
            return None
        return os.pread(file, 200, 0).decode(errors="replace")
    finally:
        os.close(file)


def _open(home: Path, name: str) -> int:
    try:
        home.mkdir(parents=True, exist_ok=True)
        return os.open(home / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise RunError(
            f"Runs are kept in a folder that may be written to, and {home.name} may not "
            f"({error.strerror}). Free some space, make it writable, or name another folder with "
            "PLOTLINE_RUNS."
        ) from error


def _lock(file: int, kind: int) -> bool:
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
