"""A CSV or TSV as a header and rows, where one stray quote does not swallow the rows after it."""

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from genre_core.data.tally import BLANK_LINE, CUT_OFF, WRONG_WIDTH, Tally
from genre_core.data.text_file import TextFile, TextLines
from genre_core.errors import CorpusError
from genre_core.limits import MAX_COLUMNS, MAX_FILE_BYTES, MAX_LINES_PER_ROW

__all__ = ["Table", "open_table", "read_table"]

_DELIMITERS = (",", "\t", ";", "|")
_NO_DELIMITER = "\x1f"  # The unit separator: a table of one column may have commas in its plots.
_LINES_AT_ONCE = 20 * MAX_LINES_PER_ROW


@dataclass(frozen=True)
class Table:
    """Column names and rows of as many fields, blank ones included as ""."""

    header: list[str]
    rows: list[list[str]]


@dataclass(frozen=True)
class _Row:
    fields: list[str]
    n_lines: int
    has_stray_quote: bool = False


def read_table(file: TextFile, tally: Tally, count_usual: Callable[[Sequence[str]], int]) -> Table:
    """``open_table`` with all rows in memory."""
    header, rows = open_table(file, tally, count_usual)
    return Table(header, list(rows))


def open_table(
    file: TextFile | TextLines, tally: Tally, count_usual: Callable[[Sequence[str]], int]
) -> tuple[list[str], Iterator[list[str]]]:
    """The first line that is not blank as header, and the rest as rows of as many fields, one by one.

    The delimiter (comma, tab, semicolon, bar) is the one that gives the header most columns that
    ``count_usual`` knows, then most columns. Rows that are blank, too long, too short, cut off or
    torn by an unclosed quote are counted in ``tally.dropped``; a row with a stray quote but the
    right number of fields is kept and noted. Raises CorpusError beyond ``MAX_COLUMNS`` columns.
    """
    csv.field_size_limit(MAX_FILE_BYTES)  # Python's default refuses plots that are merely long.
    ahead = iter(file.lines)
    at, line = next((number, line) for number, line in enumerate(ahead) if line.strip())
    if at:
        tally.dropped[BLANK_LINE] += at
    delimiter, header = _read_header(line, count_usual)
    _refuse_wide(header, file.path)
    if repeated := len(header) - len(set(header)):
        tally.notes["repeated column name"] += repeated
    return header, _read_rows(ahead, delimiter, len(header), tally)


def _read_header(line: str, count_usual: Callable[[Sequence[str]], int]) -> tuple[str, list[str]]:
    headers = {delimiter: _read_line(line, delimiter) for delimiter in _DELIMITERS}
    best = max(_DELIMITERS, key=lambda it: (count_usual(headers[it]), len(headers[it])))
    delimiter = best if len(headers[best]) > 1 else _NO_DELIMITER
    return delimiter, [name.strip() for name in headers[best]]


def _refuse_wide(header: Sequence[str], path: Path) -> None:
    if len(header) > MAX_COLUMNS:
        raise CorpusError(
            f"A table may have {MAX_COLUMNS:,} columns; {path} has {len(header):,}. "
            "Keep only the columns that are read."
        )


def _read_rows(
    ahead: Iterator[str], delimiter: str, width: int, tally: Tally
) -> Iterator[list[str]]:
    lines: list[str] = []
    at = 0
    while True:
        if len(lines) - at < MAX_LINES_PER_ROW:
            lines, at = [*lines[at:], *islice(ahead, _LINES_AT_ONCE)], 0
        if at == len(lines):
            return
        row = _read_row(lines, at, delimiter, width)
        at += row.n_lines
        is_cut = at == len(lines) and not lines[-1].endswith("\n")
        if reason := _why_dropped(row, width, is_cut):
            tally.dropped[reason] += 1
        else:
            tally.notes.update(_remarks(row, is_cut))
            yield row.fields


def _read_row(lines: Sequence[str], at: int, delimiter: str, width: int) -> _Row:
    """The row that begins on a line.

    Where its quotes do not add up, it is that line alone, and the next line begins the next row.
    """
    span = range(at, min(at + MAX_LINES_PER_ROW, len(lines)))
    reader = csv.reader(
        map(lines.__getitem__, span), delimiter=delimiter, skipinitialspace=True, strict=True
    )
    try:
        fields = next(reader)
    except csv.Error:
        return _Row(_read_line(lines[at], delimiter), 1, has_stray_quote=True)
    if reader.line_num > 1 and len(fields) != width:
        return _Row(_read_line(lines[at], delimiter), 1, has_stray_quote=True)
    return _Row(fields, reader.line_num)


def _read_line(line: str, delimiter: str) -> list[str]:
    return next(csv.reader([line], delimiter=delimiter, skipinitialspace=True))


def _why_dropped(row: _Row, width: int, is_cut: bool) -> str | None:
    if not row.has_stray_quote and not any(map(str.strip, row.fields)):
        return BLANK_LINE
    if is_cut and (row.has_stray_quote or len(row.fields) != width):
        return CUT_OFF
    if len(row.fields) != width:
        return "unclosed quote" if row.has_stray_quote else WRONG_WIDTH
    return None


def _remarks(row: _Row, is_cut: bool) -> list[str]:
    remarks = {
        "stray quote, row kept": row.has_stray_quote,
        "row over several lines": row.n_lines > 1,
        "last row without a line end": is_cut,
    }
    return [remark for remark, holds in remarks.items() if holds]
