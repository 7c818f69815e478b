"""Files of any encoding become lines; files that are no text are refused in words."""

import gzip
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from genre_core.data import text_file
from genre_core.data.tally import Tally
from genre_core.data.text_file import read_text_file
from genre_core.errors import CorpusError

TEXT = "plot,genres\nDas Gemälde schweigt – für immer,Drama\n"
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"]
NOBODY = 65_534


@pytest.fixture
def locked_file(tmp_path: Path) -> Iterator[Path]:
    """A file that may not be read; root may read all, so root becomes somebody else."""
    path = tmp_path / "locked.csv"
    path.write_text(TEXT)
    path.chmod(0)
    user = os.geteuid()
    if user == 0:
        os.seteuid(NOBODY)
    yield path
    os.seteuid(user)


def _read(path: Path) -> tuple[list[str], dict[str, int]]:
    tally = Tally()
    return read_text_file(path, tally).lines, dict(tally.notes)


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_every_encoding_gives_the_same_lines(tmp_path: Path, encoding: str, pack) -> None:
    """Byte-order marks, cp1252 and gzip are found without being told, and cp1252 is noted."""
    path = tmp_path / "films.csv"
    path.write_bytes(pack(TEXT.encode(encoding)))
    lines, notes = _read(path)
    assert TEXT.splitlines(keepends=True) == lines
    assert ({"line read as cp1252, not UTF-8": 1} if encoding == "cp1252" else {}) == notes


def test_one_odd_line_leaves_the_others_in_utf8(tmp_path: Path) -> None:
    """A cp1252 line in a UTF-8 file is read as what it is, and its neighbours are not touched."""
    path = tmp_path / "films.csv"
    path.write_bytes("café\n".encode() + "café\n".encode("cp1252") + b"x\x81\n")
    lines, notes = _read(path)
    assert ["café\n", "café\n", "x�\n"] == lines
    assert {"line read as cp1252, not UTF-8": 2, "line with undecodable characters": 1} == notes


def test_line_ends_may_be_mixed(tmp_path: Path) -> None:
    """Line ends of Windows, Unix and old Macs end lines; a separator of paragraphs does not."""
    path = tmp_path / "films.csv"
    path.write_bytes("a\r\nb\nc\rd\u2028e".encode())
    assert ["a\n", "b\n", "c\n", "d\u2028e"] == _read(path)[0]


def test_nul_characters_are_removed_and_noted(tmp_path: Path) -> None:
    """A few NUL characters do not make a file binary."""
    path = tmp_path / "films.csv"
    path.write_bytes(b"plot,genres\nA lamp\0 hums in the dark,Drama\n")
    lines, notes = _read(path)
    assert ["plot,genres\n", "A lamp hums in the dark,Drama\n"] == lines
    assert {"NUL characters removed from the line": 1} == notes


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b" \n\t\r\n", "is empty"),
        ("\ufeff\n\n".encode(), "only blank lines"),
        (b"\0\0\n", "binary"),
        (gzip.compress(b"", mtime=0), "is empty"),
        (gzip.compress(TEXT.encode(), mtime=0)[:-12], "damaged or cut off"),
        (b"\x1f\x8bnot gzip at all", "damaged or cut off"),
        (b"PK\x03\x04" + b"sheet" * 50, "Excel workbook"),
        (b"%PDF-1.7 and so on", "a PDF"),
        (bytes(range(256)) * 4, "binary"),
        (TEXT.encode("utf-16-le"), "UTF-16 without a byte-order mark"),
    ],
    ids=lambda value: value[:16] if isinstance(value, str) else None,
)
def test_what_is_no_text_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    """Empty, damaged and binary files end in a message that says which it is."""
    path = tmp_path / "films.csv"
    path.write_bytes(content)
    with pytest.raises(CorpusError, match=message):
        _read(path)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("", "is a folder"),
        ("missing.csv", "does not. Check the path"),
        ("n" * 5_000, "readable"),
        ("films.csv/more.csv", "does not. Check the path"),
    ],
    ids=["folder", "missing", "long name", "below a file"],
)
def test_a_path_that_is_no_file_is_refused(tmp_path: Path, name: str, message: str) -> None:
    """The message says what stands at the path instead of a file."""
    (tmp_path / "films.csv").write_text(TEXT)
    with pytest.raises(CorpusError, match=message):
        _read(tmp_path / name)


def test_a_pipe_is_refused(tmp_path: Path) -> None:
    """Reading a pipe that nobody writes to would never end."""
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(CorpusError, match="device or pipe"):
        _read(tmp_path / "pipe")


def test_no_permission_is_said(locked_file: Path) -> None:
    """A file that may not be read is named with the reason."""
    with pytest.raises(CorpusError, match="Permission denied"):
        _read(locked_file)


def test_a_file_that_unpacks_without_end_stops_at_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only as much is unpacked as may be read."""
    monkeypatch.setattr(text_file, "MAX_FILE_BYTES", 1_000_000)
    path = tmp_path / "films.csv.gz"
    path.write_bytes(gzip.compress(b"a" * 1_000_000))
    assert 1 == len(_read(path)[0])
    path.write_bytes(gzip.compress(b"a" * 1_000_001))
    with pytest.raises(CorpusError, match="may hold 1 MB, unpacked"):
        _read(path)


def test_too_many_lines_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message gives the limit and the next step."""
    monkeypatch.setattr(text_file, "MAX_FILE_LINES", 3)
    path = tmp_path / "films.csv"
    path.write_text("a\nb\nc\nd\n")
    with pytest.raises(CorpusError, match=r"may have 3 lines; .* has more\. Split it"):
        _read(path)
