"""The same catalogue on a Ray cluster of two workers, one of which is killed."""

import os
import signal
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import pytest

from genre_core.benchmarks.catalogue import WORKER
from genre_core.benchmarks.processes import commands_below
from genre_core.errors import ConfigError, PlotlineError
from genre_core.scoring import score_catalogue
from genre_core.scoring.on_ray import Worker
from genre_core.scoring.scorer import Order, Task
from genre_core.scoring.sources import find_sources
from tests.scoring.tables import plots, read_answers, write_catalogue, write_parquet

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
@pytest.mark.skipif(find_spec("ray") is None, reason="requirements-ray.txt is not installed")
def test_a_killed_worker_costs_no_row(tiny_bundle: Path, tmp_path: Path) -> None:
    """Row for row, name for name and score for score what one process writes, CSV and Parquet."""
    pattern = write_catalogue(tmp_path / "plots")
    write_parquet(tmp_path / "plots" / "many.parquet", plots(20) * 500)
    output = tmp_path / "on_ray"
    command = [sys.executable, "-m", "genre_core", "predict", "--bundle", str(tiny_bundle)]
    command += ["--input", pattern, "--output", str(output), "--part-plots", "500"]
    command += ["--engine", "ray", "--workers", "2"]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as process:
        killed = _kill_a_worker(process, output)
        told = process.communicate()[1]
    assert (0, True) == (process.returncode, killed), told
    score_catalogue(pattern, tmp_path / "plain", tiny_bundle, plots_a_part=500)
    assert 10_000 == len(read_answers(output)["many"])
    assert read_answers(tmp_path / "plain") == read_answers(output)


def _kill_a_worker(process: subprocess.Popen, output: Path) -> bool:
    """kill -9 by its id, once there is a part; whether there was one to kill."""
    while process.poll() is None:
        below = commands_below(process.pid).items()
        workers = [each for each, command in below if command.startswith(WORKER)]
        if workers and any(output.glob("*.parquet")):
            os.kill(workers[0], signal.SIGKILL)
            return True
        time.sleep(0.02)
    return False


class TestWorker:
    """What runs on each worker of a cluster, here in this process."""

    def test_tells_its_parts_and_what_is_wrong(self, tiny_bundle: Path, tmp_path: Path) -> None:
        """A fault comes back as its sentence: an error of ours would reach nobody whole."""
        output = tmp_path / "scored"
        output.mkdir()
        [source] = find_sources(str(write_parquet(tmp_path / "a.parquet", ["x"])), output, None, [])
        worker = Worker(Order(str(tiny_bundle), "another seal", str(output), 10))
        told = worker({"task": [Task(source=source, first=0, stop=1).model_dump_json()]})
        assert [""] == told["part"]
        assert "has changed since the scoring began" in told["fault"][0]


def test_ray_is_named_where_it_is_missing(
    tiny_bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the command that brings it; what is wrong with the input is told before."""
    monkeypatch.setitem(sys.modules, "ray", None)
    arguments = (tmp_path / "scored", tiny_bundle)
    with pytest.raises(ConfigError, match=r"pip install -r requirements-ray\.txt"):
        score_catalogue(write_catalogue(tmp_path / "plots"), *arguments, engine="ray")
    with pytest.raises(PlotlineError, match="No file fits"):
        score_catalogue(str(tmp_path / "none"), *arguments, engine="ray")
