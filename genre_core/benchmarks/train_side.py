"""One side of ``bench train``, in this process: learn for a while, then multiply matrices.

python -m genre_core.benchmarks.train_side SIDE PLOTS.npz SETTINGS_AS_JSON
"""

import json
import sys
from pathlib import Path
from typing import Any

from genre_core.benchmarks.memory import peak_megabytes
from genre_core.benchmarks.train import Plots, Settings
from genre_core.benchmarks.work import matmul_gflops, training_gflops
from genre_core.training.process import start_process

__all__ = ["main"]

_LARGE = {True: 2_048, False: 8_192}  # rows of a square matrix, on a CPU and on a GPU


def main(side: str, file: str, told: str) -> dict[str, Any]:
    """Its figures, as ``genre_core.benchmarks.train.measure`` tells them."""
    settings, plots = Settings(**json.loads(told)), Plots.read(Path(file))
    device = start_process(settings.device)
    # Only now: the device is chosen before Keras and its backend are loaded.
    if side == "torch":
        from genre_core.benchmarks.train_torch import large_square, learn, multiply, wait
    else:
        from genre_core.benchmarks.train_keras import large_square, multiply, wait
        from genre_core.benchmarks.train_keras import learn_as_we_do as learn

        if side == "naive":
            from genre_core.benchmarks.train_keras import learn_naively as learn
    watch = learn(plots, settings)
    memory = peak_megabytes()
    n_genres = plots.labels.shape[1]
    work = training_gflops(settings.config().model, watch.words, watch.plots, n_genres)
    return {
        "device": device,
        "plots_per_second": watch.plots / watch.seconds,
        "words_per_second": watch.words / watch.seconds,
        "gflops": work / watch.seconds,
        "matmul_gflops": matmul_gflops(multiply, wait, large_square(_LARGE["CPU" in device])),
        "seconds": watch.seconds,
        "peak_memory_mb": memory,
    }


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:])))
