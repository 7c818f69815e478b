"""A table that a viewer hands over: checked and read in memory, never written to a file."""

from dataclasses import replace
from pathlib import Path, PurePath

from genre_core.data.assembly import assemble
from genre_core.data.columns import ColumnNames
from genre_core.data.corpus import Corpus
from genre_core.data.countries import countries_in
from genre_core.data.readers.csv_table import read_csv_table
from genre_core.data.readers.single_label import is_single_label, read_single_label
from genre_core.data.tally import Tally, one_line
from genre_core.data.text_file import TextFile, text_file_of
from genre_core.errors import CorpusError
from genre_core.limits import MAX_UPLOAD_BYTES
from genre_core.read_only import refuse_where_read_only

__all__ = ["read_upload", "uploaded_text"]

_GZIP_MAGIC = b"\x1f\x8b"


def read_upload(data: bytes, file_name: str) -> tuple[Corpus, dict[str, str]]:
    """The corpus in an uploaded CSV, TSV or file of ``:::`` lines, and the countries of its films.

    Raises CorpusError as ``uploaded_text`` does, and for all that ``read_corpus`` refuses.
    """
    tally = Tally()
    file = uploaded_text(data, file_name, MAX_UPLOAD_BYTES, tally)
    name = file.path.name
    if is_single_label(file):
        return assemble(name, read_single_label(file, tally), tally), {}
    corpus = assemble(name, read_csv_table(file, tally, ColumnNames()), tally)
    countries = countries_in(file)
    if not countries:
        return corpus, countries
    unread = tuple(column for column in corpus.report.unknown_columns if not _is_country(column))
    return replace(corpus, report=replace(corpus.report, unknown_columns=unread)), countries


def uploaded_text(data: bytes, file_name: str, max_bytes: int, tally: Tally) -> TextFile:
    """The lines of an uploaded table, called by its bare name, which opens no file.

    Raises CorpusError for more than ``max_bytes``, for a packed file and for what is no text; for any where
    the server is read-only.
    """
    refuse_where_read_only(CorpusError)
    name = one_line(PurePath(file_name).name) or "your table"
    if len(data) > max_bytes:
        raise CorpusError(
            f"An uploaded table may have {max_bytes / 2**20:.0f} MB; {name} has "
            f"{len(data) / 2**20:.1f} MB. Upload fewer rows, or only the columns that are read."
        )
    if data.startswith(_GZIP_MAGIC):
        raise CorpusError(
            f"An uploaded table must be plain text; {name} is packed. Unpack it first."
        )
    return text_file_of(data, Path(name), tally)


def _is_country(column: str) -> bool:
    return "countr" in column.casefold()
