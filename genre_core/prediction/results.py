"""What a system scored, as one JSON object: read by pages and tables, written by ``recipes run``."""

import hashlib
import json
import statistics
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, ValidationError

from genre_core.data.catalogue import PLOTLINE, load
from genre_core.errors import EvaluationError
from genre_core.evaluation import Interval, decide, f1_intervals, map_interval
from genre_core.files import write_whole
from genre_core.prediction.bundle import Bundle
from genre_core.prediction.predictor import Predictor
from genre_core.prediction.stored_scores import StoredScores

__all__ = [
    "RESULTS",
    "ByAuthors",
    "Figure",
    "Judged",
    "Result",
    "fingerprint",
    "judge_bundle",
    "judge_scores",
    "read_results",
    "time_bundle",
    "write_json",
]

RESULTS = PLOTLINE / "assets" / "results" / "results.json"
"""Every system that was run in full."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Figure(_Frozen):
    """A figure and its 95 % bootstrap interval over the test films; None where it has no meaning."""

    estimate: float | None
    low: float | None
    high: float | None


class Judged(_Frozen):
    """Scores on the test films of one corpus, at thresholds chosen on validation films."""

    n_films: int
    films: str
    """SHA-256 of which films and which labels: two systems can be compared where it is the same."""
    micro_f1: Figure
    macro_f1: Figure
    mAP: Figure  # noqa: N815 - the field's own name
    element_accuracy: float
    do_nothing_accuracy: float


class ByAuthors(_Frozen):
    """The authors' metric: their figure, ours, and that of naming nothing on the same films as ours."""

    metric: str
    words: str
    reported: float | None
    reported_on: str
    ours: float
    nothing: float
    is_better: Literal["higher", "lower"]
    n_films: int


class Result(_Frozen):
    """One variant of one recipe, run."""

    recipe: str
    variant: str
    title: str
    protocol: Literal["authors", "honest"]
    corpora: tuple[str, ...]
    genres: tuple[str, ...]
    """The labels, in the order of their scores."""
    thresholds: tuple[float, ...]
    n_train: int
    notes: tuple[str, ...]
    is_sample: bool
    """Whether only some films were read: such a result is for trying out and not reported."""
    by_authors: ByAuthors | None
    judged: dict[str, Judged]
    """By corpus of the test films."""
    figures: dict[str, Any]
    """What else the recipe tells."""
    epochs: int
    train_seconds: float | None
    megabytes: float
    """What it takes to predict: the model and its vocabulary."""
    milliseconds: float
    """For one plot of the open corpus, the median."""
    plots_per_second: float
    """The same plots all at once."""


def judge_bundle(bundle: Bundle, n_resamples: int = 1000) -> dict[str, Judged]:
    """Scores on the stored test films, by corpus; any bundle can be judged. Raises BundleError."""
    scores, manifest = bundle.scores("test"), bundle.manifest
    return judge_scores(scores, manifest.genres, manifest.thresholds, n_resamples)


def judge_scores(
    scores: StoredScores,
    genres: Sequence[str],
    thresholds: Sequence[float],
    n_resamples: int = 1000,
) -> dict[str, Judged]:
    """Scores of films at thresholds ``(n_genres,)``, by corpus. Raises EvaluationError."""
    return {
        str(corpus): _judge(
            scores,
            np.flatnonzero(scores.corpora == corpus),
            genres,
            np.asarray(thresholds),
            n_resamples,
        )
        for corpus in np.unique(scores.corpora)
    }


def time_bundle(bundle: Bundle, n_plots: int = 60) -> tuple[float, float]:
    """Milliseconds for one plot, the median, and plots a second at best; on plots of the open corpus."""
    predictor = Predictor(bundle)
    plots = load("open").films["plot"].tolist()[:n_plots]
    predictor.predict(plots[:3])
    times: list[float] = []
    for plot in plots:
        started = time.perf_counter()
        predictor.predict([plot])
        times.append(time.perf_counter() - started)
    whole: list[float] = []
    for _ in range(3):
        started = time.perf_counter()
        predictor.predict(plots)
        whole.append(time.perf_counter() - started)
    return 1000 * statistics.median(times), n_plots / min(whole)


def read_results(path: Path = RESULTS) -> list[Result]:
    """Results of a file of them; none where there is no file. Raises EvaluationError for a damaged one."""
    if not path.is_file():
        return []
    try:
        return [Result.model_validate(row) for row in json.loads(path.read_text(encoding="utf-8"))]
    except (OSError, ValueError, TypeError, ValidationError) as error:
        raise EvaluationError(
            f"{path} does not hold results ({str(error).splitlines()[0]}). "
            "Restore it, or delete it and run `python -m genre_core recipes report`."
        ) from error


def write_json(path: Path, rows: Sequence[Result] | Result) -> None:
    """Write one result or a list of them, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    content = rows.model_dump() if isinstance(rows, Result) else [row.model_dump() for row in rows]
    write_whole(path, json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False) + "\n")


def _judge(
    scores: StoredScores, places: Any, genres: Sequence[str], thresholds: Any, n_resamples: int
) -> Judged:
    labels, probabilities = scores.labels[places], scores.probabilities[places]
    named = decide(probabilities, thresholds)
    f1 = f1_intervals(labels, named, n_resamples)
    return Judged(
        n_films=len(places),
        films=fingerprint(scores.film_ids[places], labels, genres),
        micro_f1=_figure(f1["micro_f1"]),
        macro_f1=_figure(f1["macro_f1"]),
        mAP=_figure(map_interval(labels, probabilities, n_resamples)),
        element_accuracy=float(np.mean(labels == named)),
        do_nothing_accuracy=float(np.mean(~labels)),
    )


def _figure(interval: Interval) -> Figure:
    values = (interval.estimate, interval.low, interval.high)
    estimate, low, high = (None if np.isnan(value) else float(value) for value in values)
    return Figure(estimate=estimate, low=low, high=high)


def fingerprint(film_ids: Any, labels: Any, genres: Sequence[str]) -> str:
    """SHA-256 of which films and which labels ``(n_films, n_genres)``, in whatever order they stand."""
    lines = sorted(
        f"{film} {'|'.join(genre for genre, has in zip(genres, row, strict=True) if has)}"
        for film, row in zip(film_ids, labels, strict=True)
    )
    return hashlib.sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()
