"""Training from a table of any size: what it takes in memory, measured in a fresh process for each size."""

import csv
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from genre_core.benchmarks.memory import peak_megabytes
from genre_core.errors import PlotlineError

__all__ = ["measure"]

_COLUMNS = ("film_id", "title", "year", "genres", "plot")


def measure(n_plots: int, seconds: int, vectors: str) -> dict[str, float]:
    """Train for some seconds on a table of ``n_plots``: rows a second, and peak memory by each stage.

    Peaks in megabytes, each since the start of the process: after reading, after words and ids, after
    the word vectors, after learning and its validation, and at the end. Raises PlotlineError.
    """
    with tempfile.TemporaryDirectory(prefix="plotline-stream-") as folder:
        table = Path(folder) / "films.csv"
        _write_table(table, n_plots)
        command = [sys.executable, "-m", __name__, str(table), str(seconds), vectors]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise PlotlineError(
            f"Measuring {n_plots:,} plots failed: {done.stderr.strip().splitlines()[-1:]}"
        )
    return {"plots": n_plots, **json.loads(done.stdout.splitlines()[-1])}


def _write_table(path: Path, n_plots: int) -> None:
    """The films of the open corpus again and again, each time under another id."""
    from genre_core.data.catalogue import load

    films = load("open").films
    columns = [films[name].tolist() for name in _COLUMNS if name != "genres"]
    columns.insert(_COLUMNS.index("genres"), films["genres"].map("|".join).tolist())
    rows = list(zip(*columns, strict=True))
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(_COLUMNS)
        for number in range(n_plots):
            film_id, *others = rows[number % len(rows)]
            table.writerow([f"{film_id}-{number}", *others])


def _measure_here(table: Path, seconds: int, vectors: str) -> dict[str, float]:
    from genre_core.data.catalogue import load_stored
    from genre_core.data.usable import check_corpora

    started = time.perf_counter()
    corpora = [load_stored(table, table.parent)]
    check_corpora(corpora)
    reading = time.perf_counter() - started
    n_plots = corpora[0].report.rows_kept
    after_reading = peak_megabytes()

    from genre_core.training.process import start_process

    start_process("cpu")
    from genre_core.benchmarks.watch import Watch
    from genre_core.training.config import make_config
    from genre_core.training.run import train

    config = make_config(
        dimensions=16, units=8, train_tokens=64, max_tokens=128, epochs=1, vectors=vectors
    )
    watch = Watch(seconds, config.batch_size)
    train(
        corpora,
        table.parent / "bundle",
        config,
        progress=False,
        cancelled=watch.is_time_over,
        observer=watch,
    )
    words = watch.begun["vectors"] - watch.begun["words"]
    return {
        "table_mb": table.stat().st_size / 1e6,
        "read_rows_per_second": n_plots / reading,
        "words_rows_per_second": n_plots / words,
        "learn_plots_per_second": watch.plots_per_second,
        "peak_mb_reading": after_reading,
        "peak_mb_words": watch.peaks["vectors"],
        "peak_mb_vectors": watch.peaks["training"],
        "peak_mb_learning": watch.peaks["exporting"],
        "peak_mb": peak_megabytes(),
        "seconds": time.perf_counter() - started,
    }


if __name__ == "__main__":
    print(json.dumps(_measure_here(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3])))
