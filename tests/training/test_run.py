import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from genre_core.errors import BundleError
from genre_core.prediction.bundle import load_bundle
from genre_core.prediction.predictor import Predictor
from genre_core.training.load import load_keras
from genre_core.training.reading import read_plots
from genre_core.training.run import train
from tests.tiny import tiny_config, tiny_corpus

pytestmark = pytest.mark.filterwarnings(
    "ignore:In the future `np.object`:FutureWarning",  # tf2onnx looks for a name NumPy took away
    "ignore:__array__ implementation:DeprecationWarning",  # Keras copies weights the old way
)


def test_one_seed_one_result(tiny_bundle: Path, tmp_path: Path) -> None:
    """Trained anew in another process, every file is the same to the bit but those with times."""
    said: list[str] = []
    again = train(
        [tiny_corpus()], tmp_path / "tiny", tiny_config(), progress=False, say=said.append
    )
    before = load_bundle(tiny_bundle).manifest
    for name in ("model.onnx", "vocabulary.txt", "validation.npz", "test.npz"):
        assert before.files[name] == load_bundle(tmp_path / "tiny").manifest.files[name]
    assert (before.metrics, before.thresholds) == (again.metrics, again.thresholds)
    assert said[0].startswith("Plots: 144 to learn from, 48 to choose the best epoch and the thre")
    assert "48 to score once; 4 genres; 60 words known" in said[0]


def test_keras_model_is_the_same_function(tiny_bundle: Path) -> None:
    """The Keras model of the bundle gives what the predictor gives, and what was stored."""
    bundle = load_bundle(tiny_bundle)
    films = tiny_corpus().split("test")
    predictor = Predictor(bundle)
    probabilities = predictor.predict(films["plot"].tolist())
    ids = [bundle.vocabulary.ids(plot.split()) for plot in films["plot"]]
    by_keras = read_plots(load_keras(bundle), ids, predictor.max_tokens)
    np.testing.assert_allclose(by_keras, probabilities, atol=1e-4, rtol=0)
    np.testing.assert_allclose(bundle.scores("test").probabilities, probabilities, atol=1e-6)


def test_what_the_bundle_tells(tiny_bundle: Path) -> None:
    """Its data, its settings, its scores, its history and a card made of them."""
    manifest = load_bundle(tiny_bundle).manifest
    assert {"tiny": {"train": 144, "validation": 48, "test": 48}} == manifest.data
    settings = tiny_config().model_dump(mode="json")
    assert settings == {name: manifest.training[name] for name in settings}
    assert manifest.training["largest_difference_to_keras"] <= 1e-4
    history = pd.read_csv(tiny_bundle / "history.csv")
    assert manifest.training["epochs_run"] == len(history)
    card = (tiny_bundle / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert f"| micro-F1 | {manifest.metrics['test']['tiny']['micro_f1']:.3f} |" in card
    assert "| tiny | 144 | 48 | 48 |" in card


def test_bundle_without_keras_model(tiny_bundle: Path, tmp_path: Path) -> None:
    """Only a listed model is loaded."""
    bundle = load_bundle(tiny_bundle)
    files = {name: sha for name, sha in bundle.manifest.files.items() if name != "model.keras"}
    manifest = bundle.manifest.model_copy(update={"files": files})
    folder = shutil.copytree(tiny_bundle, tmp_path / "copy")
    (folder / "bundle.json").write_text(manifest.to_json(), encoding="utf-8")
    with pytest.raises(BundleError, match=r"has no model\.keras"):
        load_keras(load_bundle(folder))


class TestFailure:
    def test_run_that_ends_at_once(self, tiny_bundle: Path, tmp_path: Path) -> None:
        """A run ended in its second epoch leaves the earlier bundle, and nothing beside it."""
        folder = shutil.copytree(tiny_bundle, tmp_path / "tiny")
        n_batches = 0

        def end() -> bool:
            nonlocal n_batches
            n_batches += 1
            if n_batches > 10:
                raise KeyboardInterrupt
            return False

        with pytest.raises(KeyboardInterrupt):
            train([tiny_corpus()], folder, tiny_config(), progress=False, cancelled=end)
        assert load_bundle(tiny_bundle).manifest == load_bundle(folder).manifest
        assert [folder] == list(tmp_path.iterdir())

    def test_place_that_is_taken(self, tmp_path: Path) -> None:
        """A folder of other files is refused before anything is done."""
        (tmp_path / "thesis.txt").write_text("years of work")
        with pytest.raises(BundleError, match="holds other files"):
            train([tiny_corpus()], tmp_path, tiny_config(), say=pytest.fail)
