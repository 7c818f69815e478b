"""One plot and many, by the predictor, by Keras and by another system, each in a process of its own."""

import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from genre_core.benchmarks.made_up import random_plots
from genre_core.benchmarks.memory import peak_megabytes
from genre_core.benchmarks.own_process import in_own_process
from genre_core.errors import PlotlineError
from genre_core.prediction.bundle import load_bundle

__all__ = ["measure"]

_ONE_PLOT_WORDS = (100, 500, 800)
_BATCH_PLOTS, _BATCH_WORDS = 2_000, 40
_KERAS_REPEATS = 20
_HIGHER_IS_BETTER = "plots_per_second"
_COMPARED = (*(f"one_plot_{words}_words_p50_ms" for words in _ONE_PLOT_WORDS), _HIGHER_IS_BETTER)

Figures = dict[str, float]


def measure(bundle: Path, repeats: int, beside: Path | None = None) -> dict[str, Any]:
    """Figures of the predictor and of ``model.predict``, one after the other, and their ratios.

    ``beside`` is the bundle of another system, read by the predictor too: the same texts, of words that
    ``bundle`` knows; of a long one a system reads ``reads_at_most`` tokens. Times in milliseconds or
    seconds, memory in megabytes (the process's peak). Raises BundleError, and PlotlineError when
    ``bundle`` has no Keras model.
    """
    loaded = load_bundle(bundle)
    if "model.keras" not in loaded.manifest.files:
        raise PlotlineError(
            f"The comparison needs model.keras, and {bundle} has none. Name another."
        )
    other = load_bundle(beside) if beside else None
    ours = in_own_process(__name__, "predictor", bundle, bundle, repeats)
    keras = in_own_process(__name__, "keras", bundle, bundle, min(repeats, _KERAS_REPEATS))
    result = {
        "bundle": str(bundle),
        "reads_at_most": loaded.manifest.text.max_tokens,
        "predictor": ours,
        "keras": keras,
        "ratios": _ratios(ours, keras),
    }
    if other:
        figures = in_own_process(__name__, "predictor", beside, bundle, repeats)
        result["beside"] = {
            "bundle": str(beside),
            "name": other.manifest.name,
            "reads_at_most": other.manifest.text.max_tokens,
            "figures": figures,
            "ratios": _ratios(ours, figures),
        }
    return result


def _ratios(ours: Figures, others: Figures) -> Figures:
    """How many times faster ours are."""
    return {
        key: ours[key] / others[key] if key == _HIGHER_IS_BETTER else others[key] / ours[key]
        for key in _COMPARED
    }


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


def _measure_here(side: str, bundle: Path, words_of: Path, repeats: int) -> Figures:
    started = time.perf_counter()
    read = {"predictor": _predictor, "keras": _keras}[side](bundle)
    figures = {"load_seconds": time.perf_counter() - started}
    words = load_bundle(words_of).vocabulary.words[2:]
    random = np.random.default_rng(0)
    for n_words in _ONE_PLOT_WORDS:
        times = _milliseconds(read, random_plots(words, repeats + 3, n_words, random))[3:]
        for percentile in (50, 95):
            name = f"one_plot_{n_words}_words_p{percentile}_ms"
            figures[name] = float(np.percentile(times, percentile))
    many = random_plots(words, _BATCH_PLOTS, _BATCH_WORDS, random)
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
    folders = map(Path, sys.argv[2:4])
    print(json.dumps(_measure_here(sys.argv[1], *folders, repeats=int(sys.argv[4]))))
