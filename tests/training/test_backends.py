"""The same code computes with JAX and with PyTorch, each where it is installed."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from genre_core.prediction.bundle import load_bundle
from genre_core.prediction.predictor import Predictor
from genre_core.training.fit import fit
from genre_core.training.prepare import Prepared
from genre_core.training.process import BACKENDS
from tests.programs import told_by
from tests.training.on_backend import (
    WITHOUT_CHANCE,
    from_fixed_weights,
    logits_of_fixed_weights,
)

pytestmark = pytest.mark.slow

Ran = tuple[str, Path, dict[str, Any]]


@pytest.fixture(scope="module", params=["jax", "torch"])
def ran(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """The backend, the bundle it ended in, and what it told."""
    backend: str = request.param
    if find_spec(backend) is None:
        pytest.skip(f"{BACKENDS[backend]} is not installed")
    folder = tmp_path_factory.mktemp(backend) / "bundle"
    told = told_by(
        "tests.training.on_backend", folder, KERAS_BACKEND=backend, CUDA_VISIBLE_DEVICES=""
    )
    return backend, folder, told


def test_the_same_weights_say_the_same(ran: Ran) -> None:
    """Logits of padded plots agree with TensorFlow's."""
    np.testing.assert_allclose(logits_of_fixed_weights(), ran[2]["logits"], atol=1e-5, rtol=0)


def test_it_learns_the_same_where_there_is_no_tensorflow(
    ran: Ran, prepared: Prepared, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From one start the figures of each epoch are TensorFlow's, and the loss falls."""
    monkeypatch.setattr("genre_core.training.fit.build_lstm", from_fixed_weights)
    fitted = fit(prepared, WITHOUT_CHANCE, None, progress=False)
    expected, actual = pd.DataFrame(fitted.history), pd.read_csv(ran[1] / "history.csv")
    for figure in ("loss", "val_loss", "val_mAP", "learning_rate"):
        np.testing.assert_allclose(expected[figure], actual[figure], rtol=1e-3)
    assert (actual["loss"].diff()[1:] < 0).all()


def test_it_ends_in_a_bundle(ran: Ran) -> None:
    """Of the best epoch, that tells what computed it, and that is read as any other."""
    backend, folder, _ = ran
    bundle = load_bundle(folder)
    assert backend == next(iter(bundle.manifest.versions))
    assert bundle.manifest.training["largest_difference_to_keras"] <= 1e-4
    best = bundle.manifest.metrics["validation"]["tiny"]["mAP"]
    assert best >= pd.read_csv(folder / "history.csv")["val_mAP"].max() - 0.01
    scores = Predictor(bundle).predict(["a ghost in the cellar"])
    assert (1, 4) == scores.shape


def test_its_name(ran: Ran) -> None:
    """The device and who computes on it."""
    assert f"CPU, by {BACKENDS[ran[0]]}" == ran[2]["words"]
