"""One plot and many, by the predictor and by Keras, each in a fresh process of its own."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from genre_core.benchmarks.memory import peak_megabytes
from genre_core.errors import PlotlineError
from genre_core.prediction.bundle import load_bundle

__all__ = ["measure"]

_BATCH_PLOTS, _BATCH_WORDS = 2_000, 40
_KERAS_REPEATS = 20
_HIGHER_IS_BETTER = "plots_per_second"
_COMPARED = ("one_plot_100_words_p50_ms", "one_plot_500_words_p50_ms", "plots_per_second")


def measure(bundle: Path, repeats: int) -> dict[str, Any]:
    """Figures of the predictor and of ``model.predict``, one after the other, and their ratios.

    Times in milliseconds or seconds, memory in megabytes (the process's peak). Raises BundleError, and
    PlotlineError when the bundle has no Keras model.
    """
    if "model.keras" not in load_bundle(bundle).manifest.files:
        raise PlotlineError(
            f"The comparison needs model.keras, and {bundle} has none. Name another."
        )
    ours = _in_own_process("predictor", bundle, repeats)
    keras = _in_own_process("keras", bundle, min(repeats, _KERAS_REPEATS))
    ratios = {
        key: ours[key] / keras[key] if key == _HIGHER_IS_BETTER else keras[key] / ours[key]
        for key in _COMPARED
    }
    return {"bundle": str(bundle), "predictor": ours, "keras": keras, "ratios": ratios}


def _in_own_process(side: str, bundle: Path, repeats: int) -> dict[str, float]:
    command = [sys.executable, "-m", __name__, side, str(bundle), str(repeats)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise PlotlineError(f"Measuring the {side} failed: {done.stderr.strip().splitlines()[-1:]}")
    return json.loads(done.stdout)


def _predictor(bundle: Path) -> Callable[[Sequence[str]], object]:
    from genre_core.prediction.predictor import Predictor

    return Predictor(bundle).predict


def _keras(bundle: Path) -> Callable[[Sequence[str]], object]:
    from genre_core.training.process import start_process

    start_process("cpu")
    from genre_core.text.tokens import tokenise
    from genre_core.text.vocabulary import pad
    from genre_core.training.load import load_keras

    loaded = load_bundle(bundle)
    model = load_keras(loaded)

    def read(plots: Sequence[str]) -> object:
        ids = [loaded.vocabulary.ids(tokenise(p), loaded.manifest.text.max_tokens) for p in plots]
        return model.predict(pad(ids), batch_size=64, verbose=0)

    return read


def _measure_here(side: str, bundle: Path, repeats: int) -> dict[str, float]:
    started = time.perf_counter()
    read = {"predictor": _predictor, "keras": _keras}[side](bundle)
    load_seconds = time.perf_counter() - started
    words = np.array(load_bundle(bundle).vocabulary.words[2:])
    random = np.random.default_rng(0)

    def plots(n: int, n_words: int) -> list[str]:
        """Made-up plots: words drawn as often as words of that rank are, each plot another."""
        ranks = 1 / np.arange(1, len(words) + 1)
        return [" ".join(row) for row in random.choice(words, (n, n_words), p=ranks / ranks.sum())]

    figures = {"load_seconds": load_seconds}
    for n_words in (100, 500):
        times = _milliseconds(read, plots(repeats + 3, n_words))[3:]
        for percentile in (50, 95):
            name = f"one_plot_{n_words}_words_p{percentile}_ms"
            figures[name] = float(np.percentile(times, percentile))
    many = plots(_BATCH_PLOTS, _BATCH_WORDS)
    read(many[:64])
    figures[_HIGHER_IS_BETTER] = _BATCH_PLOTS / (_milliseconds(read, [many])[0] / 1000)
    figures["peak_memory_mb"] = peak_megabytes()
    return figures


def _milliseconds(read: Callable[[Sequence[str]], object], inputs: Sequence[Any]) -> list[float]:
    times: list[float] = []
    for plots in inputs:
        started = time.perf_counter()
        read([plots] if isinstance(plots, str) else plots)
        times.append(1000 * (time.perf_counter() - started))
    return times


if __name__ == "__main__":
    print(json.dumps(_measure_here(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))))
