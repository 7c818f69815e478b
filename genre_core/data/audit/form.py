"""Rules for the form of the table: its columns, its order and what may stand in a cell."""

import re
from itertools import pairwise

import pandas as pd

from genre_core.data.audit.check import Check, check, none_of
from genre_core.data.audit.film_table import FILM_COLUMNS, FilmTable
from genre_core.data.tally import one_line
from genre_core.genres import GENRES

__all__ = ["MAX_WORDS", "MIN_WORDS", "YEARS", "form_checks"]

YEARS = range(1910, 2030)
MAX_GENRES = 4
MIN_WORDS, MAX_WORDS = 60, 140

_YEAR = re.compile("[0-9]{4}")


def form_checks(table: FilmTable) -> list[Check]:
    """Columns, whole rows, order, blank cells, years, genres and the length of the plots."""
    films = table.films
    return [
        check(
            "Columns",
            f"exactly {', '.join(FILM_COLUMNS)}",
            one_line(", ".join(table.header), max_characters=100),
            holds=table.header == FILM_COLUMNS,
        ),
        none_of(
            "Rows that do not read cleanly",
            "none",
            (f"{remark}: {rows}" for remark, rows in table.remarks.items()),
        ),
        none_of("Films out of order", "rows sorted by film_id", _out_of_order(films)),
        none_of("Blank cells", "none", _blank_cells(films)),
        none_of("Years at fault", f"each {YEARS[0]} to {YEARS[-1]}", _odd_years(films)),
        none_of(
            "Genres at fault",
            f"1 to {MAX_GENRES} different ones of the taxonomy, joined by |",
            _odd_genres(films),
        ),
        _length(films),
    ]


def _out_of_order(films: pd.DataFrame) -> list[str]:
    pairs = pairwise(films["film_id"].tolist())
    return [f"{after} after {before}" for before, after in pairs if after < before]


def _blank_cells(films: pd.DataFrame) -> list[str]:
    return [
        f"row {row}: {name}"
        for name in FILM_COLUMNS
        for row, cell in enumerate(films[name], start=1)
        if not cell.strip()
    ]


def _odd_years(films: pd.DataFrame) -> list[str]:
    return [
        f"{film}: {year}"
        for film, year in zip(films["film_id"], films["year"], strict=True)
        if not (_YEAR.fullmatch(year) and int(year) in YEARS)
    ]


def _odd_genres(films: pd.DataFrame) -> list[str]:
    return [
        f"{film}: {cell}"
        for film, cell in zip(films["film_id"], films["genres"], strict=True)
        if not _are_genres(cell.split("|"))
    ]


def _are_genres(names: list[str]) -> bool:
    return len(names) == len(set(names)) <= MAX_GENRES and set(names) <= set(GENRES)


def _length(films: pd.DataFrame) -> Check:
    """Words are what stands between spaces."""
    words = [len(plot.split()) for plot in films["plot"]]
    found = [
        f"{film}: {number}"
        for film, number in zip(films["film_id"], words, strict=True)
        if not MIN_WORDS <= number <= MAX_WORDS
    ]
    rule = f"{MIN_WORDS} to {MAX_WORDS}"
    value = f"{min(words)} to {max(words)}"
    return check("Words of a plot", rule, value, holds=not found, found=found)
