"""Where runs live: one folder for each training job, with its bundle in it when it has ended well."""

import os
from pathlib import Path

from genre_core.prediction.manifest import MANIFEST

__all__ = ["RUNS_VARIABLE", "bundle_of_run", "bundles_of_runs", "runs_home"]

RUNS_VARIABLE = "PLOTLINE_RUNS"
"""Environment variable that names another folder for runs."""

BUNDLE = "bundle"


def runs_home() -> Path:
    """The folder of all runs; it need not be there yet."""
    return Path(os.environ.get(RUNS_VARIABLE) or Path(__file__).resolve().parents[2] / "runs")


def bundles_of_runs() -> dict[str, Path]:
    """Bundle folders of the runs that wrote one, by the run's name, the youngest first."""
    found = sorted(runs_home().glob(f"*/{BUNDLE}/{MANIFEST}"), reverse=True)
    return {path.parents[1].name: path.parent for path in found}


def bundle_of_run(name: str) -> Path | None:
    """One folder of ``bundles_of_runs()``, without a look at the others; None where it has no such run."""
    folder = runs_home() / name / BUNDLE
    is_a_run = Path(name).name == name not in ("", "..") and (folder / MANIFEST).is_file()
    return folder if is_a_run else None
