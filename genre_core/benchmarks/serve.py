"""The API over HTTP: one plot at a time, and batches from several clients."""

import json
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import numpy as np

from genre_core.benchmarks.made_up import random_plots
from genre_core.benchmarks.served import Served, started
from genre_core.errors import PlotlineError
from genre_core.prediction.bundle import load_bundle

__all__ = ["measure"]

_ONE_PLOT_WORDS, _BATCH_WORDS = 100, 40
_WARM_UP = 3
_OK = 200


def measure(
    bundle: Path, *, repeats: int = 200, plots: int = 256, batches: int = 40, clients: int = 2
) -> dict[str, float]:
    """Milliseconds of one plot of 100 words, and plots of 40 words a second in batches of ``plots``.

    The server is a process of its own on this machine; the time counts from the first byte sent to the
    last one received. ``clients`` send batches at once. Raises PlotlineError when it does not answer.
    """
    words = load_bundle(bundle).vocabulary.words[2:]
    random = np.random.default_rng(0)
    singles = random_plots(words, _WARM_UP + repeats, _ONE_PLOT_WORDS, random)
    many = [random_plots(words, plots, _BATCH_WORDS, random) for _ in range(batches)]
    with started(bundle) as served:
        times = _send(served, "/predict", [{"plot": plot} for plot in singles])[_WARM_UP:]
        _send(served, "/predict/batch", [{"plots": many[0]}])
        seconds = _send_together(served, [{"plots": batch} for batch in many], clients)
    return {
        "one_plot_100_words_p50_ms": 1000 * float(np.percentile(times, 50)),
        "one_plot_100_words_p95_ms": 1000 * float(np.percentile(times, 95)),
        "plots_per_second": plots * batches / seconds,
    }


def _send_together(served: Served, bodies: Sequence[dict[str, Any]], clients: int) -> float:
    """Seconds until all are answered."""
    started_at = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        shares = [bodies[client::clients] for client in range(clients)]
        list(pool.map(lambda share: _send(served, "/predict/batch", share), shares))
    return time.perf_counter() - started_at


def _send(served: Served, path: str, bodies: Sequence[dict[str, Any]]) -> list[float]:
    """Seconds that each took, one after the other on one line."""
    line = HTTPConnection(served.host, served.port, timeout=60)
    times: list[float] = []
    try:
        for content in [json.dumps(body).encode() for body in bodies]:
            started_at = time.perf_counter()
            line.request("POST", path, content, {"Content-Type": "application/json"})
            answer = line.getresponse()
            told = answer.read()
            times.append(time.perf_counter() - started_at)
            if answer.status != _OK:
                raise PlotlineError(f"The server answered {answer.status}: {told.decode()}")
    finally:
        line.close()
    return times
