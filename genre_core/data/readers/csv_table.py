"""Any CSV or TSV with a header: overviews, synopses, the 1,000-film IMDb table, anyone's own."""

from genre_core.data.assembly import RawFilm, RawFilms
from genre_core.data.columns import ColumnNames, count_usual, find_columns
from genre_core.data.table import open_table
from genre_core.data.tally import Tally, one_line
from genre_core.data.text_file import TextFile, TextLines

__all__ = ["read_csv_table"]


def read_csv_table(
    file: TextFile | TextLines, tally: Tally, columns: ColumnNames, *, require_genres: bool = True
) -> RawFilms:
    """Read a table whose columns are named as usual or by ``columns``.

    Raises CorpusError when the plot column, a named one, or with ``require_genres`` that of the
    genres is not there.
    """
    header, rows = open_table(file, tally, lambda header: count_usual(header, columns))
    found = find_columns(header, columns, require_genres=require_genres)
    positions = [found.get(field) for field in RawFilm._fields]
    raw = (RawFilm(*("" if at is None else row[at] for at in positions)) for row in rows)
    unknown = (column for at, column in enumerate(header) if at not in found.values())
    return RawFilms(
        str(file.path), raw, tuple(one_line(column) or "(unnamed)" for column in unknown)
    )
