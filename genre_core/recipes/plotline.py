"""Ours: the LSTM that ships, trained again."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, ClassVar

import keras
from pydantic import Field

from genre_core.data.catalogue import PLOTLINE
from genre_core.data.corpus import Corpus
from genre_core.models.lstm import build_lstm
from genre_core.prediction.encoder import Encoder
from genre_core.prediction.manifest import TextSettings
from genre_core.recipes.contract import (
    Probabilities,
    Recipe,
    RecipeConfig,
    Rows,
    Split,
    Task,
    Trained,
)
from genre_core.recipes.tasks import read_films
from genre_core.training.config import make_config
from genre_core.training.eight_bits import LARGEST_ROUNDING, round_lstms
from genre_core.training.export import export_onnx
from genre_core.training.finish import finished
from genre_core.training.fit import fit
from genre_core.training.lessons import read_lessons, take_lessons
from genre_core.training.prepare import prepare
from genre_core.training.reading import read_plots
from genre_core.training.vectors import starting_vectors

__all__ = ["Plotline", "PlotlineConfig"]

LESSONS = PLOTLINE / "assets" / "lessons"
_CHECKED_PLOTS = 200


class PlotlineConfig(RecipeConfig):
    """What ``make train`` sets, and any other setting of ``train``."""

    seed: int = Field(default=1, ge=0, lt=2**31)
    epochs: int = Field(default=7, ge=1, le=200)
    taught: bool = True
    """Learn from the lessons that ship, which belong to the training films of overviews and synopses."""
    settings: dict[str, Any] = Field(default_factory=dict)
    """Other settings of ``genre_core.training.config``, by name."""


class Plotline(Recipe[PlotlineConfig]):
    """The model that ships: an LSTM in both directions beside a linear reader, taught by a transformer.

    Reproduces: ``make train``, step by step, through the same code.

    Deviates: in nothing but the card. ``untaught`` is the same without the teacher's lessons.
    """

    name = "plotline"
    title = "Plotline's LSTM"
    largest_difference = 2 * LARGEST_ROUNDING  # 8 bits, on other plots than they were checked on
    variants: ClassVar = {"honest": PlotlineConfig(), "untaught": PlotlineConfig(taught=False)}
    tiny: ClassVar = {
        "taught": False,
        "epochs": 1,
        "settings": {"dimensions": 8, "units": 8, "max_words": 200, "batch_size": 16},
    }

    def prepare(self, corpora: Sequence[Corpus]) -> Task:
        """As training does it."""
        config = make_config(
            **self.config.settings, seed=self.config.seed, epochs=self.config.epochs
        )
        if self.config.max_films:
            films = read_films(corpora, self.config)
            corpora = [
                Corpus(c.name, films[films["corpus"] == c.name].drop(columns="corpus"), c.report)
                for c in corpora
            ]
        prepared = prepare(corpora, config.max_words, config.min_plots)
        encoder = Encoder(prepared.vocabulary, TextSettings(max_tokens=config.max_tokens))
        splits = {
            name: Split(
                films.film_ids,
                films.corpora,
                list(films.plots),
                [row[: config.max_tokens] for row in films.rows],
                films.labels,
            )
            for name, films in prepared.splits.items()
        }
        extra = {"prepared": prepared, "config": config}
        return Task(prepared.genres, encoder, splits, extra=extra)

    def build(self, task: Task) -> keras.Model:
        """The LSTM before its first step; ``train`` gives it its word vectors."""
        config = task.extra["config"]
        return build_lstm(config.model, len(task.encoder.vocabulary), len(task.labels))

    def train(self, model: keras.Model, task: Task, say: Callable[[str], object] = str) -> Trained:  # noqa: ARG002
        """Word vectors, lessons, epochs, and the linear reader beside the best of them."""
        prepared, config = task.extra["prepared"], task.extra["config"]
        started = time.perf_counter()
        lessons = read_lessons(LESSONS) if self.config.taught else None
        taught = take_lessons(prepared, lessons, config.lessons_share) if lessons else None
        say("Word vectors")
        vectors = starting_vectors(prepared, config, lessons)
        say(f"Training for up to {config.epochs} epochs")
        fitted = fit(prepared, config, vectors, taught=taught, progress=False)
        trained = finished(fitted, prepared, config)
        return Trained(trained, fitted.history, time.perf_counter() - started)

    def predict(self, model: keras.Model, rows: Rows) -> Probabilities:
        """By Keras."""
        return read_plots(model, rows, max_tokens=max(map(len, rows), default=1))

    def export(self, model: keras.Model, task: Task, path: Path) -> None:
        """As training does it."""
        export_onnx(model, task.extra["config"].model, path)
        rows = task.splits["validation"].rows
        round_lstms(model, path, rows[:: max(1, len(rows) // _CHECKED_PLOTS)])
