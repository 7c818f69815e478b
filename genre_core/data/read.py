"""Any corpus file or folder in, one typed frame and its report out."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from genre_core.data.assembly import CleanGenres, RawFilms, assemble, drop_repeats
from genre_core.data.columns import ColumnNames
from genre_core.data.corpus import Corpus, ReadReport
from genre_core.data.readers.cmu import METADATA_FILE, PLOTS_FILE, read_cmu
from genre_core.data.readers.csv_table import read_csv_table
from genre_core.data.readers.single_label import is_single_label, read_single_label
from genre_core.data.splits import Shares, assign_splits
from genre_core.data.stored import StoredCorpus, store
from genre_core.data.tally import Tally
from genre_core.data.text_file import TextLines
from genre_core.errors import CorpusError
from genre_core.genres import clean_cmu_genres, clean_genres
from genre_core.limits import MAX_FILE_BYTES, MAX_FILE_LINES

__all__ = ["join_corpora", "read_cmu", "read_corpus", "read_stored"]


def read_corpus(  # noqa: PLR0913 - One argument a column reads best.
    source: str | Path,
    *,
    name: str | None = None,
    plot_column: str | None = None,
    genres_column: str | None = None,
    title_column: str | None = None,
    year_column: str | None = None,
    id_column: str | None = None,
    split_column: str | None = None,
    require_genres: bool = True,
    clean: CleanGenres | None = None,
) -> Corpus:
    """Read a folder with the CMU pair, a file of ``:::`` lines, or a CSV or TSV, plain or gzipped.

    ``name`` is the corpus's, by default that of the file. Columns of a table are found by their
    usual names (``columns.USUAL_NAMES``) or named here; the other formats have no column names.
    ``require_genres=False`` reads plots without genres too; ``clean`` makes other genres of the names
    than those of our taxonomy. Rows with one id are one film, in one
    split; without a split column the split comes from the id. Raises CorpusError.
    """
    path = Path(source)
    if _is_folder(path):
        return _read_folder(path, name, clean or clean_cmu_genres)
    columns = ColumnNames(
        plot=plot_column,
        genres=genres_column,
        title=title_column,
        year=year_column,
        film_id=id_column,
        split=split_column,
    )
    tally = Tally()
    file = TextLines(path, tally, MAX_FILE_BYTES, MAX_FILE_LINES)
    raw = _read_file(file, columns, require_genres=require_genres)
    return assemble(name or _name_of(path), raw, tally, clean or clean_genres)


def read_stored(
    source: str | Path, folder: Path, *, name: str | None = None, shares: Shares | None = None
) -> Corpus | StoredCorpus:
    """As ``read_corpus``, for files of any size: texts go to files in ``folder`` that have no name.

    With ``shares`` films go by their number, whatever split the rows name. A CMU pair, which is not so
    large, becomes a frame.
    """
    path = Path(source)
    if _is_folder(path):
        return _read_folder(path, name, clean_cmu_genres)
    tally = Tally()
    raw = _read_file(TextLines(path, tally), ColumnNames(), require_genres=True)
    corpus = store(name or _name_of(path), raw, tally, folder)
    return corpus.split_by(shares) if shares else corpus


def join_corpora(corpora: Sequence[Corpus], name: str | None = None) -> Corpus:
    """One corpus of all rows, named after its parts unless ``name`` is given.

    A film is known again by its id only, so two corpora that share films under different ids must
    agree on their splits, as ``overviews`` and ``synopses`` do. A film in several splits goes whole
    to test rather than validation rather than train; rows that repeat film and plot are dropped and
    counted. Raises CorpusError for no corpora.
    """
    if not corpora:
        raise CorpusError("Joining needs at least one corpus; got none. Name one.")
    reports = [corpus.report for corpus in corpora]
    tally = Tally(
        _sum(report.dropped for report in reports), _sum(report.notes for report in reports)
    )
    films = pd.concat([corpus.films for corpus in corpora], ignore_index=True)
    films, split_notes = assign_splits(drop_repeats(films, tally))
    tally.notes.update(split_notes)
    report = ReadReport(
        source=" + ".join(report.source for report in reports),
        rows_read=sum(report.rows_read for report in reports),
        rows_kept=len(films),
        dropped=dict(tally.dropped),
        notes=dict(tally.notes),
        unknown_columns=tuple(
            dict.fromkeys(column for report in reports for column in report.unknown_columns)
        ),
        unmapped_genres=dict(_sum(report.unmapped_genres for report in reports).most_common()),
    )
    return Corpus(name or "+".join(corpus.name for corpus in corpora), films, report)


def _sum(counts: Iterable[dict[str, int]]) -> Counter[str]:
    return sum(map(Counter, counts), Counter())


def _read_file(file: TextLines, columns: ColumnNames, *, require_genres: bool) -> RawFilms:
    _refuse_half_of_cmu(file.path)
    if is_single_label(replace(file, tally=Tally())):  # which must not count what is read again
        return read_single_label(file, file.tally, require_genres=require_genres)
    return read_csv_table(file, file.tally, columns, require_genres=require_genres)


def _name_of(path: Path) -> str:
    return path.name.split(".")[0]


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):  # Reading the path says what is wrong with it.
        return False


def _read_folder(folder: Path, name: str | None, clean: CleanGenres) -> Corpus:
    metadata, plots = folder / METADATA_FILE, folder / PLOTS_FILE
    if not (metadata.is_file() and plots.is_file()):
        raise CorpusError(
            f"A folder is read when it holds {METADATA_FILE} and {PLOTS_FILE}; {folder} does not. "
            "Name a file in it instead."
        )
    return read_cmu(metadata, plots, name=name or folder.name, clean=clean)


def _refuse_half_of_cmu(path: Path) -> None:
    if path.name in (METADATA_FILE, PLOTS_FILE):
        raise CorpusError(
            f"The CMU corpus is a pair, {METADATA_FILE} and {PLOTS_FILE}; {path.name} is half. "
            "Name the folder that holds both."
        )
