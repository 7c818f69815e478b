"""A file of text as lines: unpacked, within bounds, in whatever encoding it came."""

import codecs
import gzip
import io
import zlib
from dataclasses import dataclass
from pathlib import Path

from genre_core.data.limits import MAX_BYTES, MAX_LINES
from genre_core.data.tally import Tally
from genre_core.errors import CorpusError

__all__ = ["TextFile", "read_text_file", "text_file_of"]

_GZIP_MAGIC = b"\x1f\x8b"
_NOT_TEXT = {
    b"PK\x03\x04": "a zip archive or an Excel workbook",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"%PDF": "a PDF",
}
# UTF-32 first: its little-endian mark begins with that of UTF-16.
_BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_CONTROL_BYTES = bytes(set(range(32)) - set(b"\t\n\f\r"))
_MAX_CONTROL_SHARE = 0.1
_SAMPLE_BYTES = 65_536


@dataclass(frozen=True)
class TextFile:
    """Lines of a file, each with its line end, always ``\\n``; at least one is not blank."""

    path: Path
    lines: list[str]

    @property
    def is_cut(self) -> bool:
        """Whether the last line has no line end, as when a copy was cut off."""
        return not self.lines[-1].endswith("\n")


def read_text_file(path: Path, tally: Tally) -> TextFile:
    """Read a text file, plain or gzipped, with ``\\n``, ``\\r\\n`` and ``\\r`` as line ends.

    The encoding is the one of the byte-order mark, else UTF-8, else line by line UTF-8 or cp1252.
    Lines read as cp1252, with NUL characters (removed) or undecodable bytes (read as �) are counted
    in ``tally.notes``. Raises CorpusError when the file cannot be opened, is empty, is not text or
    is beyond ``MAX_BYTES`` or ``MAX_LINES``.
    """
    return text_file_of(_read_bytes(path), path, tally)


def text_file_of(data: bytes, path: Path, tally: Tally) -> TextFile:
    """``read_text_file`` of a file's unpacked bytes; ``path`` is what messages call it."""
    if not data.strip():
        raise CorpusError(f"A file must hold text; {path} is empty. Check where it came from.")
    text = _decode(data, path, tally)
    lines = io.StringIO(text, newline=None).readlines()
    if len(lines) > MAX_LINES:
        raise CorpusError(
            f"A file may have {MAX_LINES:,} lines; {path} has {len(lines):,}. Split it."
        )
    _count_lines_with(lines, "�", "line with undecodable characters", tally)
    if _count_lines_with(lines, "\0", "NUL characters removed from the line", tally):
        lines = [line.replace("\0", "") for line in lines]
    if not any(map(str.strip, lines)):
        raise CorpusError(f"A file must hold text; {path} has only blank lines. Check it.")
    return TextFile(path, lines)


def _count_lines_with(lines: list[str], character: str, remark: str, tally: Tally) -> int:
    found = sum(character in line for line in lines)
    if found:
        tally.notes[remark] += found
    return found


def _read_bytes(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise CorpusError(_why_no_file(path))
        with path.open("rb") as file:
            if file.peek(2)[:2] == _GZIP_MAGIC:
                with gzip.open(file) as unpacked:
                    data = unpacked.read(MAX_BYTES + 1)
            else:
                data = file.read(MAX_BYTES + 1)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise CorpusError(
            f"A .gz file must unpack; {path} is damaged or cut off ({error}). Get it again."
        ) from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path.
        reason = getattr(error, "strerror", None) or str(error)
        raise CorpusError(
            f"A corpus file must be readable; {path} is not ({reason}). "
            "Check its name and permissions."
        ) from error
    if len(data) > MAX_BYTES:
        raise CorpusError(
            f"A corpus file may hold {MAX_BYTES // 10**6} MB, unpacked; {path} holds more. "
            "Split the file, or keep only the columns that are read."
        )
    return data


def _why_no_file(path: Path) -> str:
    if path.is_dir():
        return f"A corpus file was expected; {path} is a folder. Name a file in it."
    if path.exists():
        return f"A corpus must be a file; {path} is a device or pipe. Save it as a file first."
    return f"A corpus file must exist; {path} does not. Check the path."


def _decode(data: bytes, path: Path, tally: Tally) -> str:
    for mark, encoding in _BYTE_ORDER_MARKS.items():
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    _refuse_binary(data, path)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        lines = [_decode_line(line, tally) for line in data.split(b"\n")]
        return "\n".join(lines)


def _decode_line(line: bytes, tally: Tally) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        tally.notes["line read as cp1252, not UTF-8"] += 1
        return line.decode("cp1252", errors="replace")


def _refuse_binary(data: bytes, path: Path) -> None:
    sample = data[:_SAMPLE_BYTES]
    kinds = [kind for magic, kind in _NOT_TEXT.items() if data.startswith(magic)]
    controls = len(sample) - len(sample.translate(None, _CONTROL_BYTES))
    if kinds or controls > _MAX_CONTROL_SHARE * len(sample):
        kind = kinds[0] if kinds else "binary, or UTF-16 without a byte-order mark"
        raise CorpusError(f"A file must be text; {path} is {kind}. Save it as CSV in UTF-8.")
