"""Rules for how plots are worded: they name no genre, and begin differently."""

from collections import Counter

import pandas as pd

from genre_core.data.audit.check import Check, check
from genre_core.data.audit.words import words_of
from genre_core.data.leaks import genre_words_in

__all__ = ["wording_checks"]

MAX_NAMING_PERCENT = 5
MAX_RECURRING_PERCENT = 2
OPENING_WORDS = 3


def wording_checks(films: pd.DataFrame) -> list[Check]:
    """Genre names and openings."""
    return [_genre_names(films), _openings(films)]


def _genre_names(films: pd.DataFrame) -> Check:
    columns = (films[name] for name in ("film_id", "genres", "plot"))
    named = [
        (film, genre_words_in(plot, genres.split("|")))
        for film, genres, plot in zip(*columns, strict=True)
    ]
    found = [f"{film}: {', '.join(words)}" for film, words in named if words]
    percent = 100 * len(found) / len(films)
    return check(
        "Plots that name a genre of their film, %",
        f"at most {MAX_NAMING_PERCENT}",
        percent,
        holds=percent <= MAX_NAMING_PERCENT,
        found=found,
    )


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
