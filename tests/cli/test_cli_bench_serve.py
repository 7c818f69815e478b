from pathlib import Path

import pytest

from genre_core.errors import PlotlineError
from genre_core.limits import MAX_PLOTS
from tests.cli.running import run


def test_figures(tiny_bundle: Path) -> None:
    """One plot in milliseconds, batches in plots a second, measured at a real server."""
    sizes = ("--repeats", 3, "--plots", 8, "--batches", 4)
    told = run("bench", "serve", "--bundle", tiny_bundle, *sizes, "--json").json()
    single = ["one_plot_100_words_p50_ms", "one_plot_100_words_p95_ms"]
    assert [*single, "plots_per_second"] == list(told)
    assert 0 < told[single[0]] <= told[single[1]]
    assert told["plots_per_second"] > 0


def test_no_bundle(tmp_path: Path) -> None:
    """A folder that is none is told before a server is started."""
    with pytest.raises(PlotlineError, match="has none"):
        run("bench", "serve", "--bundle", tmp_path)


def test_wrong_use() -> None:
    """A batch larger than the API takes is refused here."""
    assert 2 == run("bench", "serve", "--plots", MAX_PLOTS + 1).code
