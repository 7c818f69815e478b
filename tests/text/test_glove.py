import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from genre_core.errors import VectorsError
from genre_core.text.glove import read_glove
from genre_core.text.vocabulary import Vocabulary

HOUSE = Vocabulary(("[padding]", "[unknown]", "house", "ghost", "zyzzyva", "barn"))
LINES = "the 1 1 1\nghost 0.5 -2 1e-1\n, 0 0 0\nhouse 1 2 3\ncafé 4 5 6\n"

Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a file of word vectors."""

    def write_lines(text: str) -> Path:
        path = tmp_path / "vectors.txt"
        path.write_text(text, encoding="utf-8")
        return path

    return write_lines


def test_vectors(write: Write) -> None:
    """A row a word, in the order of the vocabulary; zeros for words that the file has not."""
    found = read_glove(write(LINES), HOUSE, 3)
    expected = [[0, 0, 0], [0, 0, 0], [1, 2, 3], [0.5, -2, 0.1], [0, 0, 0], [0, 0, 0]]
    np.testing.assert_array_equal(np.float32(expected), found.vectors)
    assert np.float32 == found.vectors.dtype


def test_coverage(write: Write) -> None:
    """Two of the four words have a vector; padding and unknown are no words."""
    found = read_glove(write(LINES), HOUSE, 3)
    assert (2, 0.5) == (found.n_found, found.coverage)


def test_special_words_get_no_vector(write: Write) -> None:
    """A line for "[unknown]" is not taken for the unknown word."""
    found = read_glove(write("[unknown] 1 1 1\n"), HOUSE, 3)
    assert not found.vectors.any()


def test_file_is_streamed(tmp_path: Path) -> None:
    """A damaged line is refused when it is met, though the file has not come to its end."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    end = os.open(pipe, os.O_RDWR)  # held open, so that reading on would wait for ever
    try:
        os.write(end, b"the 1 1 1\nghost 1\n" + b"the 1 1 1\n" * 2_000)
        with pytest.raises(VectorsError, match="line 2 "):
            read_glove(pipe, HOUSE, 3)
    finally:
        os.close(end)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (LINES + "barn 1 2", r"line 6 of .*'barn', has 2 numbers"),
        (LINES + "barn 1 2 3 4\n", r"line 6 of .*'barn', has 4 numbers"),
        (LINES + "barn 1 2 -", r"line 6 of .*'barn', is not"),
        (LINES + "barn 1 nan 3\n", r"line 6 of .*'barn', is not"),
        (LINES + "barn 1 1e999 3\n", r"line 6 of .*'barn', is not"),
        (LINES + "\n", r"line 6 of .*'', has 0 numbers"),
    ],
    ids=["cut", "a number too many", "cut number", "not a number", "infinite", "blank"],
)
def test_damaged_line(write: Write, text: str, told: str) -> None:
    """A line that is no word with numbers is refused, with its number and its word."""
    with pytest.raises(VectorsError, match=told):
        read_glove(write(text), HOUSE, 3)


def test_other_dimensions(write: Write) -> None:
    """Asked for 50 numbers, a file of 3 says so at its first line."""
    with pytest.raises(VectorsError, match=r"50 numbers; line 1 of .*'the', has 3 numbers"):
        read_glove(write(LINES), HOUSE, 50)


def test_missing_file(tmp_path: Path) -> None:
    """The message says how to get one."""
    with pytest.raises(VectorsError, match="data fetch glove"):
        read_glove(tmp_path / "none.txt", HOUSE, 3)


def test_binary_file(tmp_path: Path) -> None:
    """A file that is no text is refused."""
    path = tmp_path / "vectors.bin"
    path.write_bytes(b"\xff\xfe\x00\x80" * 100)
    with pytest.raises(VectorsError, match="cannot be read"):
        read_glove(path, HOUSE, 3)


@pytest.mark.data
def test_real_file(tmp_path: Path) -> None:
    """The published format is read; cut within its last line, the file is refused by that line."""
    path = Path(os.environ["GENRE_DATA_HOME"]) / "glove" / "glove.6B.100d.first-words.txt"
    found = read_glove(path, Vocabulary(("[padding]", "[unknown]", "the", "film", "zyzzyva")), 100)
    assert (2, (5, 100)) == (found.n_found, found.vectors.shape)
    cut = tmp_path / "cut.txt"
    cut.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(
        VectorsError, match=r"100 numbers; line 2604 of .*'corner', has \d\d numbers"
    ):
        read_glove(cut, HOUSE, 100)
