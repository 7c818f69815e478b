"""Word vectors of recipes: GloVe where it is there, else our own word2vec, and a note that says so."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from genre_core.data.catalogue import data_home
from genre_core.recipes.contract import Split
from genre_core.text.glove import read_glove
from genre_core.text.tokens import tokenise
from genre_core.text.vocabulary import Vocabulary
from genre_core.text.word2vec import train_word2vec

__all__ = ["GLOVE_MISSING", "glove_or_word2vec", "own_word2vec"]

Vectors = npt.NDArray[np.float32]

GLOVE_MISSING = (
    "The GloVe vectors are not there: word2vec, trained on the training texts, stands in for them. "
    "`python -m genre_core data fetch glove` brings GloVe."
)


def glove_or_word2vec(
    train: Split, vocabulary: Vocabulary, dimensions: int, seed: int
) -> tuple[Vectors, list[str]]:
    """Vectors ``(n_words, dimensions)``, zeros for padding and unknown, and notes; VectorsError."""
    path = data_home() / "glove" / f"glove.6B.{dimensions}d.txt"
    if not path.is_file():
        return own_word2vec(train.plots, vocabulary, dimensions, seed), [GLOVE_MISSING]
    found = read_glove(path, vocabulary, dimensions)
    return found.vectors, [f"GloVe knows {found.coverage:.0%} of the words."]


def own_word2vec(
    plots: Sequence[str], vocabulary: Vocabulary, dimensions: int, seed: int
) -> Vectors:
    """Vectors learned from training texts; zeros for padding and unknown."""
    return train_word2vec([tokenise(plot) for plot in plots], vocabulary, dimensions, seed=seed)
