"""Rules for how plots are worded: they name no genre, and begin differently."""

import re
from collections import Counter

import pandas as pd

from genre_core.data.audit.check import Check, check
from genre_core.data.audit.words import words_of

__all__ = ["wording_checks"]

MAX_NAMING_PERCENT = 5
MAX_RECURRING_PERCENT = 2
OPENING_WORDS = 3

# Words that give a genre away, as regular expressions.
_GENRE_WORDS = {
    "Action": r"actions?",
    "Adventure": r"adventur\w*",
    "Animation": r"animat\w*|cartoon\w*",
    "Comedy": r"comed\w*|comic\w*",
    "Crime": r"crimes?|criminal\w*",
    "Documentary": r"documentar\w*",
    "Drama": r"drama\w*",
    "Family": r"famil(?:y|ies|ial)",
    "Fantasy": r"fantas\w*",
    "History": r"histor\w*",
    "Horror": r"horror\w*|horrif\w*",
    "Music": r"music\w*",
    "Mystery": r"myster\w*",
    "Romance": r"romanc\w*|romantic\w*",
    "Science Fiction": r"science[ -]fiction\w*|sci-?fi",
    "Thriller": r"thrill\w*",
    "War": r"(?:(?:pre|post)-?)?war(?:s|time|fare)?",
    "Western": r"westerns?",
}
_PATTERNS = {
    genre: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for genre, words in _GENRE_WORDS.items()
}


def wording_checks(films: pd.DataFrame) -> list[Check]:
    """Genre names and openings."""
    return [_genre_names(films), _openings(films)]


def _genre_names(films: pd.DataFrame) -> Check:
    columns = (films[name] for name in ("film_id", "genres", "plot"))
    named = [(film, _own_names(genres, plot)) for film, genres, plot in zip(*columns, strict=True)]
    found = [f"{film}: {', '.join(words)}" for film, words in named if words]
    percent = 100 * len(found) / len(films)
    return check(
        "Plots that name a genre of their film, %",
        f"at most {MAX_NAMING_PERCENT}",
        percent,
        holds=percent <= MAX_NAMING_PERCENT,
        found=found,
    )


def _own_names(genres: str, plot: str) -> list[str]:
    patterns = [_PATTERNS[genre] for genre in genres.split("|") if genre in _PATTERNS]
    return [match.group() for pattern in patterns for match in pattern.finditer(plot)]


def _openings(films: pd.DataFrame) -> Check:
    openings = [" ".join(words_of(plot)[:OPENING_WORDS]) for plot in films["plot"]]
    recurring = {words: films for words, films in Counter(openings).items() if films > 1}
    percent = 100 * sum(recurring.values()) / len(films)
    return check(
        f"Plots whose first {OPENING_WORDS} words begin another, %",
        f"at most {MAX_RECURRING_PERCENT}",
        percent,
        holds=percent <= MAX_RECURRING_PERCENT,
        found=(f"{words}: {films}" for words, films in recurring.items()),
    )
