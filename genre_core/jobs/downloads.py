"""A run to take away: its history, its settings, its model."""

import io
import zipfile
from collections.abc import Sequence

import pandas as pd

from genre_core.errors import RunError
from genre_core.jobs.events import read_events
from genre_core.jobs.history import EPOCH_COLUMNS, curves
from genre_core.jobs.places import BUNDLE
from genre_core.jobs.runs import Run
from genre_core.prediction.bulk import safe_cell
from genre_core.prediction.bundle import load_bundle
from genre_core.prediction.manifest import MANIFEST

__all__ = ["bundle_zip", "history_csv", "keras_model", "settings_json"]


def history_csv(runs: Sequence[Run]) -> bytes:
    """One table of all epochs of the runs: ``run, name``, the figures, then F1 of each genre.

    Raises RunError when one of them has been deleted.
    """
    frames = [_epochs(run) for run in runs]
    filled = [frame for frame in frames if not frame.empty]
    table = pd.concat(filled) if filled else pd.DataFrame(columns=["run", "name", *EPOCH_COLUMNS])
    return table.to_csv(index=False).encode()


def settings_json(run: Run) -> bytes:
    """The settings, as ``RunSettings`` reads them again."""
    return (run.settings.model_dump_json(indent=2) + "\n").encode()


def bundle_zip(run: Run) -> bytes:
    """The bundle as a zip with one folder in it; raises RunError without one, BundleError if damaged."""
    _require_bundle(run)
    bundle = load_bundle(run.folder / BUNDLE)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{run.id}/{MANIFEST}", bundle.manifest.to_json())
        for name in sorted(bundle.manifest.files):  # and nothing else that lies there
            archive.writestr(f"{run.id}/{name}", bundle.read(name))
    return packed.getvalue()


def keras_model(run: Run) -> bytes:
    """``model.keras``; raises RunError without one, BundleError when the bundle is damaged."""
    _require_bundle(run)
    return load_bundle(run.folder / BUNDLE).read("model.keras")


def _epochs(run: Run) -> pd.DataFrame:
    _require_folder(run)
    events, _ = read_events(run.folder)
    told = curves(events)
    by_genre = told.genre_f1.pivot_table(index="epoch", columns="genre", values="f1", sort=False)
    table = told.epochs.merge(by_genre.add_prefix("f1 "), how="left", on="epoch")
    table.insert(0, "run", run.id)
    table.insert(1, "name", safe_cell(run.name))
    return table


def _require_folder(run: Run) -> None:
    if not run.folder.is_dir():
        raise RunError(
            f"Files are made of runs that are kept, and {run.name} has been deleted. Take another run."
        )


def _require_bundle(run: Run) -> None:
    _require_folder(run)
    if not run.has_bundle:
        raise RunError(
            f"A run has a model when it has ended well, and {run.name} is {run.state}. "
            "Wait for its end, or take another run."
        )
