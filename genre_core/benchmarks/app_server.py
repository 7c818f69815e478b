"""The app in a process of its own, started as ``make run`` starts it, for as long as it is needed."""

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from genre_core.benchmarks.memory import resident_megabytes
from genre_core.benchmarks.processes import free_ports, stop
from genre_core.errors import PlotlineError
from genre_core.prediction.bundle import BUNDLE_VARIABLE

__all__ = ["ENVIRONMENT", "AppServer", "app_server"]

ENVIRONMENT = {"MALLOC_ARENA_MAX": "2", "OPENBLAS_NUM_THREADS": "1"}
"""What ``make run`` sets for the app."""

_ROOT = Path(__file__).resolve().parents[2]
_START_SECONDS, _LOOK_SECONDS = 90, 0.1
_OK = 200


@dataclass(frozen=True)
class AppServer:
    """A running app."""

    pid: int
    host: str
    """Its address and port, as in a URL."""
    log: Path

    def megabytes(self) -> float:
        """The server's own memory, without processes it started; PlotlineError when it has ended."""
        try:
            return resident_megabytes(self.pid)
        except OSError as error:
            raise PlotlineError(f"The app has ended. It said: {_end_of(self.log)}") from error

    def faults(self) -> list[str]:
        """The last line of each traceback in its log."""
        blocks = self.log.read_text("utf-8", "replace").split("Traceback (most recent call last)")
        return [_fault(block) for block in blocks[1:]]


@contextmanager
def app_server(bundle: Path, folder: Path, **environment: str) -> Generator[AppServer]:
    """``streamlit run app.py`` on a free port, its log in ``folder``; PlotlineError if it does not start."""
    [port], log = free_ports(1), folder / "app.log"
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true"]
    command += ["--server.address=127.0.0.1", f"--server.port={port}"]
    names = {**os.environ, **ENVIRONMENT, BUNDLE_VARIABLE: str(bundle.resolve()), **environment}
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603
            command, cwd=_ROOT, env=names, stdout=output, stderr=subprocess.STDOUT
        )
    server = AppServer(process.pid, f"127.0.0.1:{port}", log)
    try:
        _wait_for(server, process)
        yield server
    finally:
        stop(process)


def _wait_for(server: AppServer, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while not _is_well(server.host):
        if process.poll() is not None or time.monotonic() > deadline:
            raise PlotlineError(f"The app did not start. It said: {_end_of(server.log)}")
        time.sleep(_LOOK_SECONDS)


def _is_well(host: str) -> bool:
    with (
        suppress(OSError),
        urllib.request.urlopen(f"http://{host}/_stcore/health", timeout=5) as answer,
    ):
        return answer.status == _OK
    return False


def _end_of(log: Path) -> str:
    return (log.read_text("utf-8", "replace").strip().splitlines() or ["nothing."])[-1]


def _fault(block: str) -> str:
    """The error below a traceback's frames, which are indented."""
    lines = block.splitlines()[1:]
    return next((line for line in lines if line and not line.startswith(" ")), "a traceback")
