from pathlib import Path

import pytest

from genre_core.errors import PlotlineError
from tests.cli.running import run
from tests.programs import in_a_thread

SHORT = ("--training", "without", "--predictions", 5, "--least-pause", 0, "--most-pause", 0.1)


def test_two_viewers() -> None:
    """Two real sessions see every page and predict, at a real server: every answer is right, no error."""
    ran = in_a_thread(run, "bench", "load", "--viewers", 2, *SHORT, "--bursts", 1, "--json")
    [row] = ran.json()["rows"]
    assert (0, [], 0) == (row["errors"], row["first_errors"], ran.code)
    assert (2, False, 10) == (row["viewers"], row["training"], row["predictions"])
    for kind in ("open", "switch", "predict", "burst"):
        assert 0 < row[f"{kind}_p50_ms"] <= row[f"{kind}_p95_ms"]
    assert 50 < row["memory_before_mb"] <= row["memory_peak_mb"] < 500
    assert row["memory_after_mb"] <= row["memory_peak_mb"]


def test_no_bundle(tmp_path: Path) -> None:
    """A folder that is none is told before a server is started."""
    with pytest.raises(PlotlineError, match="has none"):
        run("bench", "load", "--bundle", tmp_path, *SHORT, "--json")


def test_wrong_use() -> None:
    """A pause that is longer at least than at most, or nobody who looks."""
    assert 2 == run("bench", "load", "--least-pause", 3, "--most-pause", 2).code
    assert 2 == run("bench", "load", "--viewers", 0).code
