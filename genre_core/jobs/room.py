"""Room for a run: in the list, in the queue, on the disk."""

import errno
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path

from genre_core import limits
from genre_core.errors import RunError
from genre_core.jobs.runs import Run

__all__ = ["check_list", "check_queue", "writing"]


def check_list(runs: Sequence[Run]) -> None:
    """Raise RunError where no more runs are kept."""
    if len(runs) >= limits.MAX_RUNS:
        raise RunError(
            f"At most {limits.MAX_RUNS} runs are kept, and there are {len(runs)}. "
            "Delete one that is not needed any more."
        )


def check_queue(runs: Sequence[Run]) -> None:
    """Raise RunError where no more runs wait."""
    waiting = sum(run.state == "queued" for run in runs)
    if waiting >= limits.MAX_QUEUED:
        raise RunError(
            f"At most {limits.MAX_QUEUED} runs wait, and {waiting} do. "
            "Try again when one has ended, or stop one that waits."
        )


@contextmanager
def writing(home: Path) -> Generator[None]:
    """What the system says of the folder of all runs while it is written to, as a RunError."""
    try:
        yield
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        step = "Delete runs or free some space." if full else "Make it writable and try again."
        raise RunError(
            f"Runs are written to the folder {home.name}, which failed: {error.strerror or error}. {step}"
        ) from error
