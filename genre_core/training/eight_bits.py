"""LSTMs that compute in 8 bits: twice as fast, a quarter of the weights' size, nearly the same scores.

ONNX Runtime keeps the weights of a ``DynamicQuantizeLSTM`` in whole steps, and rounds what it reads, vectors
and states, to 255 steps between the smallest and the largest number it meets. Left alone, it meets
those of a whole batch, and a plot's scores would depend on the plots beside it. So both ends are put
there: two numbers beside every vector and two units beside every state, which stand at the bounds that
nothing passes. No weight listens to them.
"""

import tempfile
from collections.abc import Sequence
from pathlib import Path

import keras
import numpy as np
import numpy.typing as npt
import onnx
from onnx import helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.quant_utils import add_pre_process_metadata

from genre_core.prediction.reader import OnnxReader
from genre_core.training.canonical import in_canonical_order

__all__ = ["LARGEST_ROUNDING", "give_bounds", "lstms_in_8_bits", "round_lstms"]

LARGEST_ROUNDING = 0.02
"""What 8 bits may change of a probability. It is .005 for the model that ships."""

_LARGEST_STATE = 1.0  # what a further LSTM reads is between this and its opposite
_OPEN = 30.0  # with this bias a gate is open and a number is 1, whatever is read
_GATES = 4


def round_lstms(
    model: keras.Model, path: Path, rows: Sequence[npt.NDArray[np.int32]]
) -> float | None:
    """Let the LSTMs of ``model.onnx``, exported from a model of ``build_lstm``, compute in 8 bits.

    Returns the largest change of a probability of ``rows`` of token ids. Above ``LARGEST_ROUNDING`` the
    file stays as it is, and None is returned.
    """
    exact = onnx.load(path)
    vectors = model.get_layer("word_vectors").get_weights()[0]
    rounded = lstms_in_8_bits(exact, float(np.abs(vectors).max()))
    rounded.graph.CopyFrom(in_canonical_order(rounded.graph))
    onnx.checker.check_model(rounded)
    before, after = (OnnxReader(m.SerializeToString()).read(rows) for m in (exact, rounded))
    change = float(np.abs(after - before).max())
    if not change <= LARGEST_ROUNDING:
        return None
    onnx.save(rounded, path)
    return change


def lstms_in_8_bits(model: onnx.ModelProto, largest: float) -> onnx.ModelProto:
    """The same model with every LSTM operator in 8 bits; no word vector's number is beyond ``largest``.

    Weights keep 7 bits: with 8, processors without VNNI instructions would clip their sums.
    """
    bounded = onnx.ModelProto()
    bounded.CopyFrom(model)
    lstms = [node for node in bounded.graph.node if node.op_type == "LSTM"]
    for place, lstm in enumerate(lstms):
        give_bounds(bounded.graph, lstm, _LARGEST_STATE if place else largest)
    add_pre_process_metadata(bounded)  # or a warning asks to have the graph simplified first
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "in_8_bits.onnx"
        quantize_dynamic(
            bounded,
            path,
            op_types_to_quantize=["LSTM"],
            per_channel=True,
            reduce_range=True,
            weight_type=QuantType.QInt8,
        )
        rounded = onnx.load(path)
    del rounded.metadata_props[:]
    return rounded


def give_bounds(graph: onnx.GraphProto, lstm: onnx.NodeProto, largest: float) -> None:
    """Make an LSTM meet the same smallest and largest number whatever the text; its function stays.

    What it reads is between ``-largest`` and ``largest``. A state's size after t words is at most
    tanh(t), which is that of a unit whose gates have been open all along.
    """
    units = _add_two_units(graph, lstm)
    before = list(graph.node).index(lstm)
    one_more = _constant(graph, f"{lstm.output[0]}_one_more", [0, 0, 0, 0, 0, 1], np.int64)
    for place, bound in enumerate((-largest, largest)):
        given = f"{lstm.output[0]}_bound_{place}"
        value = _constant(graph, f"{given}_value", bound)
        pad = helper.make_node("Pad", [lstm.input[0], one_more, value], [given])
        graph.node.insert(before + place, pad)
        lstm.input[0] = given
    kept, every = lstm.output[0], f"{lstm.output[0]}_with_bounds"
    del lstm.output[1:]
    lstm.output[0] = every
    span = {"start": 0, "end": units, "axis": 3}
    ends = [_constant(graph, f"{every}_{name}", [n], np.int64) for name, n in span.items()]
    graph.node.insert(before + 3, helper.make_node("Slice", [every, *ends], [kept]))


def _add_two_units(graph: onnx.GraphProto, lstm: onnx.NodeProto) -> int:
    """Two units that end at 1 and -1, and room to read two more numbers; returns the units before."""
    tables = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    words, states, biases = (tables[name] for name in lstm.input[1:4])
    n_ways, _, units = states.shape
    for place, weights in ((1, words), (2, states)):
        gates = weights.reshape(n_ways, _GATES, units, -1)
        wider = np.pad(gates, ((0, 0), (0, 0), (0, 2), (0, 2)))
        rows = wider.reshape(n_ways, _GATES * (units + 2), -1)
        lstm.input[place] = _constant(graph, f"{lstm.output[0]}_weights_{place}", rows)
    biases = np.pad(biases.reshape(n_ways, 2 * _GATES, units), ((0, 0), (0, 0), (0, 2)))
    biases[:, :_GATES, units:] = _OPEN
    biases[:, _GATES - 1, -1] = -_OPEN  # the last gate is no gate: it is what is written, 1 or -1
    lstm.input[3] = _constant(graph, f"{lstm.output[0]}_biases", biases.reshape(n_ways, -1))
    del lstm.input[5:]  # the states before the first word: zero, as they are when left out
    next(each for each in lstm.attribute if each.name == "hidden_size").i = units + 2
    return units


def _constant(
    graph: onnx.GraphProto, name: str, values: npt.ArrayLike, kind: type = np.float32
) -> str:
    graph.initializer.append(numpy_helper.from_array(np.asarray(values, dtype=kind), name))
    return name
