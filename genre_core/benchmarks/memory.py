"""How much memory a process takes."""

import resource
import subprocess
import sys
from pathlib import Path

__all__ = ["peak_megabytes", "resident_megabytes"]

_PROCESSES = Path("/proc")


def peak_megabytes() -> float:
    """The largest resident memory of this process so far, in megabytes of 10⁶ bytes.

    Linux is asked for the peak of the program itself: what ``getrusage`` reports there includes the
    process that started it.
    """
    status = _PROCESSES / "self" / "status"
    if status.exists():
        return _kilobytes(status, "VmHWM:") * 1024 / 1e6
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak * (1 if sys.platform == "darwin" else 1024) / 1e6


def resident_megabytes(pid: int) -> float:
    """The resident memory of a process now, its children's aside, in megabytes of 10⁶ bytes.

    Raises OSError when there is no such process.
    """
    status = _PROCESSES / str(pid) / "status"
    if _PROCESSES.joinpath("self", "status").exists():
        return _kilobytes(status, "VmRSS:") * 1024 / 1e6
    told = subprocess.run(  # noqa: S603
        ["ps", "-o", "rss=", "-p", str(pid)],  # noqa: S607 - the system's, wherever it lies
        capture_output=True,
        text=True,
        check=False,
    )
    if not told.stdout.strip():
        raise ProcessLookupError(f"There is no process {pid}.")
    return int(told.stdout) * 1024 / 1e6


def _kilobytes(status: Path, name: str) -> int:
    for line in status.read_text().splitlines():
        if line.startswith(name):
            return int(line.split()[1])
    raise ProcessLookupError(f"{status} tells no {name[:-1]}: the process has ended.")
