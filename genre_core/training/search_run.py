"""The search that a run begins with: better settings for these very films, by validation mAP."""

import gc
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import keras

from genre_core.data.corpus import Corpus
from genre_core.files import write_whole
from genre_core.jobs.runs import FIGURES, SEARCH
from genre_core.jobs.settings import RunSettings, make_settings
from genre_core.training.config import TrainingConfig
from genre_core.training.fit import fit
from genre_core.training.from_settings import config_of
from genre_core.training.observer import Reports
from genre_core.training.prepare import prepare
from genre_core.training.search import Attempt, Report, Values, figures_of, fingerprint_of, search
from genre_core.training.vectors import starting_vectors

__all__ = ["search_settings"]

Tell = Callable[..., None]


def search_settings(
    settings: RunSettings,
    corpora: Sequence[Corpus],
    folder: Path,
    tell: Tell,
    cancelled: Callable[[], bool],
) -> list[Attempt]:
    """Try ``settings.attempts`` more settings and tell of each; all attempts of the folder's search."""
    storage = folder / SEARCH

    def began(number: int, values: Values) -> None:
        trying.update(number=number)
        tell("trying", number=number, values=values)

    def train_once(values: Values, report: Report) -> float:
        def told(epoch: int, score: float) -> bool:
            tell("tried", number=trying["number"], epoch=epoch, score=score)
            return report(epoch, score)

        config = config_of(make_settings(**{**settings.model_dump(), **values}))
        return _train_once(corpora, config, told, cancelled)

    def ended(attempt: Attempt) -> None:
        tell("attempt", **vars(attempt))
        write_whole(folder / FIGURES, json.dumps(figures_of(storage, "mAP")))

    trying: dict[str, Any] = {}
    about = {"texts": fingerprint_of(corpora)}
    for attempt in search(storage, train_once, 0, settings.model_dump(), about=about):
        _tell_again(attempt, tell)
    return search(
        storage,
        train_once,
        settings.attempts,
        settings.model_dump(),
        about=about,
        seed=settings.seed,
        cancelled=cancelled,
        began=began,
        ended=ended,
    )


def _tell_again(attempt: Attempt, tell: Tell) -> None:
    """What the search that goes on has tried before belongs to this run's story as well."""
    number = attempt.number
    tell("trying", number=number, values=attempt.values, is_earlier=True)
    for epoch, score in enumerate(attempt.scores, start=1):
        tell("tried", number=number, epoch=epoch, score=score)
    tell("attempt", **vars(attempt), is_earlier=True)


def _train_once(
    corpora: Sequence[Corpus],
    config: TrainingConfig,
    report: Report,
    cancelled: Callable[[], bool],
) -> float:
    """The best epoch's validation mAP; no model is kept."""
    prepared = prepare(corpora, config.max_words, config.min_plots)
    vectors = starting_vectors(prepared, config, None)
    watch = Reports(report, "val_mAP")
    fitted = fit(prepared, config, vectors, progress=False, cancelled=cancelled, observer=watch)
    best = max((record["val_mAP"] for record in fitted.history), default=float("nan"))
    del fitted
    keras.utils.clear_session()
    gc.collect()  # or the graphs of all attempts stay
    return best
