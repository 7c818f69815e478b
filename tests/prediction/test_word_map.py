"""The map of the most telling words."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from genre_core.errors import BundleError
from genre_core.prediction.bundle import load_bundle
from genre_core.prediction.predictor import Predictor
from genre_core.prediction.word_map import (
    draw_map,
    model_hash,
    quick_map,
    read_map,
    write_map,
)
from genre_core.prediction.words import neighbours, word_vectors


@pytest.fixture(scope="module")
def predictor(tiny_bundle: Path) -> Predictor:
    """Knows Comedy, Horror, Romance and Western."""
    return Predictor(tiny_bundle)


def test_the_map_that_ships_is_of_the_model_that_ships():
    """If not, run `python -m genre_core map-words`."""
    bundle, shipped = load_bundle(), read_map()
    assert model_hash(bundle) == shipped.model
    assert (500, "t-SNE") == (len(shipped.words), shipped.method)
    assert all(word in bundle.vocabulary for word in shipped.words["word"])


def test_neighbours_on_the_shipped_map_are_neighbours_in_truth():
    """Most words have one of their ten nearest words of the map among the ten nearest on it."""
    bundle, words = load_bundle(), read_map().words
    vectors = word_vectors(bundle)[bundle.vocabulary.ids(words["word"].tolist())]
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    places = words[["x", "y"]].to_numpy()
    distance = np.linalg.norm(places[:, None] - places[None], axis=2)
    shared = [
        len(set(np.argsort(-cosine)[1:11]) & set(np.argsort(away)[1:11]))
        for cosine, away in zip(unit @ unit.T, distance, strict=True)
    ]
    assert np.mean(shared) > 4


def test_a_map_comes_back_as_it_was_written(predictor: Predictor, tmp_path: Path):
    """To three decimals, with its method and its model."""
    drawn = draw_map(predictor, most=12)
    write_map(drawn, tmp_path / "new" / "map.json")
    read = read_map(tmp_path / "new" / "map.json")
    assert (model_hash(predictor.bundle), "t-SNE") == (read.model, read.method)
    pd.testing.assert_frame_equal(drawn.words, read.words, atol=5.1e-4, check_dtype=False)


def test_both_maps_lie_between_minus_one_and_one(predictor: Predictor):
    """And touch an end, so that they fill the picture."""
    quick = quick_map(predictor, word_vectors(predictor.bundle), most=12)
    for drawn in (draw_map(predictor, most=12), quick):
        assert 1 == pytest.approx(drawn.words[["x", "y"]].abs().to_numpy().max())
    assert "PCA" == quick.method


def test_the_quick_map_keeps_the_nearest_words_near(predictor: Predictor):
    """The two ends of its first direction are further apart than any word and its nearest one."""
    vectors = word_vectors(predictor.bundle)
    words = quick_map(predictor, vectors, most=20).words.set_index("word")
    first = words["x"].idxmax()
    near = neighbours(vectors, predictor.bundle.vocabulary, first, most=len(vectors))["word"]
    nearest = next(word for word in near if word in words.index)
    assert abs(words["x"][first] - words["x"][nearest]) < words["x"].max() - words["x"].min()


@pytest.mark.parametrize("content", ["", "[]", '{"words": {"word": []}}'])
def test_a_damaged_map_names_the_command_that_draws_it(content: str, tmp_path: Path):
    """And so does a missing one."""
    path = tmp_path / "map.json"
    with pytest.raises(BundleError, match="map-words"):
        read_map(path)
    path.write_text(content)
    with pytest.raises(BundleError, match="map-words"):
        read_map(path)
