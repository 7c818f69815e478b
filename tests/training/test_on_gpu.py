"""What holds on a GPU, in a process of its own: others of this one may have hidden it."""

from typing import Any

import numpy as np
import pytest

from tests.programs import told_by

pytestmark = [pytest.mark.gpu, pytest.mark.slow]


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    """What the program found."""
    return told_by("tests.training.on_gpu", KERAS_BACKEND="tensorflow")


def test_cudnn_reads_as_the_cpu_does(told: dict[str, Any]) -> None:
    """Padded plots, two layers, both ways: the logits agree, in half precision to two digits."""
    logits, _ = told["cpu"]
    np.testing.assert_allclose(logits, told["gpu"][0], atol=1e-5, rtol=0)
    np.testing.assert_allclose(logits, told["half"], atol=1e-2, rtol=0)


def test_cudnn_learns_as_the_cpu_does(told: dict[str, Any]) -> None:
    """So do the gradients of all weights."""
    expected, actual = told["cpu"][1], told["gpu"][1]
    assert len(expected) == len(actual)
    for on_cpu, on_gpu in zip(expected, actual, strict=True):
        np.testing.assert_allclose(on_cpu, on_gpu, atol=1e-5, rtol=1e-4)


def test_training_takes_cudnn_by_itself(told: dict[str, Any]) -> None:
    """Two layers, two directions: four cuDNN operators in the graph of the model as it is trained."""
    assert 4 == told["cudnn_operators"]


def test_device(told: dict[str, Any]) -> None:
    """The GPU has a name, and gives its memory as it is needed."""
    assert told["words"] not in ("", "CPU")
    assert [True] == told["memory_growth"]
