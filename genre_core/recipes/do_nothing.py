"""The yardstick below all others: a model that has not read the film."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from genre_core.data.corpus import Corpus
from genre_core.prediction.manifest import TextSettings
from genre_core.recipes.contract import Probabilities, Recipe, RecipeConfig, Rows, Task, Trained
from genre_core.recipes.graphs import CERTAIN, Graph
from genre_core.recipes.tasks import (
    label_films,
    learn_vocabulary,
    make_task,
    our_genres,
    read_films,
)

__all__ = ["DoNothing"]

Logits = npt.NDArray[np.float32]


class DoNothing(Recipe[RecipeConfig]):
    """Says the same of every film and names no genre at all.

    Reproduces: what an untrained project scores. Each genre's score is its share of the training films,
    so its mAP is what chance gives; every threshold is 1, so it names nothing and its F1 is 0. Its
    element-wise accuracy is the trap that figures like "88 % accurate" fall into.

    Deviates: it is nobody's system, so from nothing.
    """

    name = "do_nothing"
    title = "Naming nothing"
    variants: ClassVar = {"honest": RecipeConfig()}
    tiny: ClassVar = {}

    def prepare(self, corpora: Sequence[Corpus]) -> Task:
        """The films that all systems are compared on; it needs one word to call a vocabulary."""
        films = read_films(corpora, self.config)
        genres = our_genres(films)
        films = label_films(films, genres)
        return make_task(films, genres, learn_vocabulary(films, 1), TextSettings(max_tokens=1))

    def build(self, task: Task) -> Logits:
        """Logits of zero ``(n_genres,)``."""
        return np.zeros(len(task.labels), dtype=np.float32)

    def train(self, model: Logits, task: Task, say: Callable[[str], object] = str) -> Trained:  # noqa: ARG002
        """Count."""
        shares = np.clip(task.splits["train"].labels.mean(axis=0), CERTAIN, 1 - CERTAIN)
        return Trained(np.log(shares / (1 - shares)).astype(np.float32), [], 0.0)

    def predict(self, model: Logits, rows: Rows) -> Probabilities:
        """The shares, for each row."""
        return np.tile(1 / (1 + np.exp(-model)), (len(rows), 1)).astype(np.float32)

    def export(self, model: Logits, task: Task, path: Path) -> None:
        """A graph of one constant."""
        graph = Graph()
        graph.save(graph.same_for_all(model.tolist()), len(task.labels), path)

    def thresholds(self, task: Task, probabilities: Any) -> npt.NDArray[np.float64]:  # noqa: ARG002
        """1 for every genre."""
        return np.ones(len(task.labels))
