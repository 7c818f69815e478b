"""The plots that come first may be read in a classroom; none is lost."""

import pandas as pd
import pytest

from genre_core.data.catalogue import load
from genre_core.data.classroom import is_fit_for_class
from genre_core.genres import GENRES
from pages.parts.dataset.samples import first_plots

FIRST = 3
HARSH = (
    "rape",
    "behead",
    "prostitut",
    "brothel",
    "tortur",
    "suicid",
    "cocaine",
    "severed",
    "squaw",
)


@pytest.fixture(scope="module")
def films() -> pd.DataFrame:
    return load("open").films


def _of(films: pd.DataFrame, genre: str) -> pd.DataFrame:
    return films[[genre in names for names in films["genres"]]]


@pytest.mark.parametrize(
    "text",
    [
        "He RAPED her.",
        "A sex worker leaves the brothel",
        "They were tortured for days.",
        "The bandit is beheaded.",
        "She kills herself",
        "He takes his own life.",
        "hooked on heroin",
        "a scalped rider",
    ],
)
def test_harsh_words_are_seen(text: str) -> None:
    """In any form and case."""
    assert not is_fit_for_class(text)


@pytest.mark.parametrize(
    "text",
    [
        "The heroine draped a grape-coloured coat over the sextant in Essex.",
        "A pimply boy comes to terms with his sexuality, and homosexual friends help.",
        "The Scarlet Pimpernel gets a scrape; a therapist drapes the drugstore window.",
        "",
    ],
)
def test_words_that_only_look_alike_are_not(text: str) -> None:
    """Nor does a plot of whom somebody loves count as one of violence."""
    assert is_fit_for_class(text)


@pytest.mark.parametrize("genre", GENRES)
def test_the_first_plots_of_a_genre_are_fit_for_a_class(films: pd.DataFrame, genre: str) -> None:
    """There are enough of them for five turns, and some harsh word stands further back."""
    for turn in range(5):
        shown = first_plots(_of(films, genre), turn)
        assert FIRST == len(shown)
        for text in shown["title"] + "\n" + shown["plot"]:
            assert is_fit_for_class(text)
            assert not any(word.startswith(HARSH) for word in text.lower().split())


def test_every_plot_has_its_turn(films: pd.DataFrame) -> None:
    """Those that are not fit come last."""
    rows = _of(films, "Western")
    turns = -(-len(rows) // FIRST)
    shown = pd.concat([first_plots(rows, turn) for turn in range(turns)])
    assert sorted(rows["film_id"]) == sorted(shown["film_id"])
    fit = [is_fit_for_class(f"{row.title}\n{row.plot}") for row in shown.itertuples()]
    assert sorted(fit, reverse=True) == fit
    assert {True, False} == set(fit)
