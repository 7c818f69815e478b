"""What a model has learned of single words."""

from pathlib import Path

import numpy as np
import pytest

from genre_core.errors import PlotError
from genre_core.prediction.predictor import Predictor
from genre_core.prediction.words import (
    leaning_of,
    leanings,
    neighbours,
    telling_words,
    word_vectors,
)
from genre_core.text.vocabulary import Vocabulary


@pytest.fixture(scope="module")
def predictor(tiny_bundle: Path) -> Predictor:
    """Knows Comedy, Horror, Romance and Western."""
    return Predictor(tiny_bundle)


def test_the_vectors_are_those_that_keras_trained(tiny_bundle: Path, predictor: Predictor):
    """A row a word; read from the exported model, equal to the word vectors in model.keras."""
    import zipfile

    import h5py

    with (
        zipfile.ZipFile(tiny_bundle / "model.keras") as archive,
        archive.open("model.weights.h5") as file,
        h5py.File(file) as weights,
    ):
        arrays = [np.asarray(weights[name]) for name in _arrays(weights)]
    n_words, n_genres = len(predictor.bundle.vocabulary), len(predictor.genres)
    trained = [
        array
        for array in arrays
        if array.ndim == 2 and array.shape[0] == n_words and array.shape[1] > n_genres
    ]
    vectors = word_vectors(predictor.bundle)
    assert 1 == len(trained)
    np.testing.assert_allclose(trained[0][2:], vectors[2:], atol=0.02)


def _arrays(group) -> list[str]:
    names: list[str] = []
    group.visititems(lambda name, item: names.append(name) if hasattr(item, "ndim") else None)
    return names


def test_neighbours_point_the_same_way():
    """By cosine: a longer vector in the same direction is as near as can be; the word is not its own."""
    vocabulary = Vocabulary(("[padding]", "[unknown]", "ghost", "spooky", "ghoul", "horse"))
    vectors = np.array([[0, 0], [9, 9], [1, 0], [3, 0], [1, 1], [0, 2]], dtype=np.float32)
    near = neighbours(vectors, vocabulary, "ghost", most=3)
    assert ["spooky", "ghoul", "horse"] == near["word"].tolist()
    np.testing.assert_allclose([1, 0.5**0.5, 0], near["cosine"], atol=1e-6)


def test_a_word_of_horror_leans_to_horror(predictor: Predictor):
    """The scores are the predictor's own, of that word alone and of no word."""
    rows = leaning_of(predictor, "ghost")
    assert "Horror" == rows["genre"][0]
    assert rows["gain"].is_monotonic_decreasing
    alone, empty = predictor.predict(["Ghost!", ""])
    horror = predictor.genres.index("Horror")
    assert (alone[horror], empty[horror]) == (rows["alone"][0], rows["empty"][0])


def test_the_gain_is_a_difference_of_log_odds(predictor: Predictor):
    """As the frame's own scores give it."""
    rows = leaning_of(predictor, "sheriff")
    odds = {name: rows[name] / (1 - rows[name]) for name in ("alone", "empty")}
    np.testing.assert_allclose(np.log(odds["alone"] / odds["empty"]), rows["gain"], rtol=1e-4)
    table = leanings(predictor, ["ghost", "sheriff"])
    by_genre = rows.set_index("genre").loc[list(predictor.genres), "gain"]
    np.testing.assert_allclose(by_genre, table[1], rtol=1e-6)


def test_telling_words_come_strongest_first(predictor: Predictor):
    """Each with the genre that it lifts most."""
    words = telling_words(predictor, most=7)
    assert 7 == len(words)
    assert words["gain"].is_monotonic_decreasing
    for row in words.itertuples():
        assert leaning_of(predictor, row.word)["genre"][0] == row.genre


@pytest.mark.parametrize("word", ["", "blorp", "[unknown]"])
def test_a_word_that_the_model_does_not_know_is_refused(word: str, predictor: Predictor):
    """The message says how many it knows."""
    with pytest.raises(PlotError, match=f"knows {predictor.bundle.vocabulary.n_known} words"):
        leaning_of(predictor, word)
