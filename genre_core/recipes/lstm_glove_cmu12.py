"""System 1: an LSTM over frozen GloVe vectors, twelve labels, "88.1 % accurate"."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import ClassVar, Literal

import keras
from keras import layers
from pydantic import Field
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

from genre_core.data.catalogue import load
from genre_core.data.corpus import Corpus
from genre_core.errors import CorpusError
from genre_core.prediction.manifest import TextSettings
from genre_core.recipes import tasks
from genre_core.recipes.cmu_labels import MISMATCHED, mismatched_labels
from genre_core.recipes.contract import (
    Probabilities,
    Recipe,
    Reported,
    Rows,
    Task,
    Trained,
)
from genre_core.recipes.keras_parts import (
    FitConfig,
    export_keras,
    fit_keras,
    frozen_words,
    predict_keras,
    readout,
)
from genre_core.recipes.vectors import glove_or_word2vec

__all__ = ["Cmu12Config", "LstmGloveCmu12"]

_KEPT_STOP_WORDS = {"not", "didn", "doesn", "no"}
_DROPPED = frozenset(ENGLISH_STOP_WORDS - _KEPT_STOP_WORDS) | {str(digit) for digit in range(10)}
_WHOLE_CORPUS = 20_000  # films; a copy with fewer is a sample
_STAND_IN = (
    "The whole CMU plots are not there: film overviews matched to CMU films by title and year stand in "
    "for them. `python -m genre_core data fetch cmu` brings the plots."
)


class Cmu12Config(FitConfig):
    """Settings as the authors had them."""

    labels: Literal["mismatched", "mapped", "ours"] = "ours"
    """The twelve they ended with; the twelve most frequent after a correct mapping; our 18 genres."""
    max_words: int = Field(default=5_000, ge=1)
    max_tokens: int = Field(default=200, ge=1, le=2_000)
    dimensions: int = Field(default=100, ge=2, le=300)
    units: int = Field(default=128, ge=1, le=512)
    batch_size: int = Field(default=128, ge=1)
    epochs: int = Field(default=5, ge=1, le=1_000)


class LstmGloveCmu12(Recipe[Cmu12Config]):
    """An LSTM(128) that reads 200 words with frozen GloVe vectors; the last state decides.

    Reproduces: Freebase genres made into twelve labels by a table whose names do not match (*Romance*,
    *Crime* and *Short* lost, *black-and-white*, *silent film*, *world cinema* kept); stop words and
    digits dropped; 5,000 words, unknown ones left out; padded at the end to 200 without a mask and cut
    at the front; Adam, batch 128, 5 epochs, the best by accuracy on the 25 % it is reported on.
    Reported: 88.1 %, element-wise. ``mapped`` is the same with the twelve most frequent genres after a
    correct mapping.

    Deviates: the authors' mapping table is not published in full, so the twelve are rebuilt from which
    were lost and which kept: on all metadata rows naming nothing is 87.0 % accurate, and was 86.9 % on
    theirs. Stop words are scikit-learn's and *don't* stays one word, as for every model here. Words are
    ranked by how many plots they stand in. ``honest`` has our 18 genres, our split, and the best epoch
    by validation loss.
    """

    name = "lstm_glove_cmu12"
    title = "LSTM on GloVe, last state"
    reported = Reported(0.881, "element_accuracy", "a quarter of the CMU corpus, 12 labels")
    variants: ClassVar = {
        "authors": Cmu12Config(protocol="authors", corpus="cmu", labels="mismatched"),
        "mapped": Cmu12Config(protocol="authors", corpus="cmu", labels="mapped"),
        "honest": Cmu12Config(),
    }
    tiny: ClassVar = {"max_tokens": 30, "dimensions": 8, "units": 8, "epochs": 2, "max_words": 300}

    def corpora(self) -> list[Corpus]:
        """The whole CMU corpus, or what stands in for it."""
        clean = mismatched_labels if self.config.labels == "mismatched" else None
        if self.config.corpus != "cmu":
            return [load(name, clean) for name in self.config.corpus.split("+")]
        with suppress(CorpusError):
            cmu = load("cmu", clean)
            if len(cmu.films) >= _WHOLE_CORPUS:
                return [cmu]
        with suppress(CorpusError):
            return [load("cmu_overviews", clean)]
        return [load("cmu", clean)]  # a part of it, or the word on how to get it

    def prepare(self, corpora: Sequence[Corpus]) -> Task:
        """Labels, words without stop words, vectors."""
        c, notes = self.config, [_STAND_IN] if corpora[0].name == "cmu_overviews" else []
        films = tasks.read_films(corpora, c)
        names = {"mismatched": MISMATCHED, "ours": tasks.our_genres(films)}.get(
            c.labels
        ) or tasks.frequent_labels(films["genres"], 12, 1)
        present = {name for film in films["genres"] for name in film}
        names = [name for name in names if name in present]
        films = tasks.label_films(films, names)
        if c.protocol == "authors":
            films = tasks.split_at_random(films, test=0.25, validation=0, seed=c.seed)
        vocabulary = tasks.learn_vocabulary(films, c.max_words, without=_DROPPED)
        settings = TextSettings(max_tokens=c.max_tokens, unknown="left_out", keeps="end")
        task = tasks.make_task(
            films, names, vocabulary, settings, validate_on_test=c.protocol == "authors"
        )
        vectors, more = glove_or_word2vec(task.splits["train"], vocabulary, c.dimensions, c.seed)
        return replace(task, notes=(*task.notes, *notes, *more), extra={"vectors": vectors})

    def build(self, task: Task) -> keras.Model:
        """Ids → 200 frozen vectors → LSTM, last state → logits."""
        keras.utils.set_random_seed(self.config.seed)
        token_ids = keras.Input((None,), dtype="int32", name="token_ids")
        words = frozen_words(token_ids, self.config.max_tokens, task.extra["vectors"])
        state = layers.LSTM(self.config.units, use_cudnn=False, name="lstm")(words)
        return readout(token_ids, state, len(task.labels))

    def train(self, model: keras.Model, task: Task, say: Callable[[str], object] = str) -> Trained:
        """Five epochs; the best one by what the protocol looks at."""
        c = self.config
        best_by = "val_accuracy" if c.protocol == "authors" else "val_loss"
        return fit_keras(model, task, c, best_by=best_by, say=say)

    def predict(self, model: keras.Model, rows: Rows) -> Probabilities:
        """By Keras."""
        return predict_keras(model, rows)

    def export(self, model: keras.Model, task: Task, path: Path) -> None:  # noqa: ARG002
        """By Keras and tf2onnx."""
        export_keras(model, path)
