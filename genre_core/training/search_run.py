"""The search that a run begins with: better settings for these very films, by validation mAP."""

import gc
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import keras

from genre_core.data.corpus import Corpus
from genre_core.errors import TrainingError
from genre_core.files import write_whole
from genre_core.jobs.runs import FIGURES, SEARCH
from genre_core.jobs.settings import RunSettings, make_settings
from genre_core.training.batches import LengthBucketedBatches
from genre_core.training.callbacks import Validate
from genre_core.training.config import TrainingConfig
from genre_core.training.fit import fit
from genre_core.training.from_settings import config_of
from genre_core.training.observer import Observer
from genre_core.training.prepare import Prepared, prepare
from genre_core.training.search import Attempt, Report, Values, figures_of, fingerprint_of, search
from genre_core.training.vectors import starting_vectors

__all__ = ["best_of", "search_settings"]

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


def best_of(attempts: Sequence[Attempt]) -> Attempt:
    """The attempt with the highest score, the first of equals; TrainingError where none ended well."""
    done = [attempt for attempt in attempts if attempt.score is not None]
    if not done:
        raise TrainingError(
            f"A search needs a training that ends well, and none of {len(attempts)} did. Try without a "
            "search first, and with a lower learning rate."
        )
    return max(done, key=lambda attempt: (attempt.score, -attempt.number))


def _train_once(
    corpora: Sequence[Corpus],
    config: TrainingConfig,
    report: Report,
    cancelled: Callable[[], bool],
) -> float:
    """The best epoch's validation mAP; no model is kept."""
    prepared = prepare(corpora, config.max_words, config.min_plots)
    vectors = starting_vectors(prepared, config, None)
    watch = _Watch(report)
    fitted = fit(prepared, config, vectors, progress=False, cancelled=cancelled, observer=watch)
    best = max((record["val_mAP"] for record in fitted.history), default=float("nan"))
    del fitted
    keras.utils.clear_session()
    gc.collect()  # or the graphs of all attempts stay
    return best


class _Watch(Observer):
    """Reports each epoch, and ends the training when told so."""

    def __init__(self, report: Report):
        super().__init__()
        self.report = report

    def on_ready(
        self,
        prepared: Prepared,  # noqa: ARG002
        batches: LengthBucketedBatches,  # noqa: ARG002
        validate: Validate,
    ) -> None:
        """Keep what scores the epochs."""
        self.validate = validate

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:  # noqa: ARG002
        """Report the epoch's score."""
        if self.report(epoch + 1, self.validate.history[-1]["val_mAP"]):
            self.model.stop_training = True
