"""The taxonomy of 18 genres, and the way from everyone else's names to it.

Two tables lead there: the reviewed ``assets/genres/cmu.csv`` for the 363 names of the CMU Movie
Summary Corpus, and ``_SPELLINGS`` and ``_NOT_GENRES`` below for what it lacks of the names that
TMDB, IMDb, Netflix and people use. A name means one or more genres, or none for one of ``REASONS``;
a name in no table is unknown.
"""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from genre_core.errors import CorpusError

__all__ = [
    "CMU_TABLE",
    "GENRES",
    "REASONS",
    "clean_cmu_genres",
    "clean_genres",
    "to_labels",
    "why_unmapped",
]

GENRES: tuple[str, ...] = (
    "Action",
    "Adventure",
    "Animation",
    "Comedy",
    "Crime",
    "Documentary",
    "Drama",
    "Family",
    "Fantasy",
    "History",
    "Horror",
    "Music",
    "Mystery",
    "Romance",
    "Science Fiction",
    "Thriller",
    "War",
    "Western",
)

# Names of one genre, or of several at once, that the CMU table lacks. Case, spaces, hyphens and
# words like "film" or "TV" do not count (see _fold); "X & Y" needs no line (see _meaning).
_SPELLINGS: dict[str, str] = {
    "Animation": "animated, animations, anime features, cartoon, cartoons",
    "Comedy": "comedies, sitcom, spoof, stand-up",
    "Documentary": "docu, documentaries, docuseries",
    "Drama": "dramas, period drama, soap, soap opera",
    "Family": "kid, kids, child, children",
    "Fantasy": "fairy tales",
    "History": "historic, historical",
    "Music": "musicals",
    "Mystery": "mysteries",
    "Romance": "romances, romantic",
    "Science Fiction": "sci-fi, SF",
    "Thriller": "thrillers",
    "Western": "westerns",
    "Comedy|Drama": "dramedy",
    "Comedy|Romance": "rom-com, rom-coms, romantic comedies",
}

_NOT_GENRES: dict[str, str] = {
    "adult content": "erotic",
    "form or medium": "game, IMAX, lifestyle, movies, reality, talk, TV, TV movie, TV series, "
    "TV show, TV shows, variety",
    "how or why it was made": "independent",
    "no genre given": "N/A, \\N, none, null, unknown, (no genres listed)",
    "style": "art house, classic",
    "subject or setting": "biopic, faith, LGBTQ, politics, science, spirituality, sport",
    "where or when it comes from": "British, foreign, international, Korean, Spanish-language",
    "who it is for": "teens",
}

REASONS: tuple[str, ...] = tuple(_NOT_GENRES)
"""Why a known name means none of ``GENRES``."""

CMU_TABLE = Path(__file__).resolve().parents[1] / "assets" / "genres" / "cmu.csv"
"""The reviewed table of the names in the CMU corpus: ``raw, films, genres, reason``."""

_IDLE_WORDS = frozenset({"film", "films", "movie", "movies", "series", "show", "shows", "tv"})

_Meaning = tuple[tuple[str, ...], str]  # (genres in order, reason): exactly one of them is empty


def clean_genres(raw: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The genres that the names on one film mean, and the names that mean none.

    ``raw`` holds names as TMDB, IMDb, Netflix or people write them; blank ones are ignored. Returns
    the genres in the order of ``GENRES`` and the names that map to nothing as they were given, both
    without repeats; ``why_unmapped`` has the reason for each of the latter.

    Raises CorpusError when the CMU table is missing or damaged.
    """
    return _clean(raw, _all_names())


def clean_cmu_genres(
    raw: Iterable[str], table: Path = CMU_TABLE
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Like ``clean_genres``, by a CMU table alone, so that the table explains every label.

    Raises CorpusError when the table is missing or damaged.
    """
    return _clean(raw, _cmu_names(table))


def why_unmapped(name: str) -> str:
    """Why a name maps to no genre: one of ``REASONS`` or "unknown name"; "" when it maps to one.

    Raises CorpusError when the CMU table is missing or damaged.
    """
    meaning = _meaning(name, _all_names())
    return meaning[1] if meaning else "unknown name"


def to_labels(genres: Iterable[Iterable[str]], names: Sequence[str] = GENRES) -> NDArray[np.bool_]:
    """Labels (n_films, n_genres) bool: true where a film has the genre ``names[column]``.

    Raises CorpusError for a genre that is not in ``names``.
    """
    films = [frozenset(film) for film in genres]
    if unknown := sorted(frozenset().union(*films).difference(names)):
        raise CorpusError(
            f"Genres must be among {', '.join(names)}; got {', '.join(unknown[:10])}. "
            "Pass raw names through clean_genres first."
        )
    labels = [[name in film for name in names] for film in films]
    return np.array(labels, dtype=np.bool_).reshape(len(films), len(names))


def _clean(
    raw: Iterable[str], table: Mapping[str, _Meaning]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    found: set[str] = set()
    unmapped: dict[str, None] = {}  # a set that keeps the order of the names
    for name in filter(str.strip, raw):
        meaning = _meaning(name, table)
        if meaning and meaning[0]:
            found.update(meaning[0])
        else:
            unmapped[name] = None
    return _in_order(found), tuple(unmapped)


def _meaning(name: str, table: Mapping[str, _Meaning]) -> _Meaning | None:
    """What a name means, None if unknown; "X & Y" means both where both are known."""
    if whole := table.get(_fold(name)):
        return whole
    parts = [table.get(_fold(part)) for part in re.split(r"[&/,+]|\band\b", name.casefold())]
    known = [part for part in parts if part]
    if len(known) < len(parts):
        return None
    genres = _in_order({genre for part in known for genre in part[0]})
    return genres, "" if genres else known[0][1]


def _fold(name: str) -> str:
    """The key that spellings of a name share: "Sci-Fi Movies", "sci fi" and "SCIFI" are "scifi"."""
    words = re.findall(r"[^\W_]+", name.casefold())
    return "".join([word for word in words if word not in _IDLE_WORDS] or words)


def _in_order(genres: set[str]) -> tuple[str, ...]:
    return tuple(genre for genre in GENRES if genre in genres)


@cache
def _all_names() -> dict[str, _Meaning]:
    """Folded name -> meaning, for every name we know."""
    table = dict(_cmu_names(CMU_TABLE))
    for genres, names in _SPELLINGS.items():
        table |= {_fold(name): (tuple(genres.split("|")), "") for name in names.split(", ")}
    for reason, names in _NOT_GENRES.items():
        table |= {_fold(name): ((), reason) for name in names.split(", ")}
    return table


@cache
def _cmu_names(path: Path) -> dict[str, _Meaning]:
    """Folded name -> meaning, for the taxonomy's names and those of the CMU corpus."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, restval="", strict=True))
        if not rows:
            raise ValueError("no rows")
        own = {_fold(genre): ((genre,), "") for genre in GENRES}
        return own | {_fold(row["raw"]): _row_meaning(row) for row in rows}
    except (OSError, ValueError, KeyError, csv.Error) as error:
        raise CorpusError(
            f"A CMU genre table must be a CSV of raw, films, genres and reason; {path} is not "
            f"({error!r}). Restore assets/genres/cmu.csv from the project's repository."
        ) from error


def _row_meaning(row: Mapping[str, str]) -> _Meaning:
    genres, reason = tuple(filter(None, row["genres"].split("|"))), row["reason"]
    if (
        reason not in ("", *REASONS)
        or genres != _in_order(set(genres))
        or (not genres) != bool(reason)
    ):
        raise ValueError(f"bad row {dict(row)}")
    return genres, reason
