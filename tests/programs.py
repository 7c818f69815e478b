"""What cannot run where the tests do: in a process of its own, before Keras is loaded, or in a thread."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

__all__ = ["in_a_thread", "told_by"]

_T = TypeVar("_T")

ROOT = Path(__file__).resolve().parents[1]


def told_by(module: str, *arguments: object, **environment: str) -> Any:
    """The JSON that ``python -m MODULE`` prints last."""
    done = subprocess.run(
        [sys.executable, "-m", module, *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert 0 == done.returncode, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def in_a_thread(function: Callable[..., _T], *arguments: Any) -> _T:
    """What it returns: for event loops, as Playwright keeps one in the thread of the tests."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(function, *arguments).result()
