"""The table to be audited, as it stands in its file: nothing is cleaned, dropped or mapped."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from genre_core.data.table import read_table
from genre_core.data.tally import Tally, one_line
from genre_core.data.text_file import read_text_file
from genre_core.errors import CorpusError

__all__ = ["FILM_COLUMNS", "FilmTable", "read_film_table"]

FILM_COLUMNS = ("film_id", "title", "year", "country", "genres", "plot")
_MAX_SHOWN = 20  # Columns of the file that an error message lists.


@dataclass(frozen=True)
class FilmTable:
    """``films`` has the columns of ``FILM_COLUMNS``, all text, and a row at least."""

    header: tuple[str, ...]
    films: pd.DataFrame
    remarks: dict[str, int]
    """What a reader would drop or remark on -> rows."""


def read_film_table(path: Path) -> FilmTable:
    """Read a CSV with at least the columns of ``FILM_COLUMNS``.

    Raises CorpusError when the file cannot be read, lacks a column or has no row.
    """
    tally = Tally()
    table = read_table(read_text_file(path, tally), tally, _count_known)
    if lacking := [name for name in FILM_COLUMNS if name not in table.header]:
        shown = ", ".join(map(one_line, table.header[:_MAX_SHOWN]))
        raise CorpusError(
            f"A table of films has the columns {', '.join(FILM_COLUMNS)}; {path} lacks "
            f"{', '.join(lacking)} and has [{shown}]. Add what it lacks."
        )
    if not table.rows:
        raise CorpusError(f"An audit needs at least one film; {path} has none. Check the file.")
    positions = {name: table.header.index(name) for name in FILM_COLUMNS}
    columns = {name: [row[at] for row in table.rows] for name, at in positions.items()}
    remarks = tally.dropped + tally.notes
    return FilmTable(tuple(table.header), pd.DataFrame(columns, dtype="str"), dict(remarks))


def _count_known(header: Sequence[str]) -> int:
    return len(set(header).intersection(FILM_COLUMNS))
