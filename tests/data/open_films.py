"""Small tables of films that keep the open corpus's rules, to break one rule at a time."""

from collections.abc import Iterable

import pandas as pd

from genre_core.data.audit.check import Check
from genre_core.genres import GENRES

__all__ = ["facts_of_films", "failed", "few_films", "plot_of"]


def plot_of(film: int, words: int = 60) -> str:
    """A plot none of whose words stands in another film's."""
    return " ".join(f"lamp{film}sock{word}" for word in range(words)) + "."


def few_films(n: int = 3) -> pd.DataFrame:
    """Films that keep all rules for single films and pairs of them."""
    return pd.DataFrame(
        {
            "film_id": [f"lamp-{number:04}" for number in range(n)],
            "title": [f"Lamp No. {number}" for number in range(n)],
            "year": [str(1910 + number % 120) for number in range(n)],
            "country": ["France"] * n,
            "genres": ["Drama|War"] * n,
            "plot": [plot_of(number) for number in range(n)],
        },
        dtype="str",
    )


def facts_of_films(n: int = 1_260) -> pd.DataFrame:
    """Years, countries and genres that keep all rules of spread, evenly spread."""
    return pd.DataFrame(
        {
            "year": [str(1910 + 10 * (number % 12)) for number in range(n)],
            "country": [
                "United States" if number % 2 else f"Country {number % 60}" for number in range(n)
            ],
            "genres": [f"{GENRES[number % 18]}|{GENRES[(number + 1) % 18]}" for number in range(n)],
        },
        dtype="str",
    )


def failed(checks: Iterable[Check]) -> list[str]:
    """The names of the checks that failed."""
    return [check.name for check in checks if check.status == "fail"]
