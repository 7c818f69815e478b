from pathlib import Path

import numpy as np
import pytest

from genre_core.errors import VectorsError
from genre_core.prediction.bundle import load_bundle
from genre_core.text.vocabulary import UNKNOWN
from genre_core.training.load import load_keras
from genre_core.training.prepare import Prepared
from genre_core.training.vectors import starting_vectors
from tests.tiny import tiny_config


@pytest.fixture
def glove(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a GloVe file of 8 numbers is looked for."""
    monkeypatch.setenv("GENRE_DATA_HOME", str(tmp_path))
    (tmp_path / "glove").mkdir()
    return tmp_path / "glove" / "glove.6B.8d.txt"


def write(path: Path, words: tuple[str, ...]) -> None:
    path.write_text("".join(f"{word} 1 2 3 4 5 6 7 {n}\n" for n, word in enumerate(words)))


def test_random(prepared: Prepared) -> None:
    """A random start is the model's own."""
    assert starting_vectors(prepared, tiny_config(vectors="random")) is None


def test_word2vec(prepared: Prepared) -> None:
    """A vector a word, and the unknown word starts as their mean."""
    vectors = starting_vectors(prepared, tiny_config(vectors="word2vec"))
    assert vectors is not None
    assert (len(prepared.vocabulary), 8) == vectors.shape
    np.testing.assert_allclose(vectors[UNKNOWN + 1 :].mean(axis=0), vectors[UNKNOWN], atol=1e-6)


def test_glove(prepared: Prepared, glove: Path) -> None:
    """The words' own vectors, from the file in the data home."""
    words = prepared.vocabulary.words[2:]
    write(glove, words)
    vectors = starting_vectors(prepared, tiny_config(vectors="glove"))
    assert vectors is not None
    assert list(range(len(words))) == vectors[2:, 7].tolist()


def test_glove_with_too_few_words(prepared: Prepared, glove: Path) -> None:
    """A file that knows less than half of the words is refused with its coverage."""
    write(glove, prepared.vocabulary.words[2:12])
    with pytest.raises(VectorsError, match=r"knows \d+% of"):
        starting_vectors(prepared, tiny_config(vectors="glove"))


def test_no_glove(prepared: Prepared, glove: Path) -> None:
    """Without the file the message says where it was looked for and which one can be fetched."""
    with pytest.raises(VectorsError, match=r"glove\.6B\.8d\.txt, .*fetch glove.*--dimensions 100"):
        starting_vectors(prepared, tiny_config(vectors="glove"))


class TestShipped:
    def test_words_the_bundle_knows(self, prepared: Prepared) -> None:
        """They start as the bundle has learned them, spread wider; a word it does not know as their mean."""
        bundle = load_bundle()
        known = load_keras(bundle).get_layer("word_vectors").get_weights()[0]
        vectors = starting_vectors(prepared, tiny_config(vectors="shipped", dimensions=128))
        assert vectors is not None
        assert (len(prepared.vocabulary), 128) == vectors.shape
        words = prepared.vocabulary.words
        [ghost] = bundle.vocabulary.ids(["ghost"])
        np.testing.assert_allclose(
            known[ghost] / known.std(), vectors[words.index("ghost")], rtol=1e-5
        )
        new = [n for n, word in enumerate(words) if n > UNKNOWN and word not in bundle.vocabulary]
        told = [n for n, word in enumerate(words) if word in bundle.vocabulary]
        assert ["mixup"] == [words[number] for number in new]
        np.testing.assert_allclose(
            vectors[told].mean(axis=0), vectors[words.index("mixup")], atol=1e-6
        )

    def test_other_dimensions(self, prepared: Prepared) -> None:
        """They have the size they have."""
        with pytest.raises(VectorsError, match="have 128 numbers each, and dimensions is 8"):
            starting_vectors(prepared, tiny_config(vectors="shipped"))
