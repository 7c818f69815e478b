"""The yardstick that an LSTM must beat: counted words and a straight line."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np
import numpy.typing as npt
from pydantic import Field
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from genre_core.data.corpus import Corpus
from genre_core.prediction.manifest import TextSettings
from genre_core.recipes.contract import Probabilities, Recipe, RecipeConfig, Rows, Task, Trained
from genre_core.recipes.graphs import Graph
from genre_core.recipes.tasks import (
    label_films,
    learn_vocabulary,
    make_task,
    our_genres,
    read_films,
)
from genre_core.text.vocabulary import UNKNOWN

__all__ = ["TfidfConfig", "TfidfLogreg"]

_CERTAIN_LOGIT = 6.0  # what is said of a genre that no training film has, or all have


class TfidfConfig(RecipeConfig):
    """Settings of the linear model."""

    max_words: int = Field(default=80_000, ge=1, le=500_000)
    """Words and pairs of words."""
    min_plots: int = Field(default=2, ge=1)
    tolerated_weight: float = Field(default=4.0, gt=0)
    """C of the logistic regression: the inverse of the pull of all weights towards 0."""


@dataclass(frozen=True)
class Linear:
    """``idf (n_words,)``, ``weights (n_words, n_genres)`` and ``start (n_genres,)``."""

    idf: npt.NDArray[np.float32]
    weights: npt.NDArray[np.float32]
    start: npt.NDArray[np.float32]


class TfidfLogreg(Recipe[TfidfConfig]):
    """TF-IDF of words and pairs of words, and one logistic regression a genre.

    Reproduces: the usual baseline of scikit-learn (``TfidfVectorizer`` with ``ngram_range=(1, 2)`` and
    ``sublinear_tf``, one-vs-rest ``LogisticRegression(C=4)``).

    Deviates: the 80,000 words and pairs are those that stand in most plots, not those met most often,
    because the vocabulary of every bundle is made that way. Pairs are looked up beside the words as
    tokens of their own, so that the exported graph gets token ids like any other.
    """

    name = "tfidf_logreg"
    title = "TF-IDF and logistic regression"
    variants: ClassVar = {"honest": TfidfConfig()}
    tiny: ClassVar = {"max_words": 400, "min_plots": 1}

    def prepare(self, corpora: Sequence[Corpus]) -> Task:
        """18 genres; the words and pairs of the training films."""
        films = read_films(corpora, self.config)
        genres = our_genres(films)
        films = label_films(films, genres)
        c = self.config
        vocabulary = learn_vocabulary(films, c.max_words, min_plots=c.min_plots, pairs=True)
        return make_task(films, genres, vocabulary, TextSettings(max_tokens=20_000, pairs=True))

    def build(self, task: Task) -> Linear:
        """Every weight 0; the inverse document frequency of each word."""
        n_words, n_genres = len(task.encoder.vocabulary), len(task.labels)
        train = task.splits["train"]
        n_with_word = np.bincount(
            np.concatenate([np.unique(row) for row in train.rows]), minlength=n_words
        )
        idf = (np.log((1 + len(train)) / (1 + n_with_word)) + 1).astype(np.float32)
        idf[: UNKNOWN + 1] = 0
        weights = np.zeros((n_words, n_genres), dtype=np.float32)
        return Linear(idf, weights, np.zeros(n_genres, dtype=np.float32))

    def train(self, model: Linear, task: Task, say: Callable[[str], object] = str) -> Trained:
        """One regression a genre."""
        started = time.perf_counter()
        train = task.splits["train"]
        features = _features(train.rows, model.idf)
        weights, start = model.weights.copy(), model.start.copy()
        for place, of_genre in enumerate(train.labels.T):
            say(f"{task.labels[place]}: {of_genre.sum():,} of {len(train):,} films")
            if of_genre.all() or not of_genre.any():
                start[place] = _CERTAIN_LOGIT * (1 if of_genre.all() else -1)
                continue
            line = LogisticRegression(
                C=self.config.tolerated_weight, solver="liblinear", random_state=0
            ).fit(features, of_genre)
            weights[:, place], start[place] = line.coef_[0], line.intercept_[0]
        weights = weights.astype(np.float16).astype(np.float32)  # as they are stored
        return Trained(Linear(model.idf, weights, start), [], time.perf_counter() - started)

    def predict(self, model: Linear, rows: Rows) -> Probabilities:
        """By SciPy."""
        logits = np.asarray(_features(rows, model.idf) @ model.weights) + model.start
        return (1 / (1 + np.exp(-logits))).astype(np.float32)

    def export(self, model: Linear, task: Task, path: Path) -> None:
        """Count, take logarithms, weigh, bring to length 1, add up; the weights in half precision."""
        graph = Graph()
        counts = graph.bag_of_words(len(model.idf), binary=False)
        one = graph.constant(1.0)
        logs = graph.add("Add", graph.add("Log", graph.add("Max", counts, one)), one)
        known = graph.add("Mul", graph.add("Min", counts, one), graph.constant(model.idf))
        features = graph.add("Mul", logs, known)
        squares = graph.add("Mul", features, features)
        length = graph.add("Sqrt", graph.add("ReduceSum", squares, _axis(graph), keepdims=1))
        unit = graph.add("Div", features, graph.add("Max", length, graph.constant(1e-9)))
        weights = graph.add("Cast", graph.constant(model.weights, np.float16), to=1)
        logits = graph.add("Add", graph.add("MatMul", unit, weights), graph.constant(model.start))
        graph.save(logits, len(task.labels), path)


def _axis(graph: Graph) -> str:
    return graph.constant([1], np.int64)


def _counts(rows: Rows, n_words: int) -> sparse.csr_matrix:
    films = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
    ones = np.ones(len(films), dtype=np.float32)
    return sparse.csr_matrix(
        (ones, (films, np.concatenate(list(rows)))), shape=(len(rows), n_words)
    )


def _features(rows: Rows, idf: npt.NDArray[np.float32]) -> sparse.csr_matrix:
    """``(n_films, n_words)``: 1 + log of how often, by idf, each film of length 1."""
    counts = _counts(rows, len(idf))
    counts.sum_duplicates()
    counts.data = 1 + np.log(counts.data)
    weighed = counts.multiply(idf).tocsr()
    length = np.sqrt(np.asarray(weighed.multiply(weighed).sum(axis=1)).ravel())
    return sparse.diags(1 / np.maximum(length, 1e-9)) @ weighed
