"""Everything that can be compared: systems that were run in full, and runs of the train page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from genre_core.data.corpus import Corpus
from genre_core.genres import to_labels
from genre_core.prediction.bundle import SHIPPED, load_bundle
from genre_core.prediction.predictor import Predictor
from genre_core.prediction.results import (
    Judged,
    Result,
    judge_bundle,
    judge_scores,
    time_bundle,
)
from genre_core.prediction.stored_scores import StoredScores

__all__ = ["System", "ask", "system_of_run", "systems_of"]

_OURS = "plotline-honest"


@dataclass(frozen=True)
class System:
    """One model with its scores, whoever ran it."""

    key: str
    """What a link calls it."""
    title: str
    is_run: bool
    """Of the train page, rather than a system that was run in full."""
    genres: tuple[str, ...]
    thresholds: tuple[float, ...]
    judged: dict[str, Judged]
    megabytes: float
    milliseconds: float
    plots_per_second: float
    train_seconds: float | None
    kept: Path | None
    """File or bundle with its scores on each test film; None where they are not there."""
    bundle: Path | None
    """Where it can be asked about other films; None where it is not there."""
    asked: StoredScores | None = None
    """What it said of films it was asked about now, beside those that are kept."""


def systems_of(rows: Sequence[Result], folder: Path, bundles: Mapping[str, Path]) -> list[System]:
    """Those that were run on the films of ours, of all rows; ``folder`` keeps scores beside the results.

    ``bundles`` are those that are there, called as their system and variant; ours is the one that ships.
    """
    honest = [row for row in rows if row.protocol == "honest" and not row.is_sample]
    return [_system(row, folder, bundles) for row in honest]


def system_of_run(name: str, title: str, folder: Path) -> System:
    """Judge a bundle as the systems were judged, and time it here; BundleError, EvaluationError."""
    bundle = load_bundle(folder)
    judged = judge_bundle(bundle)
    milliseconds, plots_per_second = time_bundle(bundle)
    manifest = bundle.manifest
    needed = ("model.onnx", "vocabulary.txt")
    return System(
        key=name,
        title=title,
        is_run=True,
        genres=manifest.genres,
        thresholds=manifest.thresholds,
        judged=judged,
        megabytes=sum((folder / file).stat().st_size for file in needed) / 1e6,
        milliseconds=milliseconds,
        plots_per_second=plots_per_second,
        train_seconds=manifest.training.get("seconds"),
        kept=folder,
        bundle=folder,
    )


def ask(system: System, predictor: Predictor, corpus: Corpus) -> System:
    """The system, judged on the test films of one more corpus, which its model reads now.

    Films with none of its genres are left out, as in training. Raises EvaluationError.
    """
    films = corpus.split("test")
    known = [[genre for genre in names if genre in system.genres] for names in films["genres"]]
    labels = to_labels(known, system.genres)
    films, labels = films[labels.any(axis=1)], labels[labels.any(axis=1)]
    said = StoredScores(
        film_ids=films["film_id"].to_numpy(dtype=np.str_),
        corpora=np.full(len(films), corpus.name),
        probabilities=predictor.predict(films["plot"]),
        labels=labels,
    )
    judged = judge_scores(said, system.genres, system.thresholds)
    return replace(system, judged={**system.judged, **judged}, asked=said)


def _system(row: Result, folder: Path, bundles: Mapping[str, Path]) -> System:
    key = f"{row.recipe}-{row.variant}"
    variant = row.variant.removeprefix("honest_").replace("_", " ")
    kept = folder / f"{key}.npz"
    bundle = SHIPPED if key == _OURS else bundles.get(key)
    return System(
        key=key,
        title=f"{row.title} ({variant})" if variant != "honest" else row.title,
        is_run=False,
        genres=row.genres,
        thresholds=row.thresholds,
        judged=row.judged,
        megabytes=row.megabytes,
        milliseconds=row.milliseconds,
        plots_per_second=row.plots_per_second,
        train_seconds=row.train_seconds,
        kept=kept if kept.is_file() else bundle,
        bundle=bundle,
    )
