"""How long a run will take on this machine, said before it starts."""

import shutil
import statistics
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np

from genre_core.data.catalogue import find
from genre_core.jobs.events import read_events
from genre_core.jobs.runs import Run
from genre_core.jobs.settings import UPLOAD, RunSettings
from genre_core.limits import MAX_FILMS

__all__ = ["device_name", "expected_seconds", "machine_speed"]

_REFERENCE_SPEED = 110.0
"""``machine_speed`` of the two-core machine on which the figures below were taken."""
_STEP_SECONDS = 1.5e-4
"""For one LSTM to read one word of a batch and learn from it, however few units it has."""
_LSTM_EFFICIENCY = 0.5  # of a plain multiplication's speed, on two cores
_READING_SHARE = 1 / 3  # of the work of learning from a plot
_START_SECONDS = 9.0  # Python, TensorFlow, building the LSTM
_END_SECONDS = 5.0  # export, thresholds, test
_ATTEMPT_SECONDS = 3.0  # of a search: words and vectors anew, another LSTM
_VECTOR_SECONDS = {"shipped": 1.0, "counted": 2.0, "word2vec": 4.0, "glove": 8.0, "random": 0.0}
_UPLOADED_PLOTS = 1_000
_TOKENS = {"open": 105, "overviews": 45, "synopses": 220}
_TOKENS_OF_OTHERS = 130
_VALIDATION_BATCH = 64
_RUNS_TO_LEARN_FROM = 5


@dataclass(frozen=True)
class _Reading:
    plots: int
    validation_plots: int
    tokens: int
    """Words of a plot, on average."""


def expected_seconds(
    settings: RunSettings, past: Sequence[Run] = (), n_plots: int | None = None
) -> float:
    """Seconds from start to bundle when all epochs are read; right to a factor of about two.

    ``past`` are the runs of this machine: what they took corrects the guess. ``n_plots`` is the size of
    an uploaded table.
    """
    reading = _reading(settings, n_plots)
    slowness = _REFERENCE_SPEED / machine_speed()
    epoch = _epoch_seconds(settings, reading, slowness) * _correction(past)
    around = _START_SECONDS + _END_SECONDS + _VECTOR_SECONDS[settings.vectors]
    searching = settings.attempts * (_ATTEMPT_SECONDS * slowness + settings.epochs * epoch)
    return around * min(slowness, 3.0) + settings.epochs * epoch + searching


@lru_cache(maxsize=1)
def machine_speed() -> float:
    """Billions of operations a second of one core, measured once, in a tenth of a second.

    By products so small that no library shares them out, and the quickest of them: what else the machine
    does at the moment counts little.
    """
    size, times = 96, []
    left = np.full((size, size), 0.5, dtype=np.float32)
    until = time.perf_counter() + 0.1
    while time.perf_counter() < until:
        began = time.perf_counter()
        np.matmul(left, left)
        times.append(time.perf_counter() - began)
    return 2 * size**3 / min(times) / 1e9


@lru_cache(maxsize=1)
def device_name() -> str:
    """What will train: the first GPU's name, or the CPU; TensorFlow has the last word."""
    command = shutil.which("nvidia-smi")
    if command is None:
        return "CPU"
    asked = [command, "--query-gpu=name", "--format=csv,noheader"]
    try:
        answer = subprocess.run(asked, capture_output=True, text=True, timeout=5, check=True)  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return "CPU"
    return answer.stdout.partition("\n")[0].strip() or "CPU"


def _epoch_seconds(settings: RunSettings, reading: _Reading, slowness: float) -> float:
    training = _seconds(settings, reading.plots, settings.batch_size, reading.tokens)
    validating = _seconds(settings, reading.validation_plots, _VALIDATION_BATCH, reading.tokens)
    return (training + _READING_SHARE * validating) * slowness


def _seconds(settings: RunSettings, plots: int, batch_size: int, tokens: int) -> float:
    """Of learning from each plot once, on the reference machine."""
    directions = 2 if settings.bidirectional else 1
    batches = max(1, plots / batch_size)
    steps = batches * tokens * directions * settings.n_layers * _STEP_SECONDS
    inputs = settings.vector_dimensions
    operations = 0.0
    for _ in range(settings.n_layers):
        # Four gates; forwards once and backwards twice; a multiplication and an addition each.
        operations += 4 * 3 * 2 * settings.units * (inputs + settings.units) * directions
        inputs = settings.units * directions
    return steps + plots * tokens * operations / (_REFERENCE_SPEED * 1e9 * _LSTM_EFFICIENCY)


def _reading(settings: RunSettings, n_plots: int | None) -> _Reading:
    if settings.corpus == UPLOAD:
        rows, tokens = float(n_plots or _UPLOADED_PLOTS), _TOKENS_OF_OTHERS
    else:
        names = settings.corpus.split("+")
        rows = sum(find(name).rows for name in names)
        tokens = (
            sum(find(name).rows * _TOKENS.get(name, _TOKENS_OF_OTHERS) for name in names) / rows
        )
    held_out = 0.15 if settings.corpus == "open" else 0.1
    plots = min(rows * (1 - 2 * held_out), settings.n_films or MAX_FILMS)
    return _Reading(int(plots), int(rows * held_out), int(tokens))


def _correction(past: Sequence[Run]) -> float:
    """How much longer an epoch took than expected, in the middle of the latest runs; 1 without any."""
    ratios: list[float] = []
    for run in past:
        if run.state == "done" and (taken := _epochs_of(run)):
            expected = _epoch_seconds(
                run.trained_settings,
                _reading(run.settings, None),
                _REFERENCE_SPEED / machine_speed(),
            )
            ratios.append(statistics.median(taken) / expected)
        if len(ratios) == _RUNS_TO_LEARN_FROM:
            break
    return statistics.median(ratios) if ratios else 1.0


def _epochs_of(run: Run) -> list[float]:
    """Seconds from the end of each epoch to the end of the next, validation included."""
    told = [event for event in read_events(run.folder)[0] if event["kind"] in ("epoch", "start")]
    return [
        after["time"] - before["time"]
        for before, after in pairwise(told)
        if before["kind"] == after["kind"] == "epoch" and after["time"] > before["time"]
    ]
