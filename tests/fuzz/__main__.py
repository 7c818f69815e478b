"""Fuzz everything that takes bytes from elsewhere, for as long as asked.

Hypothesis draws inputs that are nearly right; where atheris is installed (requirements-security.txt),
libFuzzer varies them, led by which lines they reach, many times as fast. An input that breaks a target is
made as small as can be and kept in tests/fuzz/found, where the normal tests try it again for ever.
"""

import argparse
import importlib.util
import re
import subprocess
import sys
import tempfile
import time
import traceback
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from hypothesis import HealthCheck, Verbosity, given, settings
from hypothesis.database import DirectoryBasedExampleDatabase

from tests.fuzz.targets import TARGETS

_FOUND = Path(__file__).parent / "found"
_MEMORY = DirectoryBasedExampleDatabase(".hypothesis/fuzz")
_AT_ONCE = 2_000
_SEEDS = 300
_START_SECONDS = 5.0  # of libFuzzer's process, which its own clock does not count
_MOST_BYTES = 2_000
_HAS_ATHERIS = importlib.util.find_spec("atheris") is not None


@dataclass(frozen=True)
class _Outcome:
    n_inputs: int
    broke: bytes | None
    """The smallest input that broke the target, where there is one."""


class _TimeIsUpError(BaseException):
    """Not an Exception, which Hypothesis would take for a find."""


def main() -> int:
    """Fuzz, tell, and return the exit status: 1 where something broke."""
    asked = _arguments()
    names = asked.only or list(TARGETS)
    if not _HAS_ATHERIS:
        print(
            "Without atheris, which pip install -r requirements-security.txt brings: many fewer inputs."
        )
    outcomes = [_told(name, asked.seconds / len(names)) for name in names]
    n_broken = sum(outcome.broke is not None for outcome in outcomes)
    n_inputs = sum(outcome.n_inputs for outcome in outcomes)
    print(f"{'all':12} {n_inputs:9,} inputs; {n_broken} of {len(names)} targets broke")
    return 1 if n_broken else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--seconds", type=float, default=300, help="for all targets together")
    parser.add_argument("--only", nargs="*", choices=TARGETS, help="targets, instead of all")
    return parser.parse_args()


def _told(name: str, seconds: float) -> _Outcome:
    """Fuzz one target and say how that went, in a line."""
    with tempfile.TemporaryDirectory() as folder:
        seeds = Path(folder)
        outcome = drawn(name, seconds / 3 if _HAS_ATHERIS else seconds, seeds)
        if _HAS_ATHERIS and outcome.broke is None:
            varied = _varied(name, seconds * 2 / 3, seeds)
            outcome = _Outcome(outcome.n_inputs + varied.n_inputs, varied.broke)
    how = "held"
    if outcome.broke is not None:
        kept = _FOUND / f"{name}-{sha256(outcome.broke).hexdigest()[:8]}.bin"
        kept.parent.mkdir(exist_ok=True)
        kept.write_bytes(outcome.broke)
        how = f"BROKE, kept as {kept.name}"
    print(f"{name:12} {outcome.n_inputs:9,} inputs  {how}", flush=True)
    return outcome


def drawn(name: str, seconds: float, seeds: Path) -> _Outcome:
    """By Hypothesis; some of what it draws is left in ``seeds``."""
    target, deadline = TARGETS[name], time.monotonic() + seconds
    n_inputs, latest, is_broken = 0, b"", False

    @settings(
        max_examples=_AT_ONCE,
        derandomize=False,
        deadline=None,
        database=_MEMORY,
        verbosity=Verbosity.quiet,
        suppress_health_check=list(HealthCheck),
    )
    @given(target.inputs)
    def try_one(data: bytes) -> None:
        nonlocal n_inputs, latest, is_broken
        if time.monotonic() > deadline and not is_broken:
            raise _TimeIsUpError
        n_inputs, latest = n_inputs + 1, data
        if n_inputs <= _SEEDS:
            (seeds / str(n_inputs)).write_bytes(data)
        try:
            target.check(data)
        except Exception:
            is_broken = True  # making it smaller takes the time that it takes
            raise

    while True:
        try:
            try_one()
        except _TimeIsUpError:
            return _Outcome(n_inputs, None)
        except Exception:  # whatever it is, it was found
            traceback.print_exc(limit=-4)
            return _Outcome(n_inputs, latest)


def _varied(name: str, seconds: float, seeds: Path) -> _Outcome:
    """By libFuzzer, in a process of its own, from those seeds on."""
    found = seeds.parent / f"{seeds.name}-found"
    limits = [
        f"-max_total_time={max(1, round(seconds - _START_SECONDS))}",
        f"-max_len={_MOST_BYTES}",
    ]
    command = [sys.executable, "-m", "tests.fuzz.guided", name, str(seeds), *limits]
    ran = subprocess.run(
        [*command, f"-exact_artifact_path={found}"], capture_output=True, text=True, check=False
    )
    runs = re.findall(r"^#(\d+)\t", ran.stderr, re.MULTILINE)
    broke = found.read_bytes() if found.is_file() else None
    found.unlink(missing_ok=True)
    if ran.returncode:
        print(ran.stdout[-4_000:], ran.stderr[-2_000:], file=sys.stderr)
        broke = b"" if broke is None else broke
    return _Outcome(int(runs[-1]) if runs else 0, broke)


if __name__ == "__main__":
    sys.exit(main())
