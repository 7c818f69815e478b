import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from genre_core.training.linear import draw_plots
from genre_core.training.rows import Cut, TokenRows, lengths_of

rows = st.lists(st.lists(st.integers(1, 99), min_size=1, max_size=9), max_size=9)


@given(rows)
def test_rows_on_disk_are_rows_in_memory(rows: list[list[int]]) -> None:
    """The same ids and the same lengths."""
    stored = TokenRows()
    stored.extend(np.array(row, dtype=np.int32) for row in rows)
    assert rows == [row.tolist() for row in stored]
    assert list(map(len, rows)) == stored.lengths.tolist() == lengths_of(list(stored)).tolist()
    assert [row[:3] for row in rows] == [row.tolist() for row in Cut(stored, 3)]
    if rows:
        assert rows[-1] == stored[-1].tolist()


def test_all_plots_are_drawn_where_memory_holds_them() -> None:
    """So the linear reader of a corpus of usual size learns from every plot, in order."""
    assert list(range(1_000)) == draw_plots(np.full(1_000, 9_000, np.int32), seed=1).tolist()


def test_as_many_plots_are_drawn_as_memory_holds() -> None:
    """Of many words a tenth of the plots, in order, by chance, and the same again with one seed."""
    lengths = np.full(100_000, 1_000, np.int32)
    drawn = draw_plots(lengths, seed=1)
    assert 10_000 == len(drawn)
    assert (np.diff(drawn) > 0).all()
    assert 40_000 < drawn.mean() < 60_000
    np.testing.assert_array_equal(drawn, draw_plots(lengths, seed=1))
