"""Rows on disk are read as they were written, and leave nothing behind."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genre_core.data.rows_on_disk import ByteRows, TextRows

texts = st.text(st.characters(), max_size=20)  # half characters too: files may hold them


@given(st.lists(st.lists(texts, max_size=5), max_size=5))
def test_what_was_written_is_read(blocks: list[list[str]]) -> None:
    """Whatever the blocks it came in, in order, one by one or in slices."""
    rows = TextRows()
    for block in blocks:
        rows.extend(block)
    wanted = [text for block in blocks for text in block]
    assert wanted == list(rows)
    assert wanted[1:3] == rows[1:3]
    assert [rows[place] for place in reversed(range(len(rows)))] == wanted[::-1]
    with pytest.raises(IndexError):
        rows[len(rows)]


def test_sizes() -> None:
    """Bytes of each row."""
    rows = ByteRows()
    rows.extend([b"one", b"", b"three"])
    assert [3, 0, 5] == rows.sizes.tolist()


def test_nobody_sees_the_file(tmp_path: Path) -> None:
    """It has no name while it is read, and is closed with its last reader."""
    rows = ByteRows(tmp_path)
    rows.extend([b"a plot"])
    assert [] == list(tmp_path.iterdir())
    assert b"a plot" == rows[0]
    number = rows._file
    del rows
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(number)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    """It is the command line that puts this in words."""
    with pytest.raises(FileNotFoundError):
        ByteRows(tmp_path / "none")
