"""The API's server in a process of its own, for as long as it is needed."""

import re
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from genre_core.benchmarks.processes import stop
from genre_core.errors import PlotlineError

__all__ = ["Served", "started"]


@dataclass(frozen=True)
class Served:
    """A server that listens."""

    process: "subprocess.Popen[str]"
    """Its standard output holds what it says after its address, its standard error too."""
    host: str
    port: int


@contextmanager
def started(bundle: Path) -> Generator[Served]:
    """``python -m genre_core serve`` on a free port; PlotlineError with its words when it cannot start."""
    command = [sys.executable, "-m", "genre_core", "serve", "--bundle", str(bundle), "--port", "0"]
    with subprocess.Popen(  # noqa: S603
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8"
    ) as process:
        try:
            said = process.stdout.readline() if process.stdout else ""
            place = re.match(r"http://([\d.]+):(\d+) ", said)
            if not place:
                raise PlotlineError(f"The server did not start. {said.removeprefix('Error: ')}")
            yield Served(process, place[1], int(place[2]))
        finally:
            stop(process)
