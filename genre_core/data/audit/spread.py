"""Rules for how films spread over genres, countries and decades."""

from collections import Counter

import pandas as pd

from genre_core.data.audit.check import Check, check
from genre_core.data.audit.form import YEARS
from genre_core.genres import GENRES

__all__ = ["spread_checks"]

MIN_FILMS = 1_200
MIN_FILMS_PER_GENRE = 90
MAX_DRAMA_PERCENT = 50
MEAN_GENRES = (2.0, 2.6)
MIN_COUNTRIES = 30
HOME_COUNTRY = "United States"
MIN_ELSEWHERE = 1 / 3
DECADES = tuple(f"{year}s" for year in YEARS[::10])


def spread_checks(films: pd.DataFrame) -> list[Check]:
    """Films in all, by genre, by country and by decade; a film counts once in each of its genres."""
    genres = [cell.split("|") for cell in films["genres"]]
    return [
        check("Films", f"at least {MIN_FILMS:,}", len(films), holds=len(films) >= MIN_FILMS),
        *_genre_checks(genres),
        *_country_checks(films["country"].tolist()),
        _decade_check(films["year"].tolist()),
    ]


def _genre_checks(genres: list[list[str]]) -> list[Check]:
    found = Counter(name for names in genres for name in set(names))
    counts = {genre: found[genre] for genre in GENRES}
    drama_percent = 100 * counts["Drama"] / len(genres)
    mean = sum(map(len, genres)) / len(genres)
    least, most = MEAN_GENRES
    rare = [f"{genre}: {n}" for genre, n in counts.items() if n < MIN_FILMS_PER_GENRE]
    return [
        check(
            "Films of the rarest genre",
            f"at least {MIN_FILMS_PER_GENRE}",
            min(counts.values()),
            holds=not rare,
            found=rare,
            counts=counts,
        ),
        check(
            "Films in Drama, %",
            f"at most {MAX_DRAMA_PERCENT}",
            drama_percent,
            holds=drama_percent <= MAX_DRAMA_PERCENT,
        ),
        check("Genres of a film, mean", f"{least} to {most}", mean, holds=least <= mean <= most),
    ]


def _country_checks(countries: list[str]) -> list[Check]:
    known = [country for country in countries if country.strip()]
    counts = dict(Counter(known).most_common())
    elsewhere = 1 - counts.get(HOME_COUNTRY, 0) / len(known) if known else 0.0
    return [
        check(
            "Countries",
            f"at least {MIN_COUNTRIES}",
            len(counts),
            holds=len(counts) >= MIN_COUNTRIES,
            counts=counts,
        ),
        check(
            f"Films not from the {HOME_COUNTRY}, %",
            "at least a third",
            100 * elsewhere,
            holds=elsewhere >= MIN_ELSEWHERE,
        ),
    ]


def _decade_check(years: list[str]) -> Check:
    counts = Counter(f"{year[:3]}0s" for year in years)
    by_decade = {decade: counts[decade] for decade in DECADES}
    empty = [decade for decade, films in by_decade.items() if not films]
    return check(
        "Films of the rarest decade",
        f"at least 1, from the {DECADES[0]} to the {DECADES[-1]}",
        min(by_decade.values()),
        holds=not empty,
        found=empty,
        counts=by_decade,
    )
