"""LSTMs that compute in 8 bits: twice as fast, a quarter of the weights' size, nearly the same scores.

ONNX Runtime keeps the weights of a ``DynamicQuantizeLSTM`` in whole steps, and rounds what it reads, vectors
and states, to 255 steps between the smallest and the largest number it meets. Left alone, it meets
those of a whole batch, and a plot's scores would depend on the plots beside it. So both ends are put
there: two numbers beside every vector and two units beside every state, which stand at the bounds that
nothing passes. No weight listens to them.
"""

import tempfile
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
from onnx import helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.quant_utils import add_pre_process_metadata

__all__ = ["give_bounds", "in_8_bits", "lstms_in_8_bits"]

_LARGEST_STATE = 1.0  # what a further LSTM reads is between this and its opposite
_OPEN = 30.0  # with this bias a gate is open and a number is 1, whatever is read
_GATES = 4

FloatArray = npt.NDArray[np.float32]


def in_8_bits(vectors: FloatArray) -> tuple[npt.NDArray[np.int8], FloatArray]:
    """Vectors ``(n_words, dimensions)`` as whole steps, -127 to 127, and the step of each dimension.

    Steps are powers of two: products are exact, and pack well where they are stored as float32.
    """
    largest = np.maximum(np.abs(vectors).max(axis=0), 1e-6)
    steps = np.exp2(np.ceil(np.log2(largest / 127))).astype(np.float32)
    return np.round(vectors / steps).astype(np.int8), steps


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
