"""A table of plots in, the same table with genres out."""

import csv
import io
import re
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from genre_core.data.columns import ColumnNames, count_usual, find_columns
from genre_core.data.table import read_table
from genre_core.data.tally import Tally
from genre_core.data.text_file import TextFile, read_text_file
from genre_core.data.upload import uploaded_text
from genre_core.errors import CorpusError, PlotlineError
from genre_core.files import whole
from genre_core.limits import MAX_BULK_BYTES, MAX_BULK_ROWS
from genre_core.prediction.predictor import Predictor
from genre_core.prediction.reading import PLOTS_AT_ONCE, Reading, read_each

__all__ = [
    "TableReport",
    "predict_table",
    "predict_upload",
    "safe_cell",
]

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-][0-9.,]+(?:[eE][+-]?[0-9]+)?")
_QUOTED = "cell begins like a formula and got a quote in front"


@dataclass(frozen=True)
class TableReport:
    """What became of a table of plots."""

    rows: int
    """Rows written."""
    without_words: int
    """Rows whose plot has no word that the model knows; they get no scores and no genre."""
    without_genres: int
    """Rows where no genre reached its threshold, those without words among them."""
    dropped: dict[str, int] = field(default_factory=dict)
    """Reason -> rows of the input that could not be read."""
    notes: dict[str, int] = field(default_factory=dict)
    """Remark -> rows or cells of the input, all kept, for which it holds."""


def predict_table(
    source: Path,
    output: Path,
    predictor: Predictor,
    *,
    plot_column: str | None = None,
    advance: Callable[[int, int], None] | None = None,
) -> TableReport:
    """Write the table ``source`` to ``output`` with ``predicted_genres`` and one score a genre added.

    Genres are joined by ``|``. Rows and columns keep their order. Cells that a spreadsheet would run as
    a formula get a quote in front, and are counted; numbers stay. A plot without a word the model knows
    gets no scores. The output appears whole or not at all. Raises CorpusError for a table that cannot
    be read or has no rows, PlotlineError when the output cannot be written.
    """
    tally = Tally()
    plots = _read_plots(read_text_file(source, tally), tally, ColumnNames(plot=plot_column))
    if output.exists() and output.samefile(source):
        raise PlotlineError(f"The output must not be the input, {source}. Name another file.")
    with _whole_file(output) as writer:
        without = _write_rows(plots, predictor, None, writer, tally, advance)
    return TableReport(len(plots.rows), *without, dict(tally.dropped), dict(tally.notes))


def predict_upload(
    data: bytes,
    file_name: str,
    predictor: Predictor,
    *,
    thresholds: npt.NDArray[np.floating] | None = None,
    advance: Callable[[int, int], None] | None = None,
) -> tuple[bytes, TableReport]:
    """``predict_table`` in memory: a viewer's table in, a CSV in UTF-8 with a byte-order mark out.

    ``thresholds (n_genres,)`` stand in for the model's own. Raises CorpusError for more than
    ``MAX_BULK_ROWS``, as ``uploaded_text`` does, and for a table that cannot be read.
    """
    tally = Tally()
    file = uploaded_text(data, file_name, MAX_BULK_BYTES, tally)
    plots = _read_plots(file, tally, ColumnNames())
    if len(plots.rows) > MAX_BULK_ROWS:
        raise CorpusError(
            f"A table of plots may have {MAX_BULK_ROWS:,} rows; {file.path} has {len(plots.rows):,}. "
            "Upload it in parts, or use python -m genre_core predict, which has no such limit."
        )
    output = io.StringIO(newline="")
    write = csv.writer(output).writerow
    without = _write_rows(plots, predictor, thresholds, write, tally, advance)
    report = TableReport(len(plots.rows), *without, dict(tally.dropped), dict(tally.notes))
    return output.getvalue().encode("utf-8-sig", "replace"), report


def safe_cell(text: str) -> str:
    """A cell that a spreadsheet shows as text: a quote in front of what it would run as a formula.

    A number with its sign, such as -1.5, is no formula.
    """
    is_formula = text.startswith(_FORMULA_STARTS) and not _NUMBER.fullmatch(text)
    return f"'{text}" if is_formula else text


@dataclass(frozen=True)
class _Plots:
    header: list[str]
    rows: list[list[str]]
    at: int
    """The column of the plot."""


def _read_plots(file: TextFile, tally: Tally, columns: ColumnNames) -> _Plots:
    table = read_table(file, tally, lambda header: count_usual(header, columns))
    at = find_columns(table.header, columns, require_genres=False)["plot"]
    if not table.rows:
        reasons = ", ".join(f"{reason}: {rows:,}" for reason, rows in tally.dropped.items())
        raise CorpusError(
            f"A table of plots needs at least one row; {file.path} has none "
            f"({reasons or 'no rows below the header'}). Check the file."
        )
    return _Plots(table.header, table.rows, at)


def _write_rows(
    plots: _Plots,
    predictor: Predictor,
    thresholds: npt.NDArray[np.floating] | None,
    write: Callable[[list[str]], object],
    tally: Tally,
    advance: Callable[[int, int], None] | None,
) -> tuple[int, int]:
    """Write the header and all rows; returns how many were without words, and without genres."""
    without_words = without_genres = 0
    scores = [f"score {genre}" for genre in predictor.genres]
    write([*_safe(plots.header, tally), "predicted_genres", *scores])
    for start in range(0, len(plots.rows), PLOTS_AT_ONCE):
        rows = plots.rows[start : start + PLOTS_AT_ONCE]
        readings = read_each(predictor, [row[plots.at] for row in rows], thresholds)
        for row, reading in zip(rows, readings, strict=True):
            without_words += reading.probabilities is None
            without_genres += not reading.named
            write([*_safe(row, tally), "|".join(reading.named), *_told(reading, len(scores))])
        if advance:
            advance(start + len(rows), len(plots.rows))
    return without_words, without_genres


def _told(reading: Reading, n_genres: int) -> list[str]:
    if reading.probabilities is None:
        return [""] * n_genres
    return [f"{probability:.4f}" for probability in reading.probabilities]


def _safe(cells: list[str], tally: Tally) -> list[str]:
    safe = [safe_cell(cell) for cell in cells]
    if quoted := sum(map(str.__ne__, safe, cells)):
        tally.notes[_QUOTED] += quoted
    return safe


@contextmanager
def _whole_file(path: Path) -> Generator[Callable[[list[str]], object]]:
    """Write rows, and the file under its name when the last row is written."""
    if path.is_dir():
        raise PlotlineError(f"The output is a file, and {path} is a folder. Name a file in it.")
    try:
        with whole(path) as new, new.open("w", encoding="utf-8", newline="") as file:
            yield csv.writer(file).writerow
    except OSError as error:
        raise PlotlineError(
            f"{path} cannot be written ({error.strerror}). Name a file in a folder you may write to."
        ) from error
