"""Genres by decade and by country."""

import pandas as pd
import streamlit as st

from genre_core.genres import GENRES
from pages.parts.charts import placed
from pages.parts.dataset.charts import (
    LINES_PIXELS,
    countries_chart,
    decades_chart,
    rows_pixels,
)
from pages.parts.dataset.source import Source
from pages.parts.numbers import show_numbers
from pages.parts.words import small

__all__ = ["show_spread"]

_MOST_LINES = 5
_MOST_COUNTRIES = 15
_ENOUGH_FILMS = 10


def show_spread(source: Source, genre: str) -> None:
    """Draw the part."""
    left, right = st.columns([6, 5], gap="large")
    with left:
        _decades(source, genre)
    with right:
        _countries(source, genre)


def _decades(source: Source, genre: str) -> None:
    st.subheader("When?", anchor=False)
    rows = source.numbers.by_decade
    rows = rows[rows["of"] >= _ENOUGH_FILMS]
    if rows.empty:
        st.info(f"No decade has {_ENOUGH_FILMS} films whose year is known.")
        return
    others = st.multiselect(
        "Compare with",
        GENRES,
        default=["Western", "Science Fiction"],
        max_selections=_MOST_LINES - 1,
        key="compare",
        bind="query-params",
    )
    lines = dict.fromkeys([genre, *others[: _MOST_LINES - 1]])
    chosen = rows[rows["genre"].isin(lines)]
    with placed(LINES_PIXELS):
        st.altair_chart(decades_chart(chosen), alt=_by_decade(chosen, genre), key="decades")
    st.markdown(
        small(
            f"The share of each decade's films that have the genre; decades with fewer than "
            f"{_ENOUGH_FILMS} films are left out. It tells how these films were chosen as much as how "
            "cinema changed."
        )
    )
    show_numbers(rows, "genres-by-decade", "Films by decade and genre", {"share": "{:.1%}"})


def _by_decade(rows: pd.DataFrame, genre: str) -> str:
    own = rows[rows["genre"] == genre]
    shares = "; ".join(f"{row.group} {row.share:.0%}" for row in own.itertuples())
    return f"Lines of the share of films by decade. {genre}: {shares}."


def _countries(source: Source, genre: str) -> None:
    st.subheader("Where?", anchor=False)
    rows = source.numbers.by_country
    if rows.empty:
        st.info("These films come without a country.")
        return
    own = rows[(rows["genre"] == genre) & (rows["of"] >= _ENOUGH_FILMS)]
    own = own.nlargest(_MOST_COUNTRIES, "of").sort_values("share", ascending=False)
    st.markdown(
        f"How large a part of a country's films is **{genre}**? Shown are the countries with most films, "
        f"of {rows['group'].nunique()} in all."
    )
    if not own.empty:
        words = "; ".join(f"{row.group} {row.films} of {row.of}" for row in own.itertuples())
        with placed(rows_pixels(len(own))):
            st.altair_chart(
                countries_chart(own, genre),
                alt=f"Bars of {genre} by country. {words}.",
                key="countries",
            )
    st.markdown(small("Of a film made in several countries, the one named first counts."))
    show_numbers(rows, "genres-by-country", "Films by country and genre", {"share": "{:.1%}"})
