"""Each side of a comparison in a fresh process: nothing is warm, and memory is its own."""

import json
import os
import subprocess
import sys
from typing import Any

from genre_core.errors import PlotlineError

__all__ = ["in_own_process"]


def in_own_process(module: str, side: str, *arguments: object, **environment: str) -> Any:
    """What ``python -m module side arguments`` prints last, as JSON; PlotlineError when it fails."""
    command = [sys.executable, "-m", module, side, *map(str, arguments)]
    done = subprocess.run(  # noqa: S603
        command,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )
    if done.returncode:
        raise PlotlineError(f"Measuring {side} failed: {_last_line(done.stderr)}")
    return json.loads(_last_line(done.stdout))


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or ["it said nothing."])[-1]
