import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from genre_core.benchmarks.catalogue import largest_difference
from genre_core.errors import ConfigError, PlotlineError
from genre_core.scoring import score_catalogue
from tests.cli.running import run
from tests.scoring.tables import plots, write_parquet


def test_figures(tiny_bundle: Path) -> None:
    """A real run of 200 plots: its time, its memory, and every row answered."""
    [told] = run(
        "bench", "catalogue", "--bundle", tiny_bundle, "--plots", 200, "--workers", 0, "--json"
    ).json()["runs"]
    assert ("plain", 0) == (told["run"], told["largest_difference"])
    assert told["seconds"] > 0


def test_no_ray(tiny_bundle: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Told before a catalogue is made up."""
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(ConfigError, match=r"requirements-ray\.txt"):
        run("bench", "catalogue", "--bundle", tiny_bundle)


def test_every_row_is_compared(tiny_bundle: Path, tmp_path: Path) -> None:
    """Another score is seen; a row that is missing, or there twice, is an error."""
    source = write_parquet(tmp_path / "a.parquet", plots(20))
    for name in ("plain", "other"):
        score_catalogue(str(source), tmp_path / name, tiny_bundle, plots_a_part=10)
    arguments = (tmp_path / "other", tmp_path / "plain", 20)
    assert 0 == largest_difference(*arguments)
    last = tmp_path / "other" / "a-00001.parquet"
    table = pq.read_table(last)
    at = table.column_names.index("score Horror")
    score = table["score Horror"]
    pq.write_table(
        table.set_column(at, "score Horror", score.combine_chunks().take([1] * 10)), last
    )
    assert largest_difference(*arguments) > 0
    for rows in (table.slice(0, 9), table.take([0, *range(9)])):
        pq.write_table(rows, last)
        with pytest.raises(PlotlineError):
            largest_difference(*arguments)
