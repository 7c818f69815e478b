"""Where the word vectors of a run start."""

from collections.abc import Collection, Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from genre_core.data.catalogue import data_home
from genre_core.errors import VectorsError
from genre_core.prediction.bundle import load_bundle
from genre_core.text.counted import count_vectors
from genre_core.text.glove import read_glove
from genre_core.text.vocabulary import UNKNOWN
from genre_core.text.word2vec import train_word2vec
from genre_core.training.config import TrainingConfig
from genre_core.training.lessons import Lessons, vectors_for
from genre_core.training.load import load_keras
from genre_core.training.prepare import Prepared
from genre_core.training.rows import lengths_of

__all__ = ["starting_vectors"]

_SMALLEST_GLOVE_COVERAGE = 0.5
_SPREAD = 0.22
"""Of the numbers of word vectors: that of word2vec's."""
_WIDE_SPREAD = 1.0
"""Of ready-made ones: the quick lesson, of six epochs, gets to a mAP of .39 with it and to .34 without."""
_ROUNDS, _MOST_WORDS = 10, 100_000_000


def starting_vectors(
    prepared: Prepared, config: TrainingConfig, lessons: Lessons | None = None
) -> npt.NDArray[np.float32] | None:
    """Vectors ``(n_words, config.model.dimensions) float32``, or None for a random start.

    With ``lessons`` they are the teacher's; where it has fewer numbers, the first ones are our own.

    The unknown word starts as the mean of the known ones; with ``shipped`` so does a word that the
    bundle which ships does not know. Raises VectorsError when GloVe is asked for
    and is not there, or knows less than half of the words, and for ``shipped`` in other dimensions than
    the bundle's.
    """
    if config.vectors == "random":
        return None
    if lessons is None:
        return _own_vectors(prepared, config, config.model.dimensions)
    dimensions = config.model.dimensions
    taught = vectors_for(prepared.vocabulary, lessons)[:, :dimensions]
    taught *= _SPREAD / taught[UNKNOWN + 1 :].std()
    if taught.shape[1] == dimensions:
        return taught
    own = _own_vectors(prepared, config, dimensions - taught.shape[1])
    return np.hstack([own * (_SPREAD / own[UNKNOWN + 1 :].std()), taught])


def _own_vectors(
    prepared: Prepared, config: TrainingConfig, dimensions: int
) -> npt.NDArray[np.float32]:
    if config.vectors == "glove":
        vectors = _glove(prepared, dimensions)
    elif config.vectors == "shipped":
        vectors = _shipped(prepared, dimensions)
    elif config.vectors == "word2vec":
        vectors = train_word2vec(
            _Words(prepared),
            prepared.vocabulary,
            dimensions,
            seed=config.seed,
            epochs=_rounds(prepared),
        )
    else:
        vectors = count_vectors(
            prepared.splits["train"].rows,
            len(prepared.vocabulary),
            dimensions,
            seed=config.seed,
        )
    vectors[UNKNOWN] = vectors[UNKNOWN + 1 :].mean(axis=0)
    return vectors


def _rounds(prepared: Prepared) -> int:
    """How often word2vec reads the plots: ten times, fewer where they have more than ten million words."""
    n_words = int(lengths_of(prepared.splits["train"].rows).sum(dtype=np.int64))
    return min(_ROUNDS, max(1, _MOST_WORDS // n_words))


def _glove(prepared: Prepared, dimensions: int) -> npt.NDArray[np.float32]:
    path = (data_home() or Path()) / "glove" / f"glove.6B.{dimensions}d.txt"
    if not path.is_file():
        raise VectorsError(
            f"GloVe vectors of {dimensions} numbers are read from {path}, which is not there. "
            "`python -m genre_core data fetch glove` brings those of 100: train with --dimensions 100."
        )
    found = read_glove(path, prepared.vocabulary, dimensions)
    if found.coverage < _SMALLEST_GLOVE_COVERAGE:
        raise VectorsError(
            f"Half of the words or more need a vector, and {path} knows {found.coverage:.0%} of "
            f"{len(prepared.vocabulary)}. Fetch the whole file, or take --vectors counted."
        )
    return found.vectors


def _shipped(prepared: Prepared, dimensions: int) -> npt.NDArray[np.float32]:
    """What the bundle that ships has learned of each word, spread as wide as a short training needs."""
    bundle = load_bundle()
    known = load_keras(bundle).get_layer("word_vectors").get_weights()[0]
    if known.shape[1] != dimensions:
        raise VectorsError(
            f"The word vectors that ship have {known.shape[1]} numbers each, and dimensions is "
            f"{dimensions}. Ask for {known.shape[1]}, or for other vectors."
        )
    ids = bundle.vocabulary.ids(prepared.vocabulary.words)
    vectors = known[ids]
    is_new = ids == UNKNOWN
    vectors[is_new] = vectors[~is_new].mean(axis=0) if not is_new.all() else 0
    return vectors * (_WIDE_SPREAD / known.std())


class _Words(Collection[list[str]]):
    """The words of each training plot; one that the vocabulary lacks is called unknown."""

    def __init__(self, prepared: Prepared):
        self._rows, self._words = prepared.splits["train"].rows, prepared.vocabulary.words

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[list[str]]:
        for row in self._rows:
            yield [self._words[number] for number in row.tolist()]

    def __contains__(self, plot: object) -> bool:
        return any(words == plot for words in self)
