from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from genre_core.models.config import LSTMConfig
from genre_core.models.lstm import build_lstm
from genre_core.prediction.reader import OnnxReader
from genre_core.training import eight_bits
from genre_core.training.eight_bits import give_bounds, lstms_in_8_bits, round_lstms
from genre_core.training.export import export_onnx
from genre_core.training.finish import round_word_tables

pytestmark = pytest.mark.filterwarnings(
    "ignore:In the future `np.object`:FutureWarning"  # tf2onnx looks for a name NumPy took away
)

WORDS, DIMENSIONS, UNITS, LARGEST = 30, 4, 3, 2.0
_random = np.random.default_rng(0)
ROWS = [_random.integers(2, WORDS, length, dtype=np.int32) for length in (1, 2, 7, 25)]


def lstm(direction: str) -> onnx.ModelProto:
    """Token ids → vectors → an LSTM that reads each row to its end → the sum of its states."""
    ways = 2 if direction == "bidirectional" else 1
    tables = {
        "vectors": np.append(_random.uniform(-1, 1, (WORDS - 1, DIMENSIONS)), [[LARGEST] * 4], 0),
        "words": _random.normal(0, 1, (ways, 4 * UNITS, DIMENSIONS)),
        "states": _random.normal(0, 1, (ways, 4 * UNITS, UNITS)),
        "biases": _random.normal(0, 1, (ways, 8 * UNITS)),
    }
    constants = [numpy_helper.from_array(v.astype(np.float32), n) for n, v in tables.items()]
    constants += [
        numpy_helper.from_array(np.array(v, dtype=np.int64), n)
        for n, v in {"time": [0], "way": [1], "tokens": [1]}.items()
    ]
    nodes = [
        helper.make_node("Gather", ["vectors", "token_ids"], ["rows"]),
        helper.make_node("Transpose", ["rows"], ["read"], perm=[1, 0, 2]),
        helper.make_node("Cast", ["token_ids"], ["long"], to=TensorProto.INT64),
        helper.make_node("Sign", ["long"], ["is_word"]),
        helper.make_node("ReduceSum", ["is_word", "tokens"], ["n_words"], keepdims=0),
        helper.make_node("Cast", ["n_words"], ["lengths"], to=TensorProto.INT32),
        helper.make_node(
            "LSTM",
            ["read", "words", "states", "biases", "lengths"],
            ["kept"],
            direction=direction,
            hidden_size=UNITS,
        ),
        helper.make_node("ReduceSum", ["kept", "time"], ["both_ways"], keepdims=0),
        helper.make_node("ReduceSum", ["both_ways", "time"], ["logits"], keepdims=0),
    ]
    ends = [
        helper.make_tensor_value_info("token_ids", TensorProto.INT32, ["n", "t"]),
        helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["n", UNITS]),
    ]
    graph = helper.make_graph(nodes, "lstm", ends[:1], ends[1:], constants)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 15)], ir_version=8)


def read(model: onnx.ModelProto, rows=ROWS) -> np.ndarray:
    """Probabilities, all rows in one batch."""
    return OnnxReader(model.SerializeToString()).read(rows)


both_ways = pytest.mark.parametrize("direction", ["forward", "bidirectional"])


@both_ways
def test_bounds_change_nothing(direction: str) -> None:
    """In float32, the graph with its two more numbers and two more units is the same function."""
    model = lstm(direction)
    expected = read(model)
    give_bounds(model.graph, model.graph.node[6], LARGEST)
    onnx.checker.check_model(model)
    np.testing.assert_allclose(read(model), expected, atol=1e-6, rtol=0)


@both_ways
def test_rounding_is_small(direction: str) -> None:
    """A probability moves by a hundredth or so, and not by nothing: the weights are rounded."""
    model = lstm(direction)
    moved = np.abs(read(lstms_in_8_bits(model, LARGEST)) - read(model)).max()
    assert 1e-6 < moved < 0.05
    assert "LSTM" in [node.op_type for node in model.graph.node], "the model itself stays"


@both_ways
def test_company_changes_nothing(direction: str) -> None:
    """A plot is rounded alike alone and beside plots of larger numbers, longer and shorter."""
    model = lstms_in_8_bits(lstm(direction), LARGEST)
    loud = np.full(40, WORDS - 1, dtype=np.int32)  # the vector whose numbers are the largest
    alone = np.concatenate([read(model, [row]) for row in ROWS])
    np.testing.assert_allclose(read(model, [*ROWS, loud])[:-1], alone, atol=1e-6, rtol=0)


def test_the_bounds_are_what_keeps_company_out(tmp_path: Path) -> None:
    """Without them, ONNX Runtime's own way makes a plot's scores depend on the plots beside it."""
    from onnxruntime.quantization import quantize_dynamic

    path = tmp_path / "model.onnx"
    quantize_dynamic(lstm("bidirectional"), path, op_types_to_quantize=["LSTM"])
    model = onnx.load(path)
    loud = np.full(40, WORDS - 1, dtype=np.int32)
    alone = np.concatenate([read(model, [row]) for row in ROWS])
    assert np.abs(read(model, [*ROWS, loud])[:-1] - alone).max() > 1e-4


@pytest.fixture
def exported(tmp_path: Path):
    """A model of two layers that read both ways, and its ``model.onnx``."""
    config = LSTMConfig(dimensions=DIMENSIONS, units=UNITS, n_layers=2)
    model = build_lstm(config, WORDS, 3, seed=1)
    round_word_tables(model)
    export_onnx(model, config, tmp_path / "model.onnx")
    return model, tmp_path / "model.onnx"


def operators(path: Path) -> list[str]:
    """The LSTM operators of a graph."""
    return [node.op_type for node in onnx.load(path).graph.node if "LSTM" in node.op_type]


def test_a_file_in_8_bits(exported) -> None:
    """Every layer computes in 8 bits, the change is what was told, and company still changes nothing."""
    model, path = exported
    before = OnnxReader(path.read_bytes()).read(ROWS)
    change = round_lstms(model, path, ROWS)
    reader = OnnxReader(path.read_bytes())
    assert ["DynamicQuantizeLSTM"] * 2 == operators(path)
    assert change == pytest.approx(np.abs(reader.read(ROWS) - before).max())
    alone = np.concatenate([reader.read([row]) for row in ROWS])
    np.testing.assert_allclose(reader.read(ROWS), alone, atol=1e-6, rtol=0)


def test_float32_where_8_bits_cost_too_much(exported, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file of a model that 8 bits would change too much is left alone."""
    model, path = exported
    before = path.read_bytes()
    monkeypatch.setattr(eight_bits, "LARGEST_ROUNDING", 0.0)
    assert round_lstms(model, path, ROWS) is None
    assert before == path.read_bytes()
