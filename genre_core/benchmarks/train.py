"""How fast training is: our loop, the naive one and PyTorch's LSTM, each in a process of its own."""

import json
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from genre_core.benchmarks.made_up import random_ids, random_labels
from genre_core.benchmarks.own_process import in_own_process
from genre_core.data.corpus import Corpus
from genre_core.training.config import TrainingConfig, make_config
from genre_core.training.prepare import prepare
from genre_core.training.process import check_device

__all__ = ["SIDES", "Plots", "Settings", "Stopwatch", "measure"]

SIDES = ("ours", "naive", "torch")
_SIDE = "genre_core.benchmarks.train_side"
_NOT_COUNTED = 5
"""Batches at the beginning of each side: functions are traced and memory is taken."""


@dataclass(frozen=True)
class Settings:
    """What is measured; the model's shape is that of the shipped recipe unless it is told."""

    units: int = TrainingConfig().model.units
    dimensions: int = TrainingConfig().model.dimensions
    batch_size: int = TrainingConfig().batch_size
    plots: int = 4_096
    seconds: float = 20.0
    """Of each side, after a few batches that do not count."""
    device: str = "auto"

    def config(self) -> TrainingConfig:
        """As training takes it; raises ConfigError."""
        return make_config(units=self.units, dimensions=self.dimensions, batch_size=self.batch_size)


@dataclass(frozen=True)
class Plots:
    """What is learned from."""

    rows: list[npt.NDArray[np.int32]]
    labels: npt.NDArray[np.bool_]
    n_words: int
    """Of the vocabulary."""

    def write(self, path: Path) -> None:
        """As one file."""
        lengths = [len(row) for row in self.rows]
        ids = np.concatenate(self.rows)
        np.savez(path, ids=ids, lengths=lengths, labels=self.labels, n_words=self.n_words)

    @classmethod
    def read(cls, path: Path) -> "Plots":
        """What ``write`` wrote."""
        with np.load(path, allow_pickle=False) as arrays:
            rows = np.split(arrays["ids"], np.cumsum(arrays["lengths"])[:-1])
            return cls(rows, arrays["labels"], int(arrays["n_words"]))


class Stopwatch:
    """Counts what was learned from when a few batches are over, until the time is up."""

    def __init__(self, seconds: float):
        self.most = seconds
        self.left = _NOT_COUNTED
        self.plots, self.words, self.seconds = 0, 0.0, 0.0

    def is_over(self, words: Sequence[float]) -> bool:
        """Told after each batch of the real words of each of its plots."""
        now = time.perf_counter()
        if self.left:
            self.left -= 1
            self.started = now
            return False
        self.plots += len(words)
        self.words += sum(words)
        self.seconds = now - self.started
        return self.seconds >= self.most


def measure(settings: Settings, corpora: Sequence[Corpus] = ()) -> dict[str, Any]:
    """Figures of each side, one after the other, and ratios; ``torch`` is None where it is not installed.

    ``corpora`` stand in for made-up plots. Of each side: plots and words a second (padding is no word),
    ``gflops`` of the LSTM's matrices and the dense layer, ``matmul_gflops`` of the framework's own product
    of large matrices, its share of the larger of the latter, and the process's peak memory. Raises
    ConfigError and PlotlineError.
    """
    check_device(settings.device)
    config = settings.config()
    plots = _plots(settings, config, corpora)
    figures: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "plots.npz"
        plots.write(file)
        told = json.dumps(asdict(settings))
        for side in SIDES:
            if side != "torch":
                figures[side] = in_own_process(_SIDE, side, file, told)
            elif find_spec("torch"):
                figures[side] = in_own_process(_SIDE, side, file, told, KERAS_BACKEND="torch")
            else:
                figures[side] = None
    peak = max(side["matmul_gflops"] for side in figures.values() if side)
    for side in filter(None, figures.values()):
        side["share_of_matmul"] = side["gflops"] / peak
    lengths = np.array([len(row) for row in plots.rows])
    return {
        **asdict(settings),
        "plots": len(plots.rows),
        "median_words": float(np.median(lengths)),
        "mean_words": float(lengths.mean()),
        "matmul_gflops": peak,
        **figures,
        "ratios": _ratios(figures),
    }


def _plots(settings: Settings, config: TrainingConfig, corpora: Sequence[Corpus]) -> Plots:
    if corpora:
        prepared = prepare(corpora, config.max_words, config.min_plots)
        train = prepared.splits["train"]
        return Plots(train.rows, train.labels, len(prepared.vocabulary))
    random = np.random.default_rng(0)
    return Plots(
        random_ids(settings.plots, config.max_words, random),
        random_labels(settings.plots, random),
        config.max_words,
    )


def _ratios(figures: dict[str, Any]) -> dict[str, float | None]:
    """How many times faster ours is: in plots than the naive loop, in words than PyTorch's LSTM."""
    ours, naive, torch = (figures[side] for side in SIDES)
    return {
        "to_naive": ours["plots_per_second"] / naive["plots_per_second"],
        "to_torch": ours["words_per_second"] / torch["words_per_second"] if torch else None,
    }
