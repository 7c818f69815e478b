import numpy as np
import pytest

from genre_core.benchmarks.work import matmul_gflops, training_gflops
from genre_core.models.config import LSTMConfig


def test_one_way_by_hand() -> None:
    """Four gates, each a row of vector and state for each unit, twice and thrice; and a dense layer."""
    config = LSTMConfig(dimensions=10, units=7, bidirectional=False)
    each_token, each_plot = 4 * 7 * (10 + 7), 2 * 7 * 18
    expected = 3 * 2 * (each_token * 1e6 + each_plot * 1e3) / 1e9
    assert expected == pytest.approx(training_gflops(config, 1e6, 1e3, 18))


def test_layers_and_ways_add_up() -> None:
    """A second layer reads what both directions of the first have kept."""
    one, two = (LSTMConfig(dimensions=8, units=4, n_layers=layers) for layers in (1, 2))
    assert training_gflops(LSTMConfig(dimensions=8, units=4), 1e6, 0, 18) == pytest.approx(
        2 * training_gflops(LSTMConfig(dimensions=8, units=4, bidirectional=False), 1e6, 0, 18)
    )
    # Twice 4 units are 8 numbers, as many as the vectors have: the second layer is as large as the first.
    assert 2 * training_gflops(one, 1e6, 0, 18) == pytest.approx(training_gflops(two, 1e6, 0, 18))


def test_products_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Figures come from products that were really made, the last of them waited for."""
    monkeypatch.setattr("genre_core.benchmarks.work._SECONDS", 0.05)
    made, waited = [], []

    def multiply(one, other):
        made.append(1)
        return one @ other

    square = np.eye(64, dtype=np.float32)
    assert matmul_gflops(multiply, lambda matrix: waited.append(matrix.sum()), square) > 0
    assert len(made) == 1 + 4 * (len(waited) - 1)
    assert {64.0} == set(waited)
