"""A made-up catalogue, scored by one process and on a local Ray cluster: speed, memory, a killed worker."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from genre_core.benchmarks.made_up import random_ids
from genre_core.benchmarks.memory import resident_megabytes
from genre_core.benchmarks.processes import commands_below
from genre_core.errors import PlotlineError
from genre_core.prediction.bundle import load_bundle
from genre_core.scoring.on_ray import check_ray

__all__ = ["WORKER", "largest_difference", "measure"]

WORKER = "ray::MapWorker"
"""What Ray Data calls the process of a worker."""

_FILES, _PARTS_A_FILE = 10, 2
_SECONDS_BETWEEN_LOOKS = 0.2

Figures = dict[str, float | str | None]


@dataclass
class _Watched:
    """What was seen of one run: megabytes at each look, from the first part that was done on."""

    workers: list[float] = field(default_factory=list)
    """Of the largest worker."""
    others: float = 0.0
    """At most, of all processes that are no workers."""
    killed: int | None = None


def measure(bundle: Path, plots: int, workers: list[int]) -> dict[str, Any]:
    """Figures of each run: plain, on Ray with each number of workers, and once more with one worker killed.

    Plots a second count from the first part of each worker on; ``seconds`` are those of the whole command.
    Megabytes are those of the largest worker in the first and in the second half of the run: a leak shows
    as the difference. Each run's answers are compared with those of the plain one, row by row. Raises
    PlotlineError, also when a row is missing.
    """
    if workers:
        check_ray()
    with tempfile.TemporaryDirectory(prefix="plotline-catalogue-") as name:
        folder = Path(name)
        _write_catalogue(folder / "plots", bundle, plots)
        runs = [_run(folder, bundle, plots, "plain", 1)]
        runs += [_run(folder, bundle, plots, f"ray {n}", n) for n in workers]
        if workers:
            most = max(workers)
            runs.append(_run(folder, bundle, plots, f"ray {most}, one killed", most, kill=True))
    return {"plots": plots, "runs": runs}


def _write_catalogue(folder: Path, bundle: Path, plots: int) -> None:
    """Plots as long as those of ``overviews``, of words that the model knows, numbered."""
    folder.mkdir()
    words = np.array(load_bundle(bundle).vocabulary.words)
    random = np.random.default_rng(0)
    edges = np.linspace(0, plots, _FILES + 1).astype(int)
    for number, (start, stop) in enumerate(pairwise(edges)):
        rows = random_ids(int(stop - start), len(words), random)
        texts = [" ".join(words[row]) for row in rows]
        table = pa.table({"number": np.arange(start, stop), "plot": texts})
        pq.write_table(table, folder / f"plots{number}.parquet")


def _run(
    folder: Path, bundle: Path, plots: int, name: str, workers: int, *, kill: bool = False
) -> Figures:
    """One command, watched until it ends."""
    output = folder / name.replace(" ", "-").replace(",", "")
    part_plots = -(-plots // (_FILES * _PARTS_A_FILE))
    command = [sys.executable, "-m", "genre_core", "predict", "--json", "--bundle", str(bundle)]
    command += ["--input", str(folder / "plots" / "*.parquet"), "--output", str(output)]
    command += ["--part-plots", str(part_plots)]
    if name != "plain":
        command += ["--engine", "ray", "--workers", str(workers)]
    started = time.perf_counter()
    with tempfile.TemporaryFile("w+") as said:
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=said, text=True) as process:  # noqa: S603
            watched = _watch(process, output, kill)
            told = process.stdout.read() if process.stdout else ""
        seconds = time.perf_counter() - started
        if process.returncode:
            said.seek(0)
            raise PlotlineError(f"Scoring by {name} failed: {said.read().strip()[-500:]}")
    if kill and watched.killed is None:
        raise PlotlineError("The run was over before a worker could be killed. Take more --plots.")
    if json.loads(told.splitlines()[-1])["rows"] != plots:
        raise PlotlineError(f"Scoring by {name} told of {told}, and there are {plots} plots.")
    half = len(watched.workers) // 2
    return {
        "run": name,
        "seconds": seconds,
        "plots_per_second": _plots_per_second(output, workers),
        "worker_mb_first_half": max(watched.workers[:half], default=0.0),
        "worker_mb_second_half": max(watched.workers[half:], default=0.0),
        "other_processes_mb": watched.others,
        "largest_difference": largest_difference(output, folder / "plain", plots),
    }


def _watch(process: "subprocess.Popen[str]", output: Path, kill: bool) -> _Watched:
    """Look at the workers from the first part on, and kill one of them then, by its id."""
    watched = _Watched()
    while process.poll() is None:
        below = commands_below(process.pid)
        workers = [each for each, command in below.items() if command.startswith(WORKER)]
        others = [each for each in (process.pid, *below) if each not in workers]
        if next(output.glob("*.parquet"), None):
            if kill and workers and watched.killed is None:
                watched.killed = workers[0]
                os.kill(watched.killed, signal.SIGKILL)
            sizes = [_megabytes(each) for each in workers or [process.pid]]
            watched.workers.append(max(sizes))
        if workers:
            watched.others = max(watched.others, sum(map(_megabytes, others)))
        time.sleep(_SECONDS_BETWEEN_LOOKS)
    return watched


def _megabytes(pid: int) -> float:
    """What a process holds; 0 when it has just ended."""
    try:
        return resident_megabytes(pid)
    except OSError:
        return 0.0


def _plots_per_second(output: Path, workers: int) -> float | None:
    """From the time at which each worker had one part done; None where there are too few parts."""
    parts = sorted((path.stat().st_mtime_ns, path) for path in output.glob("*.parquet"))
    rows = sum(pq.read_metadata(path).num_rows for _, path in parts[workers:])
    nanoseconds = parts[-1][0] - parts[workers - 1][0] if rows else 0
    return 1e9 * rows / nanoseconds if nanoseconds else None


def largest_difference(output: Path, plain: Path, plots: int) -> float:
    """Between the scores of a run and those of the plain one; PlotlineError unless each row is there once."""
    seen, largest = 0, 0.0
    for path in sorted(output.glob("*.parquet")):
        ours, theirs = pq.read_table(path), pq.read_table(plain / path.name)
        rows = np.arange(seen, seen + theirs.num_rows)
        if not np.array_equal(ours["number"].to_numpy(), rows):
            raise PlotlineError(
                f"{path.name} does not answer the rows from {seen:,} on, each once."
            )
        seen += len(rows)
        largest = max(largest, float(np.abs(_scores(ours) - _scores(theirs)).max()))
    if seen != plots:
        raise PlotlineError(f"There are {plots:,} plots, and answers to {seen:,}.")
    return largest


def _scores(table: pa.Table) -> Any:
    names = [name for name in table.column_names if name.startswith("score ")]
    return np.nan_to_num(np.column_stack([table[name].to_numpy() for name in names]), nan=-1)
