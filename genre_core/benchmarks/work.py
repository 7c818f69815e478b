"""How much arithmetic an LSTM takes, and how fast this machine multiplies matrices."""

import time
from collections.abc import Callable
from typing import Any

from genre_core.models.config import LSTMConfig

__all__ = ["matmul_gflops", "training_gflops"]

_THERE_AND_BACK = (
    3  # a learning step takes the arithmetic of reading once for itself, twice for its slopes
)
_SECONDS, _IN_A_ROW = 2.0, 4


def training_gflops(config: LSTMConfig, n_tokens: float, n_plots: float, n_genres: int) -> float:
    """Billions of additions and multiplications to learn from plots of that many real words.

    Those of the LSTM's matrices and of the dense layer after it; padding is no work, and neither are
    dropout, pooling and the optimizer.
    """
    ways = 2 if config.bidirectional else 1
    each_token, read = 0, config.dimensions
    for _ in range(config.n_layers):
        each_token += ways * 2 * 4 * config.units * (read + config.units)
        read = ways * config.units
    each_plot = 2 * (2 * read) * n_genres
    return _THERE_AND_BACK * (each_token * n_tokens + each_plot * n_plots) / 1e9


def matmul_gflops(
    multiply: Callable[[Any, Any], Any], wait: Callable[[Any], object], square: Any
) -> float:
    """The most billions a second that products of a square matrix came to, measured for two seconds.

    ``multiply`` and ``wait`` are the framework's: on a GPU a product is only ordered at first.
    """
    size = square.shape[0]
    wait(multiply(square, square))
    best, ends = 0.0, time.perf_counter() + _SECONDS
    while time.perf_counter() < ends:
        started, product = time.perf_counter(), square
        for _ in range(_IN_A_ROW):
            product = multiply(square, product)
        wait(product)
        best = max(best, _IN_A_ROW * 2 * size**3 / (time.perf_counter() - started) / 1e9)
    return best
