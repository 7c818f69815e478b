"""One model, one file: the converter orders and names the parts of a graph by chance."""

import onnx
from onnx import helper

__all__ = ["in_canonical_order"]


def in_canonical_order(graph: onnx.GraphProto) -> onnx.GraphProto:
    """The same function, its nodes and constants ordered and named by where the output needs them.

    Two exports of one model, in whatever processes, become the same bytes. Inputs and outputs keep
    their names; what no output needs is left out. For a graph from token ids to logits, without
    subgraphs.
    """
    nodes, constants = _as_needed(graph)
    for value in (*graph.input, *graph.output):
        for axis, dim in zip(
            ("n_plots", "n_tokens"), value.type.tensor_type.shape.dim, strict=True
        ):
            if not dim.HasField("dim_value"):
                dim.dim_param = axis
    names = {value.name: value.name for value in (*graph.input, *graph.output)} | {"": ""}
    for number, constant in enumerate(constants, start=1):
        constant.name = names.setdefault(constant.name, f"constant_{number}")
    for number, node in enumerate(nodes, start=1):
        node.name = f"{node.op_type}_{number}"
        for place, output in enumerate(node.output):
            names.setdefault(output, f"{node.name}:{place}")
    for node in nodes:
        node.input[:] = [names[name] for name in node.input]
        node.output[:] = [names[name] for name in node.output]
    return helper.make_graph(nodes, graph.name, graph.input, graph.output, constants)


def _as_needed(graph: onnx.GraphProto) -> tuple[list[onnx.NodeProto], list[onnx.TensorProto]]:
    """Nodes and constants, each just before the first node that reads it."""
    makers = {name: node for node in graph.node for name in node.output}
    tables = {tensor.name: tensor for tensor in graph.initializer}
    nodes: list[onnx.NodeProto] = []
    constants: list[onnx.TensorProto] = []
    seen = {""}  # an input or output left out has no name

    def need(name: str) -> None:
        if name in seen:
            return
        seen.add(name)
        if name in tables:
            constants.append(tables[name])
        elif name in makers:
            node = makers[name]
            seen.update(node.output)
            for source in node.input:
                need(source)
            nodes.append(node)

    for value in graph.output:
        need(value.name)
    return nodes, constants
