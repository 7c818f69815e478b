"""Keras to ONNX: the same function, tens of times faster on one plot, and no TensorFlow to load."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

import keras
import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from genre_core.errors import TrainingError
from genre_core.models.config import LSTMConfig
from genre_core.models.lstm import copy_in_float32
from genre_core.training.canonical import in_canonical_order
from genre_core.training.reading import read_plots

__all__ = ["LARGEST_DIFFERENCE", "check_export", "export_onnx"]

LARGEST_DIFFERENCE = 1e-4  # between a probability by Keras and by ONNX Runtime


def export_onnx(model: keras.Model, config: LSTMConfig, path: Path) -> None:
    """Write ``model.onnx``: token ids ``(batch, n_tokens) int32`` → logits ``(batch, n_genres)``.

    A masked Keras graph becomes ONNX loops, ten times slower than the LSTM operator. So the graph is
    exported without its mask, and every LSTM operator is told the length of each row instead: padding
    is then not read at all. The tables of the words are stored as float16.
    """
    twin = copy_in_float32(model, config, masked=False)
    twin(np.ones((2, 7), dtype=np.int32))  # a first call leaves the time axis free
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "raw.onnx"
        twin.export(raw, format="onnx", verbose=False)
        exported = onnx.load(raw)
    _read_each_row_to_its_end(exported.graph)
    _halve_word_tables(exported.graph, model.get_layer("word_vectors").input_dim)
    exported.graph.CopyFrom(in_canonical_order(exported.graph))
    onnx.checker.check_model(exported)
    onnx.save(exported, path)


def check_export(
    model: keras.Model,
    probabilities: npt.NDArray[np.float32],
    rows: Sequence[npt.NDArray[np.int32]],
) -> float:
    """Largest difference between Keras, one plot at a time, and the exported model's probabilities.

    Raises TrainingError above ``LARGEST_DIFFERENCE``.
    """
    alone = read_plots(model, rows, max_tokens=max(map(len, rows)), batch_size=1)
    difference = float(np.abs(alone - probabilities).max())
    if not difference <= LARGEST_DIFFERENCE:
        raise TrainingError(
            f"The exported model must agree with Keras to {LARGEST_DIFFERENCE}, and differs by "
            f"{difference:.2g}. Install the versions named in requirements.txt and export again."
        )
    return difference


def _read_each_row_to_its_end(graph: onnx.GraphProto) -> None:
    """Give every LSTM operator its ``sequence_lens``: the number of ids that are not padding."""
    ids = graph.input[0].name
    lengths = [
        helper.make_node("Cast", [ids], ["row_lengths_long"], to=TensorProto.INT64),
        helper.make_node("Sign", ["row_lengths_long"], ["row_words"]),
        helper.make_node("ReduceSum", ["row_words", "row_axis"], ["row_sum"], keepdims=0),
        helper.make_node("Cast", ["row_sum"], ["row_lengths"], to=TensorProto.INT32),
    ]
    graph.initializer.append(numpy_helper.from_array(np.array([1], dtype=np.int64), "row_axis"))
    lstms = [node for node in graph.node if node.op_type == "LSTM"]
    if not lstms:
        raise TrainingError(
            "The exported graph must hold LSTM operators, and holds none. "
            "Install the versions of tensorflow and tf2onnx named in requirements.txt."
        )
    for lstm in lstms:
        lstm.input.extend([""] * (5 - len(lstm.input)))
        lstm.input[4] = "row_lengths"
    for place, node in enumerate(lengths):
        graph.node.insert(place, node)


def _halve_word_tables(graph: onnx.GraphProto, n_words: int) -> None:
    """Store what is known of each word as float16, and widen only the rows that are read."""
    tables = {tensor.name: tensor for tensor in graph.initializer if tensor.dims[:1] == [n_words]}
    for gather in [node for node in graph.node if node.op_type == "Gather"]:
        if table := tables.get(gather.input[0]):
            halved = numpy_helper.to_array(table).astype(np.float16)
            table.CopyFrom(numpy_helper.from_array(halved, table.name))
            rows = gather.output[0]
            gather.output[0] = f"{rows}_float16"
            widen = helper.make_node("Cast", [gather.output[0]], [rows], to=TensorProto.FLOAT)
            graph.node.insert(list(graph.node).index(gather) + 1, widen)
