"""The last stage of every reader: rows of text become the typed frame and its report."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from typing import NamedTuple

import pandas as pd

from genre_core.data.cells import genre_names, year_of
from genre_core.data.corpus import COLUMNS, Corpus, ReadReport
from genre_core.data.splits import assign_splits
from genre_core.data.tally import Tally, one_line
from genre_core.errors import CorpusError
from genre_core.genres import clean_genres

__all__ = ["CleanGenres", "RawFilm", "assemble", "drop_repeats"]

CleanGenres = Callable[[Iterable[str]], tuple[tuple[str, ...], tuple[str, ...]]]
"""Raw names -> (genres of the taxonomy, names that map to nothing)."""

_NO_PLOT = ("", "-", "n/a", "nan", "none", "null", "\\n")  # What exports write into an empty cell.


class RawFilm(NamedTuple):
    """One row as text; "" stands for what the source does not have."""

    film_id: str
    title: str
    year: str
    genres: str
    split: str
    plot: str


def assemble(
    name: str,
    source: str,
    raw: Sequence[RawFilm],
    tally: Tally,
    *,
    clean: CleanGenres = clean_genres,
    unknown_columns: tuple[str, ...] = (),
) -> Corpus:
    """Make a corpus of raw rows; ``tally`` holds what the reader dropped and noted before.

    Rows without a plot and rows that repeat film and plot are dropped and counted. A row without
    an id gets one from its title and year, and without a title one from its plot. Raises
    CorpusError when no row is left.
    """
    rows_read = len(raw) + tally.dropped.total()
    films = pd.DataFrame(list(raw), columns=list(RawFilm._fields), dtype="str")
    films = films.apply(lambda column: column.str.strip())
    films = _drop_empty_plots(films, tally)
    films["year"] = _years(films["year"], tally)
    films["film_id"] = _film_ids(films, tally)
    films = drop_repeats(films, tally)
    if films.empty:
        raise CorpusError(_why_nothing_left(source, tally))
    films["genres"], unmapped = _clean_all(films["genres"], clean, tally)
    films, split_notes = assign_splits(films)
    tally.notes.update(split_notes)
    report = ReadReport(
        source=source,
        rows_read=rows_read,
        rows_kept=len(films),
        dropped=dict(tally.dropped),
        notes=dict(tally.notes),
        unknown_columns=unknown_columns,
        unmapped_genres=unmapped,
    )
    return Corpus(name, films[list(COLUMNS)], report)


def drop_repeats(films: pd.DataFrame, tally: Tally) -> pd.DataFrame:
    """Keep the first of rows with the same film and the same plot, and number the rows anew."""
    repeats = films.duplicated(["film_id", "plot"])
    if repeats.any():
        tally.dropped["repeats a film and its plot"] += int(repeats.sum())
    films = films[~repeats].reset_index(drop=True)
    more = films.duplicated("film_id")
    if more.any():
        tally.notes["another plot of a film"] = int(more.sum())
    return films


def _drop_empty_plots(films: pd.DataFrame, tally: Tally) -> pd.DataFrame:
    empty = films["plot"].str.lower().isin(_NO_PLOT)
    if empty.any():
        tally.dropped["empty plot"] += int(empty.sum())
    return films[~empty].copy()


def _years(cells: pd.Series, tally: Tally) -> pd.Series:
    texts = cells.tolist()
    years = [year_of(text) for text in texts]
    unread = sum(year is None and text != "" for year, text in zip(years, texts, strict=True))
    if unread:
        tally.notes["unparsable year"] += unread
    return pd.Series(years, index=cells.index, dtype="Int64")


def _film_ids(films: pd.DataFrame, tally: Tally) -> list[str]:
    has_no_id, has_no_title = films["film_id"] == "", films["title"] == ""
    made = {
        "film id made from title and year": has_no_id & ~has_no_title,
        "film id made from the plot": has_no_id & has_no_title,
    }
    tally.notes.update({remark: int(rows.sum()) for remark, rows in made.items() if rows.any()})
    columns = [films[column].tolist() for column in ("film_id", "title", "year", "plot")]
    return [
        film_id or _made_id(title, year, plot)
        for film_id, title, year, plot in zip(*columns, strict=True)
    ]


def _made_id(title: str, year: int, plot: str) -> str:
    if title:
        known_year = "" if pd.isna(year) else year
        return f"title:{' '.join(title.casefold().split())}|{known_year}"
    return f"plot:{sha256(plot.encode()).hexdigest()[:16]}"


def _clean_all(
    cells: pd.Series, clean: CleanGenres, tally: Tally
) -> tuple[pd.Series, dict[str, int]]:
    """Genres of each row, and names that map to nothing with their rows, most frequent first."""
    meanings = {cell: clean(genre_names(cell)) for cell in cells.unique()}
    genres = [meanings[cell][0] for cell in cells]
    if without := genres.count(()):
        tally.notes["no genre recognised"] += without
    unmapped = Counter(one_line(name) for cell in cells for name in meanings[cell][1])
    return pd.Series(genres, index=cells.index, dtype=object), dict(unmapped.most_common())


def _why_nothing_left(source: str, tally: Tally) -> str:
    reasons = ", ".join(f"{reason}: {rows:,}" for reason, rows in tally.dropped.items())
    return (
        f"A corpus needs at least one row with a plot; {source} has none "
        f"({reasons or 'no rows below the header'}). Check the file, or name another plot column."
    )
