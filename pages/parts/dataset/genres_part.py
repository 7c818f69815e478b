"""Films per genre, plots to read, genres per film, lengths of plots."""

import pandas as pd
import streamlit as st

from genre_core.text.statistics import Lengths
from pages.parts.charts import placed
from pages.parts.dataset.charts import (
    BARS_PIXELS,
    GENRE_CLICK,
    bars_chart,
    genres_chart,
    lengths_chart,
    rows_pixels,
)
from pages.parts.dataset.samples import show_samples
from pages.parts.dataset.source import Source
from pages.parts.lesson import in_lesson
from pages.parts.numbers import show_numbers
from pages.parts.words import small

__all__ = ["GENRE", "extremes", "show_genres"]

GENRE = "genre"
"""The genre chosen, on all parts of the page and in its address."""

_CHART = "genres_chart"


def show_genres(source: Source, genre: str, max_tokens: int | None) -> None:
    """Draw the part; ``max_tokens`` is how many words of a plot the model reads, None if unknown."""
    left, right = st.columns([6, 5], gap="large")
    with left:
        _films_per_genre(source, genre)
        _genres_per_film(source)
        _lengths(source, max_tokens)
    with right:
        show_samples(source, genre)


def _films_per_genre(source: Source, genre: str) -> None:
    counts = source.numbers.per_genre
    st.subheader("How many films of each genre?", anchor=False)
    st.markdown(
        small(
            f"{extremes(counts)} A genre with few films gives a model that learns from them few "
            "examples. "
            f"{'' if source.rows is None else 'Click a bar to read plots of that genre.'}"
        )
    )
    with placed(rows_pixels(len(counts))):
        st.vega_lite_chart(
            spec=genres_chart(counts, genre),
            alt=f"Bars of films per genre. {_in_words(counts)}",
            key=_CHART,
            on_select=_choose_clicked,
            selection_mode=GENRE_CLICK,
        )
    show_numbers(counts, "films-per-genre", "Films per genre", {"share": "{:.1%}"})


def extremes(counts: pd.DataFrame) -> str:
    """The most frequent and the rarest genre, where they can be told apart."""
    present = counts[counts["films"] > 0]
    if present.empty:
        return "No film here has a genre that we know."
    most, least = present.iloc[0], present.iloc[-1]
    if len(present) == 1:
        return f"**{most['genre']}** is the only genre here."
    if most["films"] == least["films"]:
        return f"All {len(present)} genres here have the same number of films."
    return f"**{most['genre']}** is the most frequent, **{least['genre']}** the rarest."


def _choose_clicked() -> None:
    clicked = st.session_state[_CHART].selection.get(GENRE_CLICK)
    if clicked and not in_lesson():
        st.session_state[GENRE] = clicked[0]["genre"]


def _in_words(counts: pd.DataFrame) -> str:
    return "; ".join(f"{row.genre} {row.films:,}" for row in counts.itertuples()) + "."


def _genres_per_film(source: Source) -> None:
    counts = source.numbers.per_film
    mean = (counts["genres"] * counts["share"]).sum()
    st.subheader("How many genres has a film?", anchor=False)
    st.markdown(
        small(
            f"**{mean:.1f}** on average. That is why this is *multi-label* classification: the model "
            "answers yes or no for each genre, and may say yes to several."
        )
    )
    words = "; ".join(f"{row.genres}: {row.films:,} films" for row in counts.itertuples())
    with placed(BARS_PIXELS):
        st.vega_lite_chart(
            spec=bars_chart(counts, "genres", "films", "genres of a film"),
            alt=f"Bars of films by their number of genres. {words}.",
        )
    show_numbers(counts, "genres-per-film", "Films by number of genres", {"share": "{:.1%}"})


def _lengths(source: Source, max_tokens: int | None) -> None:
    lengths = source.numbers.lengths
    if lengths is None:
        return
    bins = lengths.bins
    st.subheader("How long are the plots?", anchor=False)
    half = f"Half of them have **{lengths.median:,.0f} words** or fewer, the longest {lengths.longest:,}."
    st.markdown(small(f"{half} {_cut(lengths, max_tokens)}"))
    words = "; ".join(
        f"{row.first:,} to {row.last:,} words: {row.plots:,}" for row in bins.itertuples()
    )
    with placed(BARS_PIXELS):
        st.vega_lite_chart(spec=lengths_chart(bins), alt=f"Bars of plots by length. {words}.")
    show_numbers(bins, "plot-lengths", "Plots by their number of words")


def _cut(lengths: Lengths, max_tokens: int | None) -> str:
    if max_tokens is None:
        return ""
    longer = lengths.share_longer(max_tokens)
    beyond = f"{longer:.1%} of the plots are longer" if longer else "all plots fit"
    return f"The model reads the first {max_tokens:,} words: {beyond}."
