"""How far genres agree with those of a database, for films that are there by title and year."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pandas as pd

from genre_core.data.audit.check import Check, information
from genre_core.data.audit.words import words_of
from genre_core.data.cells import genre_names, year_of
from genre_core.data.tally import Tally
from genre_core.data.text_file import read_text_file
from genre_core.genres import clean_cmu_genres

__all__ = ["Facts", "cmu_facts", "genre_agreement"]

Facts = tuple[str, int | None, Iterable[str]]
"""Title, year and genres of the taxonomy of one film."""

_CMU_COLUMNS, _CMU_TITLE, _CMU_DATE, _CMU_GENRES = 9, 2, 3, 8


def genre_agreement(films: pd.DataFrame, database: str, facts: Iterable[Facts]) -> Check:
    """Of the genres that ``films`` or the database give a film, the share that both give.

    Of films of one title and year the database's first counts; found are films without a genre in
    common. This is information: databases are at odds with each other, too.
    """
    columns = (films[name] for name in ("title", "year", "film_id", "genres"))
    own = {
        _key(title, year_of(year)): (film_id, set(genres.split("|")))
        for title, year, film_id, genres in zip(*columns, strict=True)
    }
    theirs: dict[str, set[str]] = {}
    for title, year, genres in facts:
        if genres and (key := _key(title, year)) in own:
            theirs.setdefault(key, set(genres))
    pairs = [(*own[key], genres) for key, genres in theirs.items()]
    counts = {
        "films": len(pairs),
        "genres that both give": sum(len(ours & other) for _, ours, other in pairs),
        "genres of ours alone": sum(len(ours - other) for _, ours, other in pairs),
        "genres of theirs alone": sum(len(other - ours) for _, ours, other in pairs),
    }
    n_films, both, ours_alone, theirs_alone = counts.values()
    at_odds = (
        f"{film_id}: {'|'.join(sorted(ours))}, there {'|'.join(sorted(other))}"
        for film_id, ours, other in pairs
        if ours.isdisjoint(other)
    )
    return information(
        f"Genres that {database} gives too, %",
        f"information: of all genres that either gives {n_films:,} films",
        100 * both / (both + ours_alone + theirs_alone) if n_films else "no film in common",
        at_odds,
        counts,
    )


def cmu_facts(metadata: Path) -> Iterator[Facts]:
    """Films of the metadata of the CMU corpus, also those without a plot."""
    for line in read_text_file(metadata, Tally()).lines:
        fields = line.split("\t")
        if len(fields) == _CMU_COLUMNS:
            genres, _ = clean_cmu_genres(genre_names(fields[_CMU_GENRES]))
            yield fields[_CMU_TITLE], year_of(fields[_CMU_DATE]), genres


def _key(title: str, year: int | None) -> str:
    return f"{' '.join(words_of(title.replace('&', ' and ')))} {year}"
