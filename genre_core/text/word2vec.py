"""Word vectors learned from the training plots themselves (word2vec, by gensim)."""

from collections.abc import Collection, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from genre_core.text.vocabulary import Vocabulary

__all__ = ["train_word2vec"]


def train_word2vec(
    plots: Collection[Sequence[str]],
    vocabulary: Vocabulary,
    dimensions: int,
    *,
    seed: int,
    epochs: int = 10,
) -> npt.NDArray[np.float32]:
    """Vectors ``(len(vocabulary), dimensions) float32`` by skip-gram with negative sampling.

    ``plots`` are the tokenised training plots, gone through once for each epoch. Padding and
    unknown get zeros. One thread, so that one seed gives one result. Mikolov et al. 2013, https://arxiv.org/abs/1310.4546.
    """
    from gensim.models import Word2Vec

    model = Word2Vec(
        vector_size=dimensions,
        window=6,
        min_count=1,
        sg=1,
        negative=8,
        sample=1e-4,
        workers=1,
        seed=seed,
    )
    known = _Known(plots, vocabulary)
    model.build_vocab(known)
    model.train(known, total_examples=len(plots), epochs=epochs)
    vectors = np.zeros((len(vocabulary), dimensions), dtype=np.float32)
    for number, word in enumerate(vocabulary.words):
        if word in model.wv:
            vectors[number] = model.wv[word]
    return vectors


class _Known:
    """The words of each plot that the vocabulary has, again and again, one plot at a time."""

    def __init__(self, plots: Collection[Sequence[str]], vocabulary: Vocabulary):
        self._plots, self._vocabulary = plots, vocabulary

    def __iter__(self) -> Iterator[list[str]]:
        for tokens in self._plots:
            yield [word for word in tokens if word in self._vocabulary]
