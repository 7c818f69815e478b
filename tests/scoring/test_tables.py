"""Rows come in their order from any place on, and what is held of them does not grow with the table."""

import random
from pathlib import Path

import pyarrow as pa
import pytest

from genre_core.data.tally import Tally
from genre_core.scoring.tables import ROWS_AT_ONCE, open_rows
from tests.scoring.tables import write_parquet


@pytest.mark.parametrize("first_row", [0, 6, 7, 20, 23, 24])
def test_from_any_row_on(tmp_path: Path, first_row: int) -> None:
    """Within a row group of seven, at its edge, and at the end of the table."""
    texts = [str(number) for number in range(24)]
    path = write_parquet(tmp_path / "a.parquet", texts)
    (tmp_path / "a.csv").write_text("\n".join(["plot", *texts, ""]))
    for file in (path, tmp_path / "a.csv"):
        rows = open_rows(file, "plot", first_row, Tally())
        taken = [plot for n in (1, 5, 30) for plot in rows.take(n)["plot"].to_pylist()]
        assert (texts[first_row:], True) == (taken, rows.is_over)


@pytest.mark.parametrize("first_row", [0, 90_000])
def test_memory_does_not_grow(tmp_path: Path, first_row: int) -> None:
    """Of a row group of 24 MB a part is held, from its start or from far within it on."""
    chance = random.Random(0)
    texts = [chance.randbytes(100).hex() for _ in range(120_000)]
    path = write_parquet(tmp_path / "a.parquet", texts, rows_a_group=len(texts))
    del texts
    before = pa.total_allocated_bytes()
    rows, held = open_rows(path, "plot", first_row, Tally()), 0
    while rows.take(ROWS_AT_ONCE).num_rows:
        held = max(held, pa.total_allocated_bytes() - before)
    assert 0 < held < 10_000_000
