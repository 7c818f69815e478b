"""Every recipe keeps the contract: a few open films in, a bundle out that the one Predictor reads."""

import inspect
from pathlib import Path

import numpy as np
import pytest

from genre_core.data.catalogue import load
from genre_core.errors import ConfigError
from genre_core.prediction.predictor import Predictor
from genre_core.recipes.contract import RecipeConfig
from genre_core.recipes.metrics import METRICS
from genre_core.recipes.registry import RECIPES, find_recipe
from genre_core.recipes.run import configure

pytestmark = pytest.mark.filterwarnings(
    "ignore:In the future `np.object`:FutureWarning"  # tf2onnx looks for a name NumPy took away
)

FILMS = 90
OURS = [name for name in RECIPES if name != "distilbert"]  # which has a test of its own
EACH_VARIANT = [(name, variant) for name in OURS for variant in find_recipe(name).variants]


def tiny(name: str, variant: str):
    """A recipe that reads some films of the open corpus and learns in seconds."""
    kind = find_recipe(name)
    return configure(name, variant, **{"corpus": "open", "max_films": FILMS, **kind.tiny})


@pytest.mark.slow
@pytest.mark.timeout(600)  # seconds of which most go into the export, on a busy machine
@pytest.mark.parametrize("name", OURS)
def test_a_recipe_goes_all_the_way(name, tmp_path: Path):
    """prepare, build, train, predict, bundle; and the bundle answers as the model itself does."""
    recipe = tiny(name, next(iter(find_recipe(name).variants)))
    task = recipe.prepare(recipe.corpora())
    trained = recipe.train(recipe.build(task), task)
    test = task.splits["test"]
    probabilities = recipe.predict(trained.model, test.rows)

    assert (len(test), len(task.labels)) == probabilities.shape
    assert np.float32 == probabilities.dtype
    manifest = recipe.bundle(trained, task, tmp_path / "bundle", name=name)
    assert {"model.onnx", "vocabulary.txt", "test.npz"} < set(manifest.files)
    predictor = Predictor(tmp_path / "bundle")
    assert task.labels == predictor.genres
    apart = np.abs(probabilities - predictor.predict(test.plots)).max()
    assert apart <= recipe.largest_difference
    if task.one_label:
        np.testing.assert_allclose(1, probabilities.sum(axis=1), atol=1e-4)
    alone = predictor.predict(["A ghost."])[0]
    beside = predictor.predict(["A ghost.", " ".join(test.plots)[:4000]])[0]
    np.testing.assert_allclose(alone, beside, atol=1e-5)
    assert 0 <= predictor.predict([""]).min()


@pytest.mark.parametrize(("name", "variant"), EACH_VARIANT)
def test_every_variant_has_a_task(name, variant):
    """Three splits with labels, ids within the vocabulary, and no training film among those of test."""
    recipe = tiny(name, variant)
    task = recipe.prepare(recipe.corpora())
    assert {"train", "validation", "test"} == set(task.splits)
    for films in task.splits.values():
        assert (len(films), len(task.labels)) == films.labels.shape
        assert films.labels.any(axis=1).all()
        assert all(0 < row.min() <= row.max() < len(task.encoder.vocabulary) for row in films.rows)
    train, test = task.splits["train"], task.splits["test"]
    assert set() == set(train.film_ids) & set(test.film_ids)
    if task.one_label:
        assert (train.labels.sum(axis=1) == 1).all()


@pytest.mark.parametrize("name", OURS)
def test_a_recipe_says_what_it_is(name):
    """What it reproduces and where it deviates stand in its docstring; its figures have a metric."""
    kind = find_recipe(name)
    words = inspect.getdoc(kind) or ""
    assert name == kind.name
    assert "Reproduces: " in words
    assert "Deviates: " in words
    assert kind.reported is None or kind.reported.metric in METRICS
    assert all(isinstance(config, RecipeConfig) for config in kind.variants.values())


def test_a_recipe_nobody_knows():
    """The message names those there are."""
    with pytest.raises(ConfigError, match=r"one of do_nothing, .*; got 'gpt'"):
        find_recipe("gpt")


def test_the_sample_is_a_sample():
    """The open corpus holds more films than the contract is tried on."""
    assert 10 * FILMS < len(load("open").films)
