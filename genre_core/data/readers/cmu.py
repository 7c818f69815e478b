"""The CMU Movie Summary Corpus: tab-separated metadata and plots, both without a header.

Bamman, O'Connor and Smith, "Learning Latent Personas of Film Characters", ACL 2013;
http://www.cs.cmu.edu/~ark/personas/ describes the files.
"""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from genre_core.data.assembly import CleanGenres, RawFilm, RawFilms, assemble
from genre_core.data.cells import genre_names, year_of
from genre_core.data.corpus import Corpus
from genre_core.data.tally import BLANK_LINE, CUT_OFF, WRONG_WIDTH, Tally
from genre_core.data.text_file import TextFile, read_text_file
from genre_core.errors import CorpusError
from genre_core.genres import clean_cmu_genres

__all__ = ["METADATA_FILE", "PLOTS_FILE", "read_cmu", "read_cmu_metadata"]

METADATA_FILE = "movie.metadata.tsv"
PLOTS_FILE = "plot_summaries.txt"

# Columns of the metadata: Wikipedia id, Freebase id, title, release date, revenue, runtime,
# languages, countries, genres (JSON from Freebase id to name).
_N_COLUMNS = 9
_ID, _TITLE, _DATE, _COUNTRIES, _GENRES = 0, 2, 3, 7, 8


def read_cmu(
    metadata_path: str | Path,
    plots_path: str | Path,
    *,
    name: str = "cmu",
    clean: CleanGenres = clean_cmu_genres,
) -> Corpus:
    """Read the films that have both metadata and a plot; film ids are ``wikipedia:`` and a number.

    Rows are those of the plots; films of the metadata without a plot are noted. Raises CorpusError
    when a file cannot be read, is not of this format, or no film is in both.
    """
    tally = Tally()
    metadata = _read_metadata(read_text_file(Path(metadata_path), tally), tally)
    plots = list(_read_plots(read_text_file(Path(plots_path), tally), tally))
    raw: list[RawFilm] = []
    for number, plot in plots:
        if film := metadata.get(number):
            title, date, genres = film
            raw.append(RawFilm(f"wikipedia:{number}", title, date, genres, "", plot))
        else:
            tally.dropped["film not in the metadata"] += 1
    if without := len(metadata.keys() - {number for number, _ in plots}):
        tally.notes["film of the metadata without a plot"] += without
    return assemble(name, RawFilms(f"{metadata_path} and {plots_path}", raw), tally, clean)


def read_cmu_metadata(path: str | Path) -> tuple[pd.DataFrame, dict[str, str]]:
    """All films of the metadata, which have no plots, and the first country of each, by film id.

    Columns ``film_id, title, year, genres, split`` as in ``Corpus.films``, with ``split`` "". Raises
    CorpusError as ``read_cmu`` does.
    """
    file = read_text_file(Path(path), Tally())
    metadata = _read_metadata(file, Tally())
    meanings = {cell: clean_cmu_genres(genre_names(cell))[0] for _, _, cell in metadata.values()}
    rows = pd.DataFrame(
        {
            "film_id": [f"wikipedia:{number}" for number in metadata],
            "title": [title for title, _, _ in metadata.values()],
            "year": pd.array([year_of(date) for _, date, _ in metadata.values()], dtype="Int64"),
            "genres": [meanings[cell] for _, _, cell in metadata.values()],
            "split": "",
        }
    )
    return rows, _countries(file)


def _countries(file: TextFile) -> dict[str, str]:
    rows = (fields for line in file.lines if len(fields := line.split("\t")) == _N_COLUMNS)
    named = {fields[_ID]: genre_names(fields[_COUNTRIES]) for fields in rows}
    return {f"wikipedia:{number}": names[0] for number, names in named.items() if names}


def _read_metadata(file: TextFile, tally: Tally) -> dict[str, tuple[str, str, str]]:
    """Wikipedia id -> title, release date, genre cell."""
    films: dict[str, tuple[str, str, str]] = {}
    for line in file.lines:
        fields = line.split("\t")
        if len(fields) != _N_COLUMNS:
            tally.notes["metadata row with the wrong number of fields"] += 1
        elif fields[_ID] in films:
            tally.notes["metadata row that repeats a film"] += 1
        else:
            films[fields[_ID]] = (fields[_TITLE], fields[_DATE], fields[_GENRES])
    if not films:
        raise CorpusError(
            f"{METADATA_FILE} has {_N_COLUMNS} columns joined by tabs; no row of {file.path} has. "
            "Unpack the published archive again."
        )
    return films


def _read_plots(file: TextFile, tally: Tally) -> Iterator[tuple[str, str]]:
    """Wikipedia id and plot of each whole row."""
    lines = file.lines
    if file.is_cut:
        lines = lines[:-1]
        tally.dropped[CUT_OFF] += 1
    for line in lines:
        number, tab, plot = line.partition("\t")
        if tab:
            yield number.strip(), plot
        else:
            tally.dropped[WRONG_WIDTH if line.strip() else BLANK_LINE] += 1
