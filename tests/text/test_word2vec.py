import hashlib
import os
import subprocess
import sys

import numpy as np

from genre_core.text.vocabulary import Vocabulary
from genre_core.text.word2vec import train_word2vec

PLOTS = [["ghost", "haunts", "grave"], ["sheriff", "rides", "horse"]] * 30
VOCABULARY = Vocabulary.from_tokens([*PLOTS, ["seldom"]], max_words=99)

_HASH_OF_VECTORS = """
import hashlib
from tests.text.test_word2vec import PLOTS, VOCABULARY, train_word2vec
vectors = train_word2vec(PLOTS, VOCABULARY, 4, seed=1, epochs=2)
print(hashlib.sha256(vectors.tobytes()).hexdigest())
"""


def train(seed: int) -> np.ndarray:
    return train_word2vec(PLOTS, VOCABULARY, 4, seed=seed, epochs=2)


def test_shape() -> None:
    """A row a word, zeros for padding, unknown and a word that no training plot has."""
    vectors = train(seed=1)
    assert ((len(VOCABULARY), 4), np.float32) == (vectors.shape, vectors.dtype)
    without = {word for word, row in zip(VOCABULARY.words, vectors, strict=True) if not row.any()}
    assert {"[padding]", "[unknown]", "seldom"} == without


def test_another_seed_gives_other_vectors() -> None:
    """The seed decides."""
    assert not np.array_equal(train(seed=1), train(seed=2))


def test_one_seed_gives_one_result() -> None:
    """Also in another process, whatever the order of its sets."""
    run = subprocess.run(
        [sys.executable, "-c", _HASH_OF_VECTORS],
        env={**os.environ, "PYTHONHASHSEED": "0"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert hashlib.sha256(train(seed=1).tobytes()).hexdigest() == run.stdout.strip()
