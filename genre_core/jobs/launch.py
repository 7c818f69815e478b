"""The worker's process: started with the lock in its hand, in a group of its own."""

import json
import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from genre_core.files import write_whole
from genre_core.jobs.lock import take_worker_lock
from genre_core.jobs.runs import LOG, WORKER, list_runs

__all__ = ["LOCK_VARIABLE", "reap", "start_next"]

LOCK_VARIABLE = "PLOTLINE_WORKER_LOCK"
"""Environment variable that tells a worker the number of the lock it was handed."""

_ROOT = Path(__file__).resolve().parents[2]
_workers: list[subprocess.Popen[bytes]] = []


def start_next(home: Path) -> None:
    """Start the worker of the run that has waited longest, unless one works; raises OSError.

    To be called by one that is ``changing``.
    """
    waiting = [run for run in list_runs() if run.state == "queued"]
    if not waiting:
        return
    run = waiting[-1]
    lock = take_worker_lock(home, run.id)
    if lock is None:
        return
    facts: dict[str, float] = {"started_at": time.time()}
    try:
        # Before it starts: where there is no room for this, there is none to train in, and a run that has
        # no such file waits in the queue.
        write_whole(run.folder / WORKER, json.dumps(facts))
        worker = _start(run.folder, lock)
    except OSError:
        (run.folder / WORKER).unlink(missing_ok=True)
        raise
    finally:
        os.close(lock)  # the worker holds it now
    _workers.append(worker)
    with suppress(OSError):  # it is for people who look
        write_whole(run.folder / WORKER, json.dumps(facts | {"pid": worker.pid}))


def reap() -> None:
    """Let workers of this process that have ended go: the system keeps their numbers until then."""
    _workers[:] = [worker for worker in _workers if worker.poll() is None]


def _start(folder: Path, lock: int) -> subprocess.Popen[bytes]:
    """It goes on when the server ends."""
    module = "genre_core.training.worker"
    with (folder / LOG).open("ab") as log:
        return subprocess.Popen(  # noqa: S603 - our own module, and a folder we named
            [sys.executable, "-X", "faulthandler", "-m", module, str(folder)],
            cwd=_ROOT,
            env={**os.environ, LOCK_VARIABLE: str(lock), "PYTHONUNBUFFERED": "1"},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            pass_fds=(lock,),
            start_new_session=True,
        )
