from typing import Any

import numpy as np
import pandas as pd
import pytest

from genre_core.prediction.bundle import Bundle, load_bundle
from tests.programs import told_by

pytestmark = pytest.mark.slow

Trained = dict[int, tuple[Bundle, dict[str, Any]]]


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Trained:
    """The tiny model, learned on one half of the CPU and on both."""
    folder = tmp_path_factory.mktemp("devices")
    told = told_by("tests.training.on_two_devices", folder, CUDA_VISIBLE_DEVICES="")
    return {n: (load_bundle(folder / str(n)), told[str(n)]) for n in (1, 2)}


def history(bundle: Bundle) -> pd.DataFrame:
    return pd.read_csv(bundle.folder / "history.csv")


def test_each_batch_is_shared_evenly(trained: Trained) -> None:
    """Of every batch of 16 each device reads 8 plots; the one plot left over is read by both."""
    alone, shared = (trained[n][1]["shares"] for n in (1, 2))
    assert 4 * [*[16] * 9, 1] == sorted_by_epoch([size for _, size in alone])
    for device in (0, 1):
        sizes = [size for which, size in shared if which == device]
        assert 4 * [*[8] * 9, 1] == sorted_by_epoch(sizes)


def sorted_by_epoch(sizes: list[int]) -> list[int]:
    return [
        size
        for start in range(0, len(sizes), 10)
        for size in sorted(sizes[start : start + 10], reverse=True)
    ]


def test_it_learns(trained: Trained) -> None:
    """The loss falls from epoch to epoch, and the bundle scores no worse than the best one."""
    bundle, _ = trained[2]
    loss = history(bundle)["loss"].tolist()
    assert sorted(loss, reverse=True) == loss
    best = bundle.manifest.metrics["validation"]["tiny"]["mAP"]
    assert best >= history(bundle)["val_mAP"].max() - 0.01


def test_the_result_is_that_of_one_device(trained: Trained) -> None:
    """One seed, one batch size: the figures of each epoch agree, and so do the bundles' scores.

    To three digits while it is early. The plot that both read then tells: it counts twice in the mean
    loss, and Adam on TensorFlow squares the gradient of each mention of a word by itself.
    """
    alone, shared = (trained[n][0] for n in (1, 2))
    expected, actual = history(alone), history(shared)
    assert expected["val_loss"][0] == pytest.approx(actual["val_loss"][0], rel=1e-3)
    for figure in ("loss", "val_loss", "val_mAP", "learning_rate"):
        np.testing.assert_allclose(expected[figure], actual[figure], rtol=2e-2)
    np.testing.assert_allclose(
        alone.scores("test").probabilities, shared.scores("test").probabilities, atol=2e-2
    )


def test_what_they_are_called(trained: Trained) -> None:
    """How many, and what they are."""
    assert ["CPU", "2 × CPU"] == [trained[n][1]["words"] for n in (1, 2)]
