from pathlib import Path

import keras
import numpy as np
import onnx
import pytest

from genre_core.errors import TrainingError
from genre_core.models.config import LSTMConfig
from genre_core.models.lstm import build_lstm, copy_in_float32
from genre_core.prediction.reader import OnnxReader
from genre_core.training import export
from genre_core.training.export import LARGEST_DIFFERENCE, LARGEST_ROUNDING, export_onnx
from genre_core.training.finish import round_word_tables
from genre_core.training.reading import read_plots

pytestmark = pytest.mark.filterwarnings(
    "ignore:In the future `np.object`:FutureWarning"  # tf2onnx looks for a name NumPy took away
)

WORDS, GENRES = 50, 3
_random = np.random.default_rng(0)
ROWS = [_random.integers(1, WORDS, length, dtype=np.int32) for length in (1, 2, 9, 30)]
SMALL = LSTMConfig(dimensions=6, units=5)


def rounded(config: LSTMConfig) -> keras.Model:
    """An untrained model, its tables rounded as bundles store them."""
    model = build_lstm(config, WORDS, GENRES, seed=1)
    round_word_tables(model)
    return model


def make_sure(model: keras.Model, times: float) -> None:
    """Let the model say the same, but surer."""
    logits = model.get_layer("genre_logits")
    logits.set_weights([times * weights for weights in logits.get_weights()])


def operators(path: Path) -> list[str]:
    """What the graph does, and does repeatedly."""
    found = [node.op_type for node in onnx.load(path).graph.node]
    return [name for name in found if "LSTM" in name or name in ("Loop", "Scan", "If")]


@pytest.mark.parametrize(
    ("n_layers", "bidirectional"), [(1, False), (2, True)], ids=["one way", "two layers, both ways"]
)
def test_agrees_with_keras(tmp_path: Path, n_layers: int, bidirectional: bool) -> None:
    """Plots of every length have the probabilities that Keras gives them, but for 8 bits."""
    config = LSTMConfig(dimensions=6, units=5, n_layers=n_layers, bidirectional=bidirectional)
    model = rounded(config)
    make_sure(model, 5)
    path = tmp_path / "model.onnx"
    difference = export_onnx(model, config, path, ROWS)
    probabilities = OnnxReader(path.read_bytes()).read(ROWS)
    padded = read_plots(model, ROWS, max_tokens=100)
    assert np.abs(padded - probabilities).max() == pytest.approx(difference, abs=1e-5)
    assert 1e-6 < difference <= LARGEST_ROUNDING == 0.02
    assert ["DynamicQuantizeLSTM"] * n_layers == operators(path)


def test_float32_where_8_bits_cost_too_much(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A model that may not be rounded as much as it would be computes as it was trained."""
    monkeypatch.setattr(export, "LARGEST_ROUNDING", 0.0)
    model = rounded(SMALL)
    path = tmp_path / "model.onnx"
    assert export_onnx(model, SMALL, path, ROWS) <= LARGEST_DIFFERENCE == 1e-4
    assert ["LSTM"] == operators(path)


def test_states_agree_with_keras(tmp_path: Path) -> None:
    """The second output is what the LSTM's pooling gives in Keras."""
    model = rounded(SMALL)
    export_onnx(model, SMALL, tmp_path / "model.onnx", ROWS)
    states = OnnxReader((tmp_path / "model.onnx").read_bytes()).states(ROWS)
    pooling = keras.Model(model.input, model.get_layer("max_mean_pooling").output)
    alone = [np.asarray(pooling(row[np.newaxis]))[0] for row in ROWS]
    np.testing.assert_allclose(states, alone, atol=0.01, rtol=0)


def test_mixed_precision(tmp_path: Path) -> None:
    """A model of a graphics card's half precision is exported in full precision."""
    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy("mixed_float16")
    try:
        model = copy_in_float32(build_lstm(SMALL, WORDS, GENRES, seed=1), SMALL)
        round_word_tables(model)
        assert export_onnx(model, SMALL, tmp_path / "model.onnx", ROWS) <= LARGEST_ROUNDING
    finally:
        keras.config.set_dtype_policy(before)


@pytest.mark.filterwarnings("ignore:invalid value encountered:RuntimeWarning")  # that is the test
@pytest.mark.parametrize(
    ("layer", "factor"), [("word_vectors", 0.9), ("genre_logits", float("nan"))]
)
def test_disagreement(tmp_path: Path, layer: str, factor: float) -> None:
    """What is another function than Keras's, its vectors not rounded, or gives no number, is not written."""
    model = rounded(SMALL)
    make_sure(model, 50)
    changed = model.get_layer(layer)
    changed.set_weights([factor * weights for weights in changed.get_weights()])
    with pytest.raises(TrainingError, match=r"must agree with Keras to 0\.0001"):
        export_onnx(model, SMALL, tmp_path / "model.onnx", ROWS)
    assert [] == list(tmp_path.iterdir())
