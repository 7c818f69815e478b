import numpy as np
from onnx import GraphProto, TensorProto, checker, helper, numpy_helper

from genre_core.training.canonical import in_canonical_order


def graph(names: dict[str, str], order: tuple[int, ...]) -> GraphProto:
    """``|ids + 1| + ids``, and a node that nothing needs, named and ordered in some way."""
    one = numpy_helper.from_array(np.float32([1]), names["one"])
    nodes = [
        helper.make_node("Add", ["token_ids", names["one"]], [names["sum"]], name=names["sum"]),
        helper.make_node("Neg", ["token_ids"], [names["unused"]]),
        helper.make_node("Abs", [names["sum"]], [names["abs"]]),
        helper.make_node("Add", [names["abs"], "token_ids"], ["logits"], name=names["abs"]),
    ]
    ends = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, [names["dim"], 3])
        for name in ("token_ids", "logits")
    ]
    return helper.make_graph([nodes[n] for n in order], "plots", ends[:1], ends[1:], [one])


PLAIN = {name: name for name in ("one", "sum", "unused", "abs", "dim")}
OTHER = {"one": "c__12", "sum": "Add__7", "unused": "Neg__3", "abs": "Abs__9", "dim": "unk__5"}


def test_names_and_order_do_not_count() -> None:
    """One function in two spellings becomes the same bytes."""
    first = in_canonical_order(graph(PLAIN, (0, 1, 2, 3)))
    other = in_canonical_order(graph(OTHER, (1, 0, 2, 3)))
    assert first.SerializeToString() == other.SerializeToString()


def test_what_stays() -> None:
    """The ends keep their names, nodes stand in an order that runs, the unused one is gone."""
    found = in_canonical_order(graph(OTHER, (1, 0, 2, 3)))
    assert ["Add", "Abs", "Add"] == [node.op_type for node in found.node]
    assert ("token_ids", "logits") == (found.input[0].name, found.output[0].name)
    checker.check_model(helper.make_model(found, opset_imports=[helper.make_opsetid("", 15)]))
