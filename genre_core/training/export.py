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
from genre_core.prediction.reader import OnnxReader
from genre_core.training.canonical import in_canonical_order
from genre_core.training.eight_bits import FloatArray, in_8_bits, lstms_in_8_bits
from genre_core.training.reading import read_plots

__all__ = ["LARGEST_DIFFERENCE", "LARGEST_ROUNDING", "Rows", "export_onnx"]

LARGEST_DIFFERENCE = 1e-4  # between a probability by Keras and by the graph exported from it
LARGEST_ROUNDING = (
    0.02  # of a probability, by computing in 8 bits; else the LSTM is left in float32
)

Rows = Sequence[npt.NDArray[np.int32]]


def export_onnx(model: keras.Model, config: LSTMConfig, path: Path, rows: Rows) -> float:
    """Write ``model.onnx``: token ids ``(batch, n_tokens) int32`` → logits ``(batch, n_genres)``.

    A second output is the pooled state ``(batch, n_numbers)``: what the LSTM keeps of the plot. Word
    vectors are stored in 8 bits, in which the LSTM also computes, and the linear reader's tables as float16.

    Returns the largest difference between the probabilities by Keras and by ``model.onnx`` for ``rows``.
    Raises TrainingError where the graph is not Keras's function; 8 bits are taken only where
    they cost little.
    """
    exact = _to_onnx(model, config)
    by_keras = read_plots(model, rows, max_tokens=max(map(len, rows)), batch_size=1)
    difference = _difference(exact, rows, by_keras)
    if not difference <= LARGEST_DIFFERENCE:
        raise TrainingError(
            f"The exported model must agree with Keras to {LARGEST_DIFFERENCE}, and differs by "
            f"{difference:.2g}. Install the versions named in requirements.txt and export again."
        )
    vectors = model.get_layer("word_vectors").get_weights()[0]
    rounded = lstms_in_8_bits(exact, float(np.abs(vectors).max()))
    rounding = _difference(rounded, rows, by_keras)
    chosen = rounded if rounding <= LARGEST_ROUNDING else exact
    chosen.graph.CopyFrom(in_canonical_order(chosen.graph))
    onnx.checker.check_model(chosen)
    onnx.save(chosen, path)
    return rounding if chosen is rounded else difference


def _to_onnx(model: keras.Model, config: LSTMConfig) -> onnx.ModelProto:
    """The same function.

    A masked Keras graph becomes ONNX loops, ten times slower than the LSTM operator. So the graph is
    exported without its mask, and every LSTM operator is told the length of each row instead: padding
    is then not read at all.
    """
    twin = copy_in_float32(model, config, masked=False)
    twin = keras.Model(twin.input, [twin.output, twin.get_layer("max_mean_pooling").output])
    twin(np.ones((2, 7), dtype=np.int32))  # a first call leaves the time axis free
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "raw.onnx"
        twin.export(raw, format="onnx", verbose=False)
        exported = onnx.load(raw)
    _read_each_row_to_its_end(exported.graph)
    _narrow_word_tables(exported.graph, model.get_layer("word_vectors").get_weights()[0])
    return exported


def _difference(model: onnx.ModelProto, rows: Rows, by_keras: npt.NDArray[np.float32]) -> float:
    return float(np.abs(OnnxReader(model.SerializeToString()).read(rows) - by_keras).max())


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


def _narrow_word_tables(graph: onnx.GraphProto, vectors: FloatArray) -> None:
    """Store what is known of each word in fewer bits, and widen only the rows that are read."""
    n_words = len(vectors)
    tables = {tensor.name: tensor for tensor in graph.initializer if tensor.dims[:1] == [n_words]}
    for gather in [node for node in graph.node if node.op_type == "Gather"]:
        if table := tables.get(gather.input[0]):
            values, rows, narrow = numpy_helper.to_array(table), gather.output[0], "_narrow"
            widened = rows
            after = list(graph.node).index(gather) + 1
            if np.array_equal(values, vectors):
                values, steps = in_8_bits(values)
                graph.initializer.append(numpy_helper.from_array(steps, f"{rows}_steps"))
                widened = f"{rows}_in_steps"
                scale = helper.make_node("Mul", [widened, f"{rows}_steps"], [rows])
                graph.node.insert(after, scale)
            else:
                values = values.astype(np.float16)
            table.CopyFrom(numpy_helper.from_array(values, table.name))
            gather.output[0] = rows + narrow
            widen = helper.make_node("Cast", [rows + narrow], [widened], to=TensorProto.FLOAT)
            graph.node.insert(after, widen)
