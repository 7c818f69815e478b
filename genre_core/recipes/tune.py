"""Better settings of ``lstm_text`` for a table of texts and labels, by a search that can go on."""

from collections.abc import Callable
from pathlib import Path

import keras
import plotly.graph_objects as go

from genre_core.errors import TrainingError
from genre_core.files import write_whole
from genre_core.recipes.keras_parts import FitConfig
from genre_core.recipes.lstm_text import LstmText
from genre_core.recipes.run import configure
from genre_core.training.callbacks import Cancel
from genre_core.training.observer import Reports
from genre_core.training.search import (
    SPACE,
    Attempt,
    Report,
    Values,
    figures_of,
    fingerprint_of,
    search,
)

__all__ = ["CHARTS", "STORAGE", "tune"]

STORAGE, CHARTS = "search.db", "search.html"


def tune(
    variant: str,
    changes: Values,
    folder: Path,
    n_attempts: int,
    *,
    say: Callable[[str], object] = str,
    cancelled: Callable[[], bool] = lambda: False,
) -> list[Attempt]:
    """Try ``n_attempts`` more settings; all attempts of the folder's search, scored by validation loss.

    ``folder`` gets ``search.db``, with which the next call goes on, and Optuna's charts,
    ``search.html``. Raises ConfigError, CorpusError, and TrainingError for a folder whose search was of
    other texts or settings.
    """
    recipe = _recipe(variant, changes)
    config: FitConfig = recipe.config
    about = config.model_dump(mode="json", exclude={*SPACE})
    say(f"Reading {about['corpus']}")
    corpora = recipe.corpora()
    about["texts"] = fingerprint_of(corpora)
    recipe.prepare(corpora)  # or what is wrong with the table would come as attempts that failed
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise TrainingError(
            f"A search is kept in a folder, and {folder} cannot be one ({error.strerror}). Name another."
        ) from error

    def began(number: int, values: Values) -> None:
        say(f"{number}: {_in_words(values)}")

    def train_once(values: Values, report: Report) -> float:
        keras.utils.clear_session()
        tried = _recipe(variant, {**changes, **values})
        task = tried.prepare(corpora)
        watch = (Cancel(cancelled), Reports(report, "val_loss"))
        trained = tried.train(tried.build(task), task, callbacks=watch)
        return min((record["val_loss"] for record in trained.history), default=float("nan"))

    def ended(attempt: Attempt) -> None:
        score = f"loss {attempt.score:.4f}" if attempt.score is not None else attempt.state
        say(
            f"{attempt.number}: {score} after {len(attempt.scores)} epochs; {attempt.seconds:.0f} s"
        )
        _draw(folder)

    return search(
        folder / STORAGE,
        train_once,
        n_attempts,
        config.model_dump(),
        direction="minimize",
        about=about,
        seed=config.seed,
        cancelled=cancelled,
        began=began,
        ended=ended,
    )


def _recipe(variant: str, changes: Values) -> LstmText:
    return LstmText(configure(LstmText.name, variant, **changes).config)


def _in_words(values: Values) -> str:
    return ", ".join(f"{name} {value:g}" for name, value in values.items())


def _draw(folder: Path) -> None:
    """The charts on one page that opens without a network."""
    figures = figures_of(folder / STORAGE, "validation loss", "minimize").values()
    parts = [
        go.Figure(figure).to_html(full_html=False, include_plotlyjs=number == 0)
        for number, figure in enumerate(figures)
    ]
    write_whole(folder / CHARTS, '<!doctype html><meta charset="utf-8">' + "\n".join(parts))
