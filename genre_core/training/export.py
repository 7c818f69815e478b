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
from genre_core.training.export_apart import export_apart
from genre_core.training.reading import read_plots

__all__ = ["LARGEST_DIFFERENCE", "check_export", "export_onnx", "in_8_bits"]

LARGEST_DIFFERENCE = 1e-4  # between a probability by Keras and by ONNX Runtime


def export_onnx(model: keras.Model, config: LSTMConfig, path: Path) -> None:
    """Write ``model.onnx``: token ids ``(batch, n_tokens) int32`` → logits ``(batch, n_genres)``.

    A second output is the pooled state ``(batch, n_numbers)``: what the LSTM keeps of the plot.
    A masked Keras graph becomes ONNX loops, ten times slower than the LSTM operator. So the graph is
    exported without its mask, and every LSTM operator is told the length of each row instead: padding
    is then not read at all. Word vectors are stored in 8 bits, the linear reader's tables as float16.
    What another backend trained is exported by TensorFlow all the same, in a process of its own.
    """
    if keras.config.backend() != "tensorflow":
        export_apart(model, config, path)
        return
    twin = copy_in_float32(model, config, masked=False)
    twin = keras.Model(twin.input, [twin.output, twin.get_layer("max_mean_pooling").output])
    twin(np.ones((2, 7), dtype=np.int32))  # a first call leaves the time axis free
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "raw.onnx"
        twin.export(raw, format="onnx", verbose=False)
        exported = onnx.load(raw)
    _read_each_row_to_its_end(exported.graph)
    _narrow_word_tables(exported.graph, model.get_layer("word_vectors").get_weights()[0])
    exported.graph.CopyFrom(in_canonical_order(exported.graph))
    onnx.checker.check_model(exported)
    onnx.save(exported, path)


def in_8_bits(
    vectors: npt.NDArray[np.float32],
) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]:
    """Vectors ``(n_words, dimensions)`` as whole steps, -127 to 127, and the step of each dimension.

    Steps are powers of two: products are exact, and pack well where they are stored as float32.
    """
    largest = np.maximum(np.abs(vectors).max(axis=0), 1e-6)
    steps = np.exp2(np.ceil(np.log2(largest / 127))).astype(np.float32)
    return np.round(vectors / steps).astype(np.int8), steps


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


def _narrow_word_tables(graph: onnx.GraphProto, vectors: npt.NDArray[np.float32]) -> None:
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
