"""The contract of every system: prepare, build, train, predict, bundle.

A recipe is a class with a name, a frozen configuration and these five methods. Its docstring says what it
reproduces, where it deviates ("Deviates:") and why; a test reads it. ``variants`` are the configurations
that ``recipes run`` goes through: ``authors`` is the system as its authors ran it, ``honest`` the same
model on the corpora and the split of ours, 18 genres, thresholds chosen on validation.

What ``export`` writes is an ONNX graph with one input ``token_ids (n_plots, n_tokens) int32``, right-padded
with 0, where 1 is the unknown word, and one output of logits ``(n_plots, n_labels) float32``: their
sigmoid is the probability. A softmax model gives log(p / (1 - p)), of which the sigmoid is p again
(``Graph.one_of_many`` of ``graphs``). Padding must change nothing; a model that was padded to a
fixed length pads inside its graph. How a text becomes ids stands in :class:`TextSettings`, which
training uses as well, through ``Encoder``. So one ``Predictor`` reads every bundle.

A model over word pieces (``tokeniser="wordpiece"``) keeps to ids 0 and 1 too: its ``vocabulary.txt`` is
BERT's with ``[padding]`` in place of ``[PAD]``, and ``[unknown]`` and the line it displaces swapped with
``[UNK]``; the same two rows of its embedding change places before training.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar, Generic, Literal, TypeVar

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field, field_serializer

from genre_core.data.corpus import Corpus
from genre_core.prediction.encoder import Encoder
from genre_core.prediction.manifest import Manifest, TextSettings
from genre_core.prediction.stored_scores import StoredScores

__all__ = [
    "Probabilities",
    "Recipe",
    "RecipeConfig",
    "Reported",
    "Rows",
    "Split",
    "Task",
    "TextSettings",
    "Trained",
]

Rows = Sequence[npt.NDArray[np.int32]]
Probabilities = npt.NDArray[np.float32]


class RecipeConfig(BaseModel):
    """What every recipe can be told; each has its own settings beside it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    protocol: Literal["authors", "honest"] = "honest"
    """Data, labels and split as the authors had them, or those on which all are compared."""
    corpus: str = "overviews+synopses"
    """Name of the catalogue, or a path; several joined by ``+``."""
    seed: int = Field(default=42, ge=0, lt=2**31)
    epochs: int = Field(default=1, ge=1, le=1_000)
    max_films: int | None = Field(default=None, ge=1)
    """Films of each split that are read, drawn by chance; None for all of them."""

    @field_serializer("corpus", when_used="json")
    def _without_folders(self, corpus: str) -> str:
        """A bundle is handed on: where a table lay is nobody's business."""
        return corpus if not Path(corpus).exists() else Path(corpus).name


@dataclass(frozen=True)
class Reported:
    """What the authors say their system does."""

    figure: float | None
    """None where they gave no figure that we could find."""
    metric: str
    """A name of ``genre_core.recipes.metrics.METRICS``."""
    on: str
    """On what, in words."""


@dataclass(frozen=True)
class Split:
    """One split, text by text."""

    film_ids: npt.NDArray[np.str_]
    corpora: npt.NDArray[np.str_]
    """The corpus that each text came from."""
    plots: list[str]
    rows: list[npt.NDArray[np.int32]]
    """Token ids as the model reads them."""
    labels: npt.NDArray[np.bool_]
    """``(n_films, n_labels)``"""

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True)
class Task:
    """What a system learns from and is judged on."""

    labels: tuple[str, ...]
    encoder: Encoder
    splits: dict[str, Split]
    """train, validation and test. A protocol without validation films has the test films there twice."""
    one_label: bool = False
    """Whether each training text has exactly one label: softmax rather than sigmoids."""
    notes: tuple[str, ...] = ()
    """What a reader of the result must know: a stand-in corpus, vectors that are not GloVe's."""
    extra: dict[str, Any] = field(default_factory=dict)
    """What one recipe hands to its own ``build``, such as word vectors."""


@dataclass(frozen=True)
class Trained:
    """A trained model, and how it got there."""

    model: Any
    history: list[dict[str, float]]
    """One record an epoch: ``epoch``, ``loss`` and what else was measured."""
    seconds: float


C = TypeVar("C", bound=RecipeConfig)


class Recipe(ABC, Generic[C]):
    """One system. Errors are those of ``genre_core.errors``: the rule, the value, the next step."""

    name: ClassVar[str]
    title: ClassVar[str]
    """A few words for a table."""
    reported: ClassVar[Reported | None] = None
    largest_difference: ClassVar[float] = 1e-4
    """Between a probability by the trained model itself and by its export."""
    variants: ClassVar[dict[str, RecipeConfig]]
    """Name -> configuration; the first one is tried by the test of the contract."""
    tiny: ClassVar[dict[str, Any]]
    """Changes of a configuration that make it learn in seconds, for the test of the contract."""

    def __init__(self, config: C):
        self.config = config

    def corpora(self) -> list[Corpus]:
        """The corpora that the configuration names; CorpusError."""
        from genre_core.data.catalogue import CATALOGUE, load

        name = self.config.corpus
        names = [name] if name in CATALOGUE or Path(name).exists() else name.split("+")
        return [load(each) for each in names]

    @abstractmethod
    def prepare(self, corpora: Sequence[Corpus]) -> Task:
        """Labels, splits, vocabulary (of the train split alone) and token ids; TrainingError."""

    @abstractmethod
    def build(self, task: Task) -> Any:
        """The untrained model: a Keras model that gives logits, or what else ``train`` takes."""

    @abstractmethod
    def train(self, model: Any, task: Task, say: Callable[[str], object] = str) -> Trained:
        """Fit on train, choose on validation; TrainingError."""

    @abstractmethod
    def predict(self, model: Any, rows: Rows) -> Probabilities:
        """Probabilities ``(n_rows, n_labels) float32`` of token ids by the trained model itself."""

    @abstractmethod
    def export(self, model: Any, task: Task, path: Path) -> None:
        """Write ``model.onnx`` as told at the top of this module."""

    def thresholds(self, task: Task, probabilities: Probabilities) -> npt.NDArray[np.float64]:
        """Thresholds ``(n_labels,)`` of the bundle; ``probabilities`` are those of validation."""
        from genre_core.evaluation import tune_per_genre

        return tune_per_genre(task.splits["validation"].labels, probabilities)

    def figures(self, validation: StoredScores, test: StoredScores) -> dict[str, Any]:  # noqa: ARG002
        """What else a result says, as plain JSON values; from what the bundle keeps."""
        return {}

    def bundle(self, trained: Trained, task: Task, folder: Path, *, name: str) -> Manifest:
        """Write the bundle ``folder`` whole or not at all, the export checked against ``predict``."""
        from genre_core.recipes.bundling import write_recipe_bundle

        return write_recipe_bundle(self, trained, task, folder, name=name)
