"""A file of text as lines: unpacked, within bounds, in whatever encoding it came."""

import gzip
import io
import zlib
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from genre_core.data.decoding import decoded, whole_lines
from genre_core.data.tally import Tally
from genre_core.errors import CorpusError
from genre_core.limits import (
    MAX_FILE_BYTES,
    MAX_FILE_LINES,
    MAX_STREAMED_BYTES,
    MAX_STREAMED_LINES,
)

__all__ = ["TextFile", "TextLines", "read_text_file", "text_file_of"]

_GZIP_MAGIC = b"\x1f\x8b"
_BLOCK_BYTES = 2**20


@dataclass(frozen=True)
class TextFile:
    """Lines of a file, each with its line end, always ``\\n``; at least one is not blank."""

    path: Path
    lines: list[str]

    @property
    def is_cut(self) -> bool:
        """Whether the last line has no line end, as when a copy was cut off."""
        return not self.lines[-1].endswith("\n")


@dataclass(frozen=True)
class TextLines:
    """``TextFile`` for a file of any size: each reading goes through it anew and holds a block of it.

    It counts in the tally as ``read_text_file`` does and raises what that raises, when it gets there.
    """

    path: Path
    tally: Tally
    max_bytes: int = MAX_STREAMED_BYTES
    max_lines: int = MAX_STREAMED_LINES

    @property
    def lines(self) -> Iterator[str]:
        """From the first line on."""
        with _opened(self.path) as file:
            yield from _lines_of(file, self.path, self.tally, self.max_bytes, self.max_lines)


def read_text_file(path: Path, tally: Tally) -> TextFile:
    """Read a text file, plain or gzipped, with ``\\n``, ``\\r\\n`` and ``\\r`` as line ends.

    The encoding is the one of the byte-order mark, else UTF-8, else line by line UTF-8 or cp1252.
    Lines read as cp1252, with NUL characters (removed) or undecodable bytes (read as �) are counted
    in ``tally.notes``. Raises CorpusError when the file cannot be opened, is empty, is not text or
    is beyond ``MAX_FILE_BYTES`` or ``MAX_FILE_LINES``.
    """
    return TextFile(path, list(TextLines(path, tally, MAX_FILE_BYTES, MAX_FILE_LINES).lines))


def text_file_of(data: bytes, path: Path, tally: Tally) -> TextFile:
    """``read_text_file`` of a file's unpacked bytes; ``path`` is what messages call it."""
    return TextFile(
        path, list(_lines_of(io.BytesIO(data), path, tally, MAX_FILE_BYTES, MAX_FILE_LINES))
    )


def _lines_of(
    file: BinaryIO, path: Path, tally: Tally, max_bytes: int, max_lines: int
) -> Iterator[str]:
    n_lines, has_text = 0, False
    for text in whole_lines(decoded(_blocks(file, path, max_bytes), path, tally)):
        lines = io.StringIO(text).readlines()
        n_lines += len(lines)
        if n_lines > max_lines:
            raise CorpusError(f"A file may have {max_lines:,} lines; {path} has more. Split it.")
        _count_lines_with("�", lines, text, "line with undecodable characters", tally)
        if _count_lines_with("\0", lines, text, "NUL characters removed from the line", tally):
            lines = [line.replace("\0", "") for line in lines]
        has_text = has_text or any(map(str.strip, lines))
        yield from lines
    if not has_text:
        raise CorpusError(f"A file must hold text; {path} has only blank lines. Check it.")


def _count_lines_with(
    character: str, lines: list[str], text: str, remark: str, tally: Tally
) -> int:
    found = sum(character in line for line in lines) if character in text else 0
    if found:
        tally.notes[remark] += found
    return found


@contextmanager
def _opened(path: Path) -> Generator[BinaryIO]:
    """The unpacked bytes of a file; what goes wrong in reading them becomes a CorpusError."""
    try:
        if not path.is_file():
            raise CorpusError(_why_no_file(path))
        with path.open("rb") as file:
            if file.peek(2)[:2] == _GZIP_MAGIC:
                with gzip.open(file) as unpacked:
                    yield cast(BinaryIO, unpacked)
            else:
                yield file
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise CorpusError(
            f"A .gz file must unpack; {path} is damaged or cut off ({error}). Get it again."
        ) from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path.
        reason = getattr(error, "strerror", None) or str(error)
        raise CorpusError(
            f"A file must be readable; {path} is not ({reason}). Check its name and permissions."
        ) from error


def _blocks(file: BinaryIO, path: Path, max_bytes: int) -> Iterator[bytes]:
    """The bytes of a file, block by block, of which one or more is not blank."""
    n_bytes, is_blank = 0, True
    while block := file.read(_BLOCK_BYTES):
        n_bytes += len(block)
        if n_bytes > max_bytes:
            raise CorpusError(
                f"A file may hold {max_bytes // 10**6:,} MB, unpacked; {path} holds more. "
                "Split the file, or keep only the columns that are read."
            )
        is_blank = is_blank and not block.strip()
        yield block
    if is_blank:
        raise CorpusError(f"A file must hold text; {path} is empty. Check where it came from.")


def _why_no_file(path: Path) -> str:
    if path.is_dir():
        return f"A file was expected; {path} is a folder. Name a file in it."
    if path.exists():
        return f"A file was expected; {path} is a device or pipe. Save it as a file first."
    return f"A file must exist; {path} does not. Check the path."
