"""Graphs written by hand compute what NumPy computes, and padding adds nothing."""

from pathlib import Path

import numpy as np
import onnxruntime
import pytest

from genre_core.prediction.reader import OnnxReader
from genre_core.recipes.graphs import Graph

IDS = np.array([[2, 3, 2, 0], [1, 3, 0, 0]], dtype=np.int32)


def run(graph: Graph, output: str, n: int, path: Path, ids: np.ndarray = IDS) -> np.ndarray:
    graph.save(output, n, path / "model.onnx")
    session = onnxruntime.InferenceSession(path / "model.onnx", providers=["CPUExecutionProvider"])
    return np.asarray(session.run(None, {"token_ids": ids})[0])


@pytest.mark.parametrize(
    ("binary", "expected"),
    [(False, [[1, 0, 2, 1], [2, 1, 0, 1]]), (True, [[1, 0, 1, 1], [1, 1, 0, 1]])],
)
def test_bag_of_words(binary, expected, tmp_path: Path):
    """Counted or not, one column an id."""
    graph = Graph()
    assert expected == run(graph, graph.bag_of_words(4, binary=binary), 4, tmp_path).tolist()


def test_one_of_many_is_a_softmax_to_a_sigmoid(tmp_path: Path):
    """Reading the logits as every reader does gives the softmax's shares, even of sure models."""
    logits = np.array([1.0, -2.0, 30.0], dtype=np.float32)
    graph = Graph()
    graph.save(graph.one_of_many(graph.same_for_all(logits)), 3, tmp_path / "model.onnx")
    shares = np.exp(logits - 30) / np.exp(logits - 30).sum()
    found = OnnxReader((tmp_path / "model.onnx").read_bytes()).read([IDS[0], IDS[1][:2]])
    np.testing.assert_allclose(np.tile(shares, (2, 1)), found, atol=2e-6)


def test_two_saves_are_the_same_bytes(tmp_path: Path):
    """One model, one file."""
    for name in ("a.onnx", "b.onnx"):
        graph = Graph()
        graph.save(
            graph.dense(graph.bag_of_words(4, binary=True), np.eye(4), np.ones(4)),
            4,
            tmp_path / name,
        )
    assert (tmp_path / "a.onnx").read_bytes() == (tmp_path / "b.onnx").read_bytes()
