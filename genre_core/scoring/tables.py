"""Tables of any size, Parquet or text, as Arrow tables of some thousand rows one after the other."""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from genre_core.data.columns import ColumnNames, count_usual
from genre_core.data.table import open_table
from genre_core.data.tally import Tally, one_line
from genre_core.data.text_file import TextLines
from genre_core.errors import CorpusError
from genre_core.limits import MAX_COLUMNS

__all__ = ["ROWS_AT_ONCE", "RowStream", "n_rows_of", "open_rows", "parquet_file", "schema_of"]

ROWS_AT_ONCE = 8_192
_BUFFER_BYTES = 2**20  # Without it, and with pre_buffer, a row group is held whole.


def schema_of(file: Path, plot_column: str | None) -> pa.Schema:
    """Names and types of the columns; those of a CSV are all text. Raises CorpusError."""
    if file.suffix != ".parquet":
        return _text_schema(_open_text(file, plot_column, Tally())[0])
    with parquet_file(file) as parquet:
        schema = parquet.schema_arrow.remove_metadata()
    if len(schema) > MAX_COLUMNS:
        raise CorpusError(
            f"A table may have {MAX_COLUMNS:,} columns; {file} has {len(schema):,}. "
            "Keep only the columns that are read."
        )
    return schema


def n_rows_of(file: Path) -> int | None:
    """The rows of a Parquet file; None for a CSV, which would have to be read."""
    if file.suffix != ".parquet":
        return None
    with parquet_file(file) as parquet:
        return parquet.metadata.num_rows


class RowStream:
    """The rows of a table, some at a time; of those not yet taken it holds a few thousand at most."""

    def __init__(self, schema: pa.Schema, tables: Iterator[pa.Table]):
        self.schema = schema
        self._tables = tables
        self._ahead = schema.empty_table()

    def take(self, n_rows: int) -> pa.Table:
        """The next rows: fewer only at the end. Raises CorpusError."""
        self._look_ahead(n_rows)
        taken, self._ahead = self._ahead.slice(0, n_rows), self._ahead.slice(n_rows)
        return taken

    @property
    def is_over(self) -> bool:
        """Whether all rows are taken."""
        self._look_ahead(1)
        return not self._ahead.num_rows

    def _look_ahead(self, n_rows: int) -> None:
        while self._ahead.num_rows < n_rows and (more := next(self._tables, None)) is not None:
            # An empty slice would hold on to the rows that were taken.
            some = [table for table in (self._ahead, more) if table.num_rows]
            self._ahead = pa.concat_tables(some) if some else self._ahead


def open_rows(file: Path, plot_column: str, first_row: int, tally: Tally) -> RowStream:
    """The rows of a table from ``first_row`` on.

    A CSV is read from its start all the same, and what is dropped of it is counted in ``tally``.
    """
    schema = schema_of(file, plot_column)
    if file.suffix == ".parquet":
        return RowStream(schema, _parquet_tables(file, first_row))
    stream = RowStream(schema, _text_tables(file, plot_column, schema, tally))
    while first_row:
        first_row -= stream.take(min(first_row, ROWS_AT_ONCE)).num_rows or first_row
    return stream


@contextmanager
def parquet_file(file: Path) -> Generator[pq.ParquetFile]:
    """A Parquet file to read from; raises CorpusError for one that is damaged, then or while it is read."""
    try:
        with pq.ParquetFile(file, buffer_size=_BUFFER_BYTES, pre_buffer=False) as parquet:
            yield parquet
    except (pa.ArrowException, OSError) as error:
        raise CorpusError(
            f"A Parquet file must be whole; {file} cannot be read ({one_line(str(error), 120)}). "
            "Get it again."
        ) from error


def _parquet_tables(file: Path, first_row: int) -> Iterator[pa.Table]:
    with parquet_file(file) as parquet:
        groups = list(range(parquet.num_row_groups))
        while groups and first_row >= (size := parquet.metadata.row_group(groups[0]).num_rows):
            first_row -= size
            groups.pop(0)
        for batch in parquet.iter_batches(ROWS_AT_ONCE, row_groups=groups, use_threads=False):
            skipped = min(first_row, len(batch))
            first_row -= skipped
            if skipped < len(batch):
                table = pa.Table.from_batches([batch.slice(skipped)])
                yield table.replace_schema_metadata(None)


def _open_text(
    file: Path, plot_column: str | None, tally: Tally
) -> tuple[list[str], Iterator[list[str]]]:
    columns = ColumnNames(plot=plot_column)
    return open_table(TextLines(file, tally), tally, lambda header: count_usual(header, columns))


def _text_schema(header: list[str]) -> pa.Schema:
    return pa.schema([(name, pa.string()) for name in header])


def _text_tables(
    file: Path, plot_column: str, schema: pa.Schema, tally: Tally
) -> Iterator[pa.Table]:
    rows = _open_text(file, plot_column, tally)[1]
    while some := list(islice(rows, ROWS_AT_ONCE)):
        columns = [pa.array(column, pa.string()) for column in zip(*some, strict=True)]
        yield pa.Table.from_arrays(columns, schema=schema)
