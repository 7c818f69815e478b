"""Bytes in whatever encoding they came, block by block, as text and as lines."""

import codecs
import io
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from genre_core.data.tally import Tally
from genre_core.errors import CorpusError

__all__ = ["decoded", "whole_lines"]

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


def decoded(blocks: Iterator[bytes], path: Path, tally: Tally) -> Iterator[str]:
    """Text with line ends as they stand in the file."""
    first = next(blocks, b"")
    encoding = next(
        (name for mark, name in _BYTE_ORDER_MARKS.items() if first.startswith(mark)), ""
    )
    if not encoding:
        _refuse_binary(first, path)
        for lines in _cut_at_line_ends(chain([first], blocks)):
            yield _decode_lines(lines, tally)
        return
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    for block in chain([first], blocks):
        yield decoder.decode(block)
    yield decoder.decode(b"", final=True)


def _cut_at_line_ends(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes cut where lines end: a character stands whole in one piece."""
    parts: list[bytes] = []
    for block in blocks:
        at = max(block.rfind(b"\n"), block.rfind(b"\r")) + 1
        if at:
            yield b"".join([*parts, block[:at]])
            parts = [block[at:]]
        else:
            parts.append(block)
    yield b"".join(parts)


def whole_lines(texts: Iterable[str]) -> Iterator[str]:
    """The same text in pieces of whole lines, each ended by ``\\n``; the last may lack its end."""
    ends = io.IncrementalNewlineDecoder(None, translate=True)
    parts: list[str] = []
    for text in chain(map(ends.decode, texts), [""]):
        at = text.rfind("\n") + 1
        if at:
            yield "".join([*parts, text[:at]])
            parts = [text[at:]]
        else:
            parts.append(text)
    yield "".join([*parts, ends.decode("", final=True)])


def _decode_lines(data: bytes, tally: Tally) -> str:
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
        raise CorpusError(
            f"A file must be text; {path} is {kind}. Save it as text in UTF-8; a table as CSV."
        )
