"""ONNX graphs of recipes that are no LSTM: written operator by operator, from NumPy arrays.

Every graph takes ``token_ids (n_plots, n_tokens) int32``, right-padded with 0, and gives ``logits
(n_plots, n_labels) float32``.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from genre_core.training.canonical import in_canonical_order

__all__ = ["CERTAIN", "Graph"]

CERTAIN = 1e-6
"""How near to 0 and 1 a probability comes before it becomes a logit."""

_OPSET = 18


class Graph:
    """A graph in the making: each method adds operators and returns the name of their output."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def add(self, operator: str, *inputs: str, **attributes: object) -> str:
        """One operator of one output."""
        output = f"{operator}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, list(inputs), [output], **attributes))
        return output

    def constant(self, values: npt.ArrayLike, dtype: npt.DTypeLike = np.float32) -> str:
        """Numbers that are stored with the graph."""
        name = f"constant_{len(self.constants)}"
        array = np.asarray(values, dtype=dtype)
        self.constants.append(numpy_helper.from_array(array, name))
        return name

    def bag_of_words(self, n_words: int, *, binary: bool) -> str:
        """How often each word stands in a plot, or whether: ``(n_plots, n_words)``.

        Padding and unknown are columns too, as everything with an id: give them no weight.
        """
        ids = self.add("Cast", "token_ids", to=TensorProto.INT64)
        ones = self.add(
            "Cast", self.add("Add", self.add("Mul", ids, self._int(0)), self._int(1)), to=1
        )
        n_plots = self.add("Slice", self.add("Shape", ids), self._ints(0), self._ints(1))
        shape = self.add("Concat", n_plots, self._ints(n_words), axis=0)
        zeros = self.add("Expand", self.constant(0.0), shape)
        how = "max" if binary else "add"
        return self.add("ScatterElements", zeros, ids, ones, axis=1, reduction=how)

    def dense(self, inputs: str, kernel: npt.ArrayLike, bias: npt.ArrayLike) -> str:
        """``inputs @ kernel + bias``."""
        return self.add(
            "Add", self.add("MatMul", inputs, self.constant(kernel)), self.constant(bias)
        )

    def one_of_many(self, logits: str) -> str:
        """Logits of a softmax as logits of a sigmoid: log(p / (1 - p)), so that all models end alike."""
        shares = self.add("Softmax", logits, axis=1)
        inside = self.add("Clip", shares, self.constant(CERTAIN), self.constant(1 - CERTAIN))
        rest = self.add("Sub", self.constant(1.0), inside)
        return self.add("Sub", self.add("Log", inside), self.add("Log", rest))

    def same_for_all(self, logits: Sequence[float]) -> str:
        """The same logits for every plot."""
        ids = self.add("Cast", "token_ids", to=TensorProto.FLOAT)
        nothing = self.add("Mul", ids, self.constant(0.0))
        per_plot = self.add("ReduceSum", nothing, self._ints(1), keepdims=1)
        return self.add("Add", per_plot, self.constant([logits]))

    def save(self, output: str, n_labels: int, path: Path) -> None:
        """Check the graph that ends in ``output`` and write it."""
        self.nodes.append(helper.make_node("Identity", [output], ["logits"]))
        graph = helper.make_graph(
            self.nodes,
            "recipe",
            [
                helper.make_tensor_value_info(
                    "token_ids", TensorProto.INT32, ["n_plots", "n_tokens"]
                )
            ],
            [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["n_plots", n_labels])],
            self.constants,
        )
        model = helper.make_model(
            in_canonical_order(graph),
            opset_imports=[helper.make_opsetid("", _OPSET)],
            ir_version=8,
        )
        onnx.checker.check_model(model)
        onnx.save(model, path)

    def _int(self, value: int) -> str:
        return self.constant(value, np.int64)

    def _ints(self, *values: int) -> str:
        return self.constant(values, np.int64)
