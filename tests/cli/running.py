"""A command run as a person would: what it printed, and its exit code."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from genre_core.cli.app import app
from genre_core.errors import PlotlineError

__all__ = ["ROOT", "Ran", "fail", "run", "run_process"]

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Ran:
    """What a command left."""

    code: int
    out: str
    err: str

    def json(self) -> dict[str, Any]:
        """The one JSON object that is all of stdout."""
        assert 1 == self.out.count("\n")
        return json.loads(self.out)


def run(*arguments: object, piped: bytes | None = None) -> Ran:
    """Run a command in this process; a Plotline error is raised, as ``main`` would print it."""
    result = CliRunner().invoke(app, [str(argument) for argument in arguments], input=piped)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Ran(result.exit_code, result.stdout, result.stderr)


def fail(*arguments: object) -> str:
    """The message of a command that must end in a Plotline error."""
    try:
        ran = run(*arguments)
    except PlotlineError as error:
        return str(error)
    raise AssertionError(f"exit code {ran.code}: {ran.out}{ran.err}")


def run_process(*arguments: object, **environment: str) -> Ran:
    """Run ``python -m genre_core …`` as a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "genre_core", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)
