"""Programs among the tests: what has to be set before Keras is loaded needs a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

__all__ = ["told_by"]

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
