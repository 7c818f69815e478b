from pathlib import Path

import keras
import numpy as np
import onnx
import pytest

from genre_core.errors import TrainingError
from genre_core.models.config import LSTMConfig
from genre_core.models.lstm import build_lstm, copy_in_float32
from genre_core.prediction.reader import OnnxReader
from genre_core.training.export import LARGEST_DIFFERENCE, check_export, export_onnx
from genre_core.training.finish import round_word_tables
from genre_core.training.reading import read_plots

pytestmark = pytest.mark.filterwarnings(
    "ignore:In the future `np.object`:FutureWarning"  # tf2onnx looks for a name NumPy took away
)

WORDS, GENRES = 50, 3
_random = np.random.default_rng(0)
ROWS = [_random.integers(1, WORDS, length, dtype=np.int32) for length in (1, 2, 9, 30)]


def exported(model: keras.Model, config: LSTMConfig, path: Path) -> np.ndarray:
    """Probabilities by the exported model."""
    export_onnx(model, config, path)
    return OnnxReader(path.read_bytes()).read(ROWS)


@pytest.mark.parametrize(
    ("n_layers", "bidirectional"), [(1, False), (2, True)], ids=["one way", "two layers, both ways"]
)
def test_agrees_with_keras(tmp_path: Path, n_layers: int, bidirectional: bool) -> None:
    """Plots of every length have the probabilities that Keras gives them, alone and padded."""
    config = LSTMConfig(dimensions=6, units=5, n_layers=n_layers, bidirectional=bidirectional)
    model = build_lstm(config, WORDS, GENRES, seed=1)
    round_word_tables(model)
    probabilities = exported(model, config, tmp_path / "model.onnx")
    assert check_export(model, probabilities, ROWS) <= LARGEST_DIFFERENCE == 1e-4
    padded = read_plots(model, ROWS, max_tokens=100)
    np.testing.assert_allclose(padded, probabilities, atol=1e-5, rtol=0)
    graph = onnx.load(tmp_path / "model.onnx").graph
    operators = [node.op_type for node in graph.node]
    assert (n_layers, 0) == (operators.count("LSTM"), operators.count("Loop"))


def test_states_agree_with_keras(tmp_path: Path) -> None:
    """The second output is what the LSTM's pooling gives in Keras."""
    config = LSTMConfig(dimensions=6, units=5)
    model = build_lstm(config, WORDS, GENRES, seed=1)
    round_word_tables(model)
    export_onnx(model, config, tmp_path / "model.onnx")
    states = OnnxReader((tmp_path / "model.onnx").read_bytes()).states(ROWS)
    pooling = keras.Model(model.input, model.get_layer("max_mean_pooling").output)
    alone = [np.asarray(pooling(row[np.newaxis]))[0] for row in ROWS]
    np.testing.assert_allclose(states, alone, atol=1e-5, rtol=0)


def test_mixed_precision(tmp_path: Path) -> None:
    """A model of a graphics card's half precision is exported in full precision."""
    config = LSTMConfig(dimensions=6, units=5)
    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy("mixed_float16")
    try:
        model = copy_in_float32(build_lstm(config, WORDS, GENRES, seed=1), config)
        round_word_tables(model)
        probabilities = exported(model, config, tmp_path / "model.onnx")
    finally:
        keras.config.set_dtype_policy(before)
    assert check_export(model, probabilities, ROWS) <= 1e-5


@pytest.mark.parametrize("fault", [1e-3, float("nan")])
def test_disagreement(fault: float) -> None:
    """An export that differs from Keras, or gives no number, is not written into a bundle."""
    model = build_lstm(LSTMConfig(dimensions=6, units=5), WORDS, GENRES)
    with pytest.raises(TrainingError, match=r"must agree with Keras to 0\.0001"):
        check_export(model, read_plots(model, ROWS, max_tokens=100) + fault, ROWS)
