"""System 3: which words stand in a plot, two dense layers, one genre a film."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, ClassVar, Literal

import keras
import numpy as np
import numpy.typing as npt
import pandas as pd
from keras import layers
from pydantic import Field

from genre_core.data.catalogue import load
from genre_core.data.corpus import Corpus
from genre_core.prediction.manifest import TextSettings
from genre_core.prediction.stored_scores import StoredScores
from genre_core.recipes import tasks
from genre_core.recipes.contract import Probabilities, Recipe, Reported, Rows, Task, Trained
from genre_core.recipes.graphs import Graph
from genre_core.recipes.keras_parts import FitConfig
from genre_core.recipes.metrics import METRICS, confusion
from genre_core.recipes.sampling import down_sample, one_label_each
from genre_core.text.vocabulary import UNKNOWN
from genre_core.training.callbacks import StopOnNaN

__all__ = ["MlpBagOfWords", "MlpConfig"]


class MlpConfig(FitConfig):
    """Settings as the authors had them."""

    epochs: int = Field(default=200, ge=1, le=1_000)
    max_words: int = Field(default=1_500, ge=1, le=50_000)
    units: tuple[int, int] = (512, 64)
    dropouts: tuple[float, float] = (0.6, 0.8)
    l1: float = Field(default=0.15, ge=0)
    l1_on: Literal["kernel", "outputs"] = "kernel"
    """What the L1 penalty is on: the weights of the second layer, or what it puts out."""
    fewest_films: int = Field(default=50, ge=1)
    """Films that a label stands on, or it is left out: the smallest class sets the size of all."""


class MlpBagOfWords(Recipe[MlpConfig]):
    """A multi-layer perceptron on which of 1,500 words stand in a plot.

    Reproduces: one genre drawn at random from those of each film, all classes down-sampled to the size
    of the smallest, a binary matrix of 1,500 words, Dense 512 relu → dropout .6 → Dense 64 relu with L1
    .15 → dropout .8 → softmax, Adam, batch 64, 200 epochs, 10 % validation, 95/5 split.
    ``single_label`` is the same on IMDb plots that come with one genre each.

    Deviates: the authors' own films and figure are not known to us, so the overviews are read and no
    figure is given. Words are ranked by how many training plots they stand in, and genres with fewer
    than 50 films are left out. ``honest`` trains in the same way on our split and is judged on all
    genres of a film. On our films an L1 penalty of .15, on the weights or on the outputs of the second
    layer, leaves nothing to learn with: every film gets the same answer. ``unpenalised`` and
    ``honest_unpenalised`` are the same without it, for 60 epochs.
    """

    name = "mlp_bag_of_words"
    title = "MLP on a bag of words, one genre a film"
    reported = Reported(None, "top1_accuracy", "one genre a film, all genres equally frequent")
    variants: ClassVar = {
        "authors": MlpConfig(protocol="authors", corpus="overviews"),
        "single_label": MlpConfig(
            protocol="authors", corpus="imdb_single_label_train+imdb_single_label_test"
        ),
        "honest": MlpConfig(),
        "unpenalised": MlpConfig(protocol="authors", corpus="overviews", l1=0, epochs=60),
        "honest_unpenalised": MlpConfig(l1=0, epochs=60),
    }
    tiny: ClassVar = {"epochs": 2, "max_words": 200, "units": (16, 8), "fewest_films": 8}

    def corpora(self) -> list[Corpus]:
        """IMDb's single labels under IMDb's names, all others under ours."""
        clean = tasks.as_they_stand if "single_label" in self.config.corpus else None
        return [load(name, clean) for name in self.config.corpus.split("+")]

    def prepare(self, corpora: Sequence[Corpus]) -> Task:
        """One genre a film, as many films of each; all genres of test films under ``honest``."""
        c = self.config
        films = tasks.read_films(corpora, c)
        chance = np.random.default_rng(c.seed)
        if c.protocol == "authors":
            films = one_label_each(films, chance)
            films, names = down_sample(films, c.fewest_films, chance)
            films = tasks.split_at_random(films, test=0.05, validation=0.095, seed=c.seed)
        else:
            names = tasks.our_genres(films)
            films = tasks.label_films(films, names)
            is_train = films["split"] == "train"
            train, _ = down_sample(one_label_each(films[is_train], chance), 1, chance)
            films = pd.concat([train, films[~is_train]], ignore_index=True)
        vocabulary = tasks.learn_vocabulary(films, c.max_words)
        settings = TextSettings(max_tokens=5_000, unknown="left_out")
        return tasks.make_task(films, names, vocabulary, settings, one_label=True)

    def build(self, task: Task) -> keras.Model:
        """Binary matrix → softmax."""
        c = self.config
        keras.utils.set_random_seed(c.seed)
        which = "kernel_regularizer" if c.l1_on == "kernel" else "activity_regularizer"
        parts: list[keras.layers.Layer] = [
            layers.Dense(c.units[0], activation="relu"),
            layers.Dropout(c.dropouts[0], seed=c.seed),
            layers.Dense(c.units[1], activation="relu", **{which: keras.regularizers.L1(c.l1)}),
            layers.Dropout(c.dropouts[1], seed=c.seed + 1),
            layers.Dense(len(task.labels), activation="softmax"),
        ]
        return keras.Sequential([keras.Input((len(task.encoder.vocabulary),)), *parts])

    def train(self, model: keras.Model, task: Task, say: Callable[[str], object] = str) -> Trained:
        """All epochs, and the weights of the last one."""
        c = self.config
        keras.utils.set_random_seed(c.seed)
        model.compile(
            keras.optimizers.Adam(c.learning_rate), "categorical_crossentropy", metrics=["accuracy"]
        )
        train, validation = (_arrays(task, split) for split in ("train", "validation"))
        started = time.perf_counter()
        say(f"{len(train[0]):,} films, {len(task.labels)} genres, {c.epochs} epochs")
        fitted = model.fit(
            *train,
            validation_data=validation,
            epochs=c.epochs,
            batch_size=c.batch_size,
            verbose=0,
            callbacks=[StopOnNaN()],
        ).history
        history = [
            {"epoch": epoch + 1, **{name: float(values[epoch]) for name, values in fitted.items()}}
            for epoch in range(len(fitted["loss"]))
        ]
        return Trained(model, history, time.perf_counter() - started)

    def predict(self, model: keras.Model, rows: Rows) -> Probabilities:
        """By Keras."""
        return np.asarray(model.predict(_matrix(rows, model.input_shape[1]), verbose=0))

    def export(self, model: keras.Model, task: Task, path: Path) -> None:
        """Three dense layers after a bag of words, without dropout."""
        graph = Graph()
        dense = [layer.get_weights() for layer in model.layers if isinstance(layer, layers.Dense)]
        dense[0][0][: UNKNOWN + 1] = 0  # what padding and unknown would add
        values = graph.bag_of_words(len(task.encoder.vocabulary), binary=True)
        for kernel, bias in dense[:-1]:
            values = graph.add("Relu", graph.dense(values, kernel, bias))
        graph.save(graph.one_of_many(graph.dense(values, *dense[-1])), len(task.labels), path)

    def figures(self, validation: StoredScores, test: StoredScores) -> dict[str, Any]:  # noqa: ARG002
        """Top-1 and top-3 accuracy, and the confusion matrix where films have one genre each."""
        found: dict[str, Any] = {
            name: METRICS[name].measure(test.labels, test.probabilities)
            for name in ("top1_accuracy", "top3_accuracy")
        }
        if (test.labels.sum(axis=1) == 1).all():
            found["confusion"] = confusion(test.labels, test.probabilities)
        return found


def _matrix(rows: Rows, n_words: int) -> npt.NDArray[np.float32]:
    matrix = np.zeros((len(rows), n_words), dtype=np.float32)
    for film, row in zip(matrix, rows, strict=True):
        film[row[row > UNKNOWN]] = 1
    return matrix


def _arrays(task: Task, split: str) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    films = task.splits[split]
    shares = films.labels / np.maximum(films.labels.sum(axis=1, keepdims=True), 1)
    return _matrix(films.rows, len(task.encoder.vocabulary)), shares.astype(np.float32)
