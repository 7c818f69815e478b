"""Plots of a genre to read, with a search."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import pandas as pd
import streamlit as st

from genre_core.data.classroom import is_fit_for_class
from genre_core.genres import GENRES
from genre_core.text.statistics import Counted
from pages.parts.dataset.source import Source
from pages.parts.words import count_of, plain, small

__all__ = ["first_plots", "show_samples", "why_no_plots"]

_SHOWN = 3
_MAX_WORDS = 140
_MAX_SEARCH = 100
_TURN, _SEARCH = "dataset_samples_turn", "search"


def show_samples(source: Source, genre: str) -> None:
    """A few plots of the genre; others on demand, or those with a word one looks for."""
    st.subheader(f"Plots of {genre}", anchor=False)
    films = _rows_of(source, genre)
    if films is None:
        st.info(why_no_plots(source), icon=":material/visibility_off:")
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        search = st.text_input(
            "Search titles and plots",
            max_chars=_MAX_SEARCH,
            key=_SEARCH,
            bind="query-params",
            width=260,
        )
        st.button("Show others", icon=":material/shuffle:", on_click=_turn)
    rows = _found(films, (search or "").strip()[:_MAX_SEARCH])
    st.markdown(small(f"{count_of(len(rows), 'plot')}{' found' if search else ''}."))
    turn = st.session_state.get(_TURN, 0)
    for row in first_plots(rows, turn).itertuples():
        _card(row)


def _turn() -> None:
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1


def _rows_of(source: Source, genre: str) -> pd.DataFrame | None:
    if source.rows is None or not isinstance(source.numbers, Counted):
        return None
    films = source.numbers.films
    return source.rows[films.labels[films.film_of_row, GENRES.index(genre)]]


def why_no_plots(source: Source) -> str:
    """Why there is no plot to read, and what to do."""
    if not source.has_plots:
        return "These films come without plots: there is nothing to read or to search."
    return (
        "Only the counts of these films come with Plotline, because their plots are not ours to pass on. "
        "To read and search them here, get the corpus as the README tells, or choose *The open plot corpus*."
    )


def _found(rows: pd.DataFrame, search: str) -> pd.DataFrame:
    if not search:
        return rows
    texts = rows["title"] + "\n" + rows["plot"]
    return rows[texts.str.contains(search, case=False, regex=False)]


def first_plots(rows: pd.DataFrame, turn: int = 0) -> pd.DataFrame:
    """Another few each turn, until all were shown: mixed, yet the same for every viewer.

    Those that are fit for a class come first, and the others last.
    """
    if len(rows) <= _SHOWN:
        return rows
    mixed = rows.sample(frac=1, random_state=1)
    first = turn * _SHOWN % len(mixed)
    places = _fit_first(mixed["title"] + "\n" + mixed["plot"])
    return mixed.iloc[list(islice(places, first, first + _SHOWN))]


def _fit_first(texts: Iterable[str]) -> Iterator[int]:
    """Places of the texts; looks no further than it is asked to, as a corpus may be large."""
    others = []
    for place, text in enumerate(texts):
        if is_fit_for_class(text):
            yield place
        else:
            others.append(place)
    yield from others


def _card(row: Any) -> None:
    words = row.plot.split()
    text = " ".join(words[:_MAX_WORDS])
    more = f" … ({len(words) - _MAX_WORDS:,} more words)" if len(words) > _MAX_WORDS else ""
    year = "" if pd.isna(row.year) else f" ({row.year})"
    with st.container(border=True):
        st.markdown(f"**{plain(row.title) or 'Untitled'}**{year}: {plain(', '.join(row.genres))}")
        st.markdown(small(plain(text) + more))
