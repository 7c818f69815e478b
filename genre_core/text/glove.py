"""Word vectors from a GloVe file, read line by line."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from genre_core.errors import VectorsError
from genre_core.text.vocabulary import Vocabulary

__all__ = ["GloveVectors", "read_glove"]


@dataclass(frozen=True)
class GloveVectors:
    """Vectors for a vocabulary, and how much of it the file knew."""

    vectors: npt.NDArray[np.float32]
    """``(n_words, dimensions)``; zeros where the file has no vector."""
    n_found: int
    """Words of the vocabulary, padding and unknown aside, that have a vector."""
    coverage: float
    """``n_found`` as a share of those words."""


def read_glove(path: Path, vocabulary: Vocabulary, dimensions: int) -> GloveVectors:
    """Vectors of the vocabulary's words from ``word number number …`` lines.

    The file is streamed: memory grows with the vocabulary, not with the file. Raises VectorsError,
    naming the line and its word, when a line is cut short, has other dimensions or holds no numbers.
    Pennington, Socher and Manning 2014, https://nlp.stanford.edu/projects/glove/.
    """
    places = {word: place for place, word in enumerate(vocabulary.words) if place > 1}
    vectors = np.zeros((len(vocabulary), dimensions), dtype=np.float32)
    found: set[str] = set()
    for number, line in enumerate(_lines(path), start=1):
        word, *values = line.rstrip("\r\n").split(" ")
        if len(values) != dimensions:
            raise VectorsError(
                f"A line is a word and {dimensions} numbers; line {number} of {path}, for {word!r}, has "
                f"{len(values)} numbers. Choose the file's own dimension, or fetch it again if it is cut."
            )
        if word in places:
            vectors[places[word]] = _numbers(values, path, number, word)
            found.add(word)
    n_words = max(1, len(places))
    return GloveVectors(vectors, len(found), len(found) / n_words)


def _lines(path: Path) -> Iterator[str]:
    try:
        with path.open(encoding="utf-8") as file:
            yield from file
    except (OSError, UnicodeDecodeError) as error:
        raise VectorsError(
            f"The word vectors {path} cannot be read ({error}). "
            "Fetch them with `python -m genre_core data fetch glove`, or name another file."
        ) from error


def _numbers(values: list[str], path: Path, number: int, word: str) -> npt.NDArray[np.float32]:
    try:
        vector = np.array(values, dtype=np.float32)
    except ValueError:
        vector = np.array([np.nan], dtype=np.float32)
    if not np.isfinite(vector).all():
        raise VectorsError(
            f"A word's vector is made of finite numbers; line {number} of {path}, for {word!r}, is not. "
            "Fetch the file again."
        )
    return vector
