"""System 5: an LSTM for any texts and any labels: spam, sentiment, topics."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, ClassVar, Literal

import keras
import numpy as np
from keras import layers
from pydantic import Field
from sklearn.metrics import precision_recall_fscore_support

from genre_core.data.catalogue import CATALOGUE, load
from genre_core.data.corpus import Corpus
from genre_core.errors import CorpusError
from genre_core.prediction.manifest import TextSettings
from genre_core.prediction.stored_scores import StoredScores
from genre_core.recipes import tasks
from genre_core.recipes.contract import Probabilities, Recipe, Reported, Rows, Task, Trained
from genre_core.recipes.keras_parts import (
    FitConfig,
    export_keras,
    fit_keras,
    frozen_words,
    predict_keras,
    readout,
)
from genre_core.recipes.metrics import confusion
from genre_core.recipes.text_table import read_text_table, stratify

__all__ = ["LstmText", "LstmTextConfig"]


class LstmTextConfig(FitConfig):
    """The table, and the settings that ``tune`` tries."""

    text_column: str | None = None
    label_column: str | None = None
    fewest_texts: int = Field(default=10, ge=3)
    """Texts that a label stands on."""
    rare_labels: Literal["refuse", "leave_out"] = "refuse"
    epochs: int = Field(default=8, ge=1, le=200)
    max_words: int = Field(default=10_000, ge=10, le=200_000)
    max_tokens: int = Field(default=150, ge=1, le=2_000)
    dimensions: int = Field(default=100, ge=2, le=300)
    units: int = Field(default=64, ge=1, le=512)
    n_layers: int = Field(default=1, ge=1, le=3)
    dropout: float = Field(default=0.3, ge=0, lt=1)


class LstmText(Recipe[LstmTextConfig]):
    """Tokenise, pad, split, embed, LSTM layers, dense: for any column of texts and any of labels.

    Reproduces: a general classifier of one or several labels a text, whichever the table has: accuracy,
    precision, recall, F1, the confusion matrix, curves by epoch. Vectors start at random and learn along.

    Deviates: its authors gave no figure on films, so it is run on IMDb plots of one genre each, and under the
    honest protocol on our films. A text of several labels is split by its rarest one. The epoch with the
    lowest validation loss is kept rather than the last.
    """

    name = "lstm_text"
    title = "LSTM for any text"
    reported = Reported(None, "top1_accuracy", "texts with one label each")
    variants: ClassVar = {
        "single_label": LstmTextConfig(
            protocol="authors",
            corpus="imdb_single_label_train+imdb_single_label_test",
            rare_labels="leave_out",
        ),
        "honest": LstmTextConfig(max_tokens=200),
    }
    tiny: ClassVar = {
        "max_tokens": 30,
        "dimensions": 8,
        "units": 8,
        "epochs": 2,
        "max_words": 300,
        "rare_labels": "leave_out",
    }

    def corpora(self) -> list[Corpus]:
        """A table of the user's, or corpora of the catalogue."""
        c = self.config
        if c.corpus not in CATALOGUE and Path(c.corpus).is_file():
            return [read_text_table(Path(c.corpus), c.text_column, c.label_column)]
        if c.text_column or c.label_column:
            raise CorpusError(
                f"Columns are named of a table, and {c.corpus!r} is none. Give the path of a CSV or TSV."
            )
        clean = tasks.as_they_stand if c.protocol == "authors" else None
        return [load(name, clean) for name in c.corpus.split("+")]

    def prepare(self, corpora: Sequence[Corpus]) -> Task:
        """Labels as they are; a split of the corpus's own where it has one, else a stratified one."""
        c = self.config
        films = tasks.read_films(corpora, c)
        if c.protocol == "authors":
            films = stratify(films, c.fewest_texts, c.seed, leave_out=c.rare_labels == "leave_out")
            names = tasks.frequent_labels(films["genres"], 1_000, 1)
        else:
            names = tasks.our_genres(films)
            films = tasks.label_films(films, names)
        one_label = bool((films["genres"].map(len) == 1).all())
        vocabulary = tasks.learn_vocabulary(films, c.max_words)
        settings = TextSettings(max_tokens=c.max_tokens, unknown="left_out")
        return tasks.make_task(films, names, vocabulary, settings, one_label=one_label)

    def build(self, task: Task) -> keras.Model:
        """Ids → vectors that learn → LSTM layers → logits."""
        c = self.config
        keras.utils.set_random_seed(c.seed)
        chance = np.random.default_rng(c.seed)
        shape = (len(task.encoder.vocabulary), c.dimensions)
        vectors = chance.uniform(-0.05, 0.05, shape).astype(np.float32)
        token_ids = keras.Input((None,), dtype="int32", name="token_ids")
        states = frozen_words(token_ids, c.max_tokens, vectors, train=True)
        for number in range(1, c.n_layers + 1):
            lstm = layers.LSTM(c.units, return_sequences=True, use_cudnn=False)
            states = layers.Bidirectional(lstm, name=f"lstm_{number}")(states)
        state = layers.GlobalMaxPooling1D(name="strongest")(states)
        state = layers.Dropout(c.dropout, seed=c.seed)(state)
        return readout(token_ids, state, len(task.labels), one_label=task.one_label)

    def train(
        self,
        model: keras.Model,
        task: Task,
        say: Callable[[str], object] = str,
        callbacks: tuple[keras.callbacks.Callback, ...] = (),
    ) -> Trained:
        """The epoch with the lowest validation loss."""
        return fit_keras(model, task, self.config, best_by="val_loss", say=say, callbacks=callbacks)

    def predict(self, model: keras.Model, rows: Rows) -> Probabilities:
        """By Keras."""
        return predict_keras(model, rows)

    def export(self, model: keras.Model, task: Task, path: Path) -> None:  # noqa: ARG002
        """By Keras and tf2onnx."""
        export_keras(model, path)

    def figures(self, validation: StoredScores, test: StoredScores) -> dict[str, Any]:  # noqa: ARG002
        """Accuracy, precision, recall and F1 of the label that scores highest, and the confusion matrix."""
        if (test.labels.sum(axis=1) != 1).any():
            return {}
        truth, named = test.labels.argmax(axis=1), test.probabilities.argmax(axis=1)
        options: dict[str, Any] = {"average": "macro", "zero_division": 0}
        precision, recall, f1, _ = precision_recall_fscore_support(truth, named, **options)
        return {
            "accuracy": float((truth == named).mean()),
            "macro_precision": float(precision),
            "macro_recall": float(recall),
            "macro_f1": float(f1),
            "confusion": confusion(test.labels, test.probabilities),
        }
