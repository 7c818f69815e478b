"""The last stage of every reader: rows of text become the typed frame and its report."""

from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from itertools import islice
from typing import NamedTuple

import pandas as pd

from genre_core.data.cells import genre_names, year_of
from genre_core.data.corpus import COLUMNS, Corpus, ReadReport
from genre_core.data.seen import Seen
from genre_core.data.splits import assign_splits
from genre_core.data.tally import Tally, one_line
from genre_core.errors import CorpusError
from genre_core.genres import clean_genres

__all__ = [
    "MORE_PLOTS",
    "CleanGenres",
    "RawFilm",
    "RawFilms",
    "assemble",
    "clean_films",
    "drop_repeats",
    "report_of",
    "why_nothing_left",
]

CleanGenres = Callable[[Iterable[str]], tuple[tuple[str, ...], tuple[str, ...]]]
"""Raw names -> (genres of the taxonomy, names that map to nothing)."""

_NO_PLOT = ("", "-", "n/a", "nan", "none", "null", "\\n")  # What exports write into an empty cell.
_ROWS_AT_ONCE = 5_000

MORE_PLOTS = "another plot of a film"
"""The remark on rows of a film that has an earlier row."""


class RawFilm(NamedTuple):
    """One row as text; "" stands for what the source does not have."""

    film_id: str
    title: str
    year: str
    genres: str
    split: str
    plot: str


class RawFilms(NamedTuple):
    """What a reader found in a source: its rows, which may come one by one, and what was not read."""

    source: str
    rows: Iterable[RawFilm]
    unknown_columns: tuple[str, ...] = ()


def assemble(name: str, raw: RawFilms, tally: Tally, clean: CleanGenres = clean_genres) -> Corpus:
    """Make a corpus of raw rows; ``tally`` holds what the reader dropped and noted, by their end.

    Rows without a plot and rows that repeat film and plot are dropped and counted. A row without
    an id gets one from its title and year, and without a title one from its plot. Raises
    CorpusError when no row is left.
    """
    frames = list(clean_films(raw.rows, tally, clean))
    if not frames:
        raise CorpusError(why_nothing_left(raw.source, tally))
    films = pd.concat(frames, ignore_index=True)
    _note_more_plots(films, tally)
    films, split_notes = assign_splits(films)
    tally.notes.update(split_notes)
    return Corpus(name, films[list(COLUMNS)], report_of(raw, len(films), tally))


def clean_films(
    raw: Iterable[RawFilm], tally: Tally, clean: CleanGenres = clean_genres
) -> Iterator[pd.DataFrame]:
    """Frames of some thousand rows that are kept: ``COLUMNS``, with what stands in the cell as split."""
    seen, rest = Seen(), iter(raw)
    while rows := list(islice(rest, _ROWS_AT_ONCE)):
        films = pd.DataFrame(rows, columns=list(RawFilm._fields), dtype="str")
        films = films.apply(lambda column: column.str.strip())
        films = _drop_empty_plots(films, tally)
        films["year"] = _years(films["year"], tally)
        films["film_id"] = _film_ids(films, tally)
        films = _drop_seen(films, tally, seen)
        if not films.empty:
            films["genres"] = _clean_all(films["genres"], clean, tally)
            yield films


def drop_repeats(films: pd.DataFrame, tally: Tally) -> pd.DataFrame:
    """Keep the first of rows with the same film and the same plot, and number the rows anew."""
    films = _drop_seen(films, tally, Seen())
    _note_more_plots(films, tally)
    return films


def report_of(raw: RawFilms, rows_kept: int, tally: Tally) -> ReadReport:
    """What a reader met, now that all rows are read."""
    return ReadReport(
        source=raw.source,
        rows_read=rows_kept + tally.dropped.total(),
        rows_kept=rows_kept,
        dropped=dict(tally.dropped),
        notes=dict(tally.notes),
        unknown_columns=raw.unknown_columns,
        unmapped_genres=dict(tally.unmapped.most_common()),
    )


def _drop_seen(films: pd.DataFrame, tally: Tally, seen: Seen) -> pd.DataFrame:
    pairs = zip(films["film_id"].tolist(), films["plot"].tolist(), strict=True)
    is_new = seen.are_new(f"{film_id}\0{plot}" for film_id, plot in pairs)
    if not is_new.all():
        tally.dropped["repeats a film and its plot"] += int((~is_new).sum())
    return films[is_new].reset_index(drop=True)


def _note_more_plots(films: pd.DataFrame, tally: Tally) -> None:
    if more := len(films) - films["film_id"].nunique():
        tally.notes[MORE_PLOTS] = more


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


def _clean_all(cells: pd.Series, clean: CleanGenres, tally: Tally) -> pd.Series:
    """Genres of each row; names that map to nothing are counted with their rows."""
    meanings = {cell: clean(genre_names(cell)) for cell in cells.unique()}
    genres = [meanings[cell][0] for cell in cells]
    if without := genres.count(()):
        tally.notes["no genre recognised"] += without
    tally.unmapped.update(one_line(name) for cell in cells for name in meanings[cell][1])
    return pd.Series(genres, index=cells.index, dtype=object)


def why_nothing_left(source: str, tally: Tally) -> str:
    """The words of an error for a source without a row that can be kept."""
    reasons = ", ".join(f"{reason}: {rows:,}" for reason, rows in tally.dropped.items())
    return (
        f"A corpus needs at least one row with a plot; {source} has none "
        f"({reasons or 'no rows below the header'}). Check the file, or name another plot column."
    )
