"""A disk that is full or read-only: a small one is mounted where the system lets us."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
_ALONE = ["unshare", "--user", "--map-root-user", "--mount"], ["unshare", "--mount"]
_MOUNT = 'mount -t tmpfs -o size=1m tmpfs "$0" && exec "$@"'


def with_small_disk(disk: Path, *command: object) -> subprocess.CompletedProcess[str] | None:
    """Run it where ``disk`` holds a megabyte, which is gone with it; None where nothing can be mounted."""
    for alone in _ALONE:
        mounting = [*alone, "sh", "-c", _MOUNT, str(disk)]
        try:
            subprocess.run([*mounting, "true"], check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError):
            continue
        ran = [*mounting, *map(str, command)]
        return subprocess.run(ran, cwd=ROOT, capture_output=True, text=True, check=False)
    return None


def test_full_and_then_read_only(tiny_bundle: Path, tmp_path: Path) -> None:
    """What cannot be written is said in words, and nothing that was there is lost."""
    program = "tests.faults.on_small_disk"
    ran = with_small_disk(
        tmp_path, sys.executable, "-W", "ignore", "-m", program, tmp_path, tiny_bundle
    )
    if ran is None:
        pytest.skip("no disk can be mounted here")
    assert "held\n" == ran.stdout, ran.stderr
