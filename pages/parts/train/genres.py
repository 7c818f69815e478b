"""What a run knows of each genre: the scores of one plot, and F1 genre by genre."""

import pandas as pd
import streamlit as st

from pages.parts.charts import placed
from pages.parts.numbers import show_numbers
from pages.parts.train.charts import (
    CHART_PIXELS,
    bars_pixels,
    genre_bars,
    genre_lines,
)
from pages.parts.train.curves import described
from pages.parts.train.marks import MOST_LINES
from pages.parts.train.story import Story
from pages.parts.words import listed, plain, small

__all__ = ["show_genre_f1", "show_watched"]

_BARS, _LINES = "Bars", "Lines over the epochs"
_KIND, _GENRES = "genre_chart", "genre_lines"
_TELLING = ("Drama", "Comedy", "Horror", "War", "Western")
_WAITING = "The bars come when the first epoch ends."


def show_watched(story: Story, epoch: int) -> None:
    """The scores of the plot that is asked about after every epoch."""
    st.markdown("#### One plot, asked about after every epoch")
    plot = story.run.settings.watched_plot
    with st.container(border=True):
        st.markdown(small(plain(plot) or "This run watches no plot."))
    watched = story.curves.watched
    with placed(_bars_pixels(story)):
        if watched.empty:
            st.markdown(_WAITING if plot else "")
            return
        values = story.at_epoch(watched, "score", epoch)
        _bars(story, values, "score", "Scores of the plot")
    st.markdown(
        small(
            "The **score**, from 0 to 1: how strongly the plot reads like the genre. The thin line is "
            "where the bar stood one epoch before."
        )
    )
    show_numbers(watched, f"{story.run.id}-watched", "Scores by epoch", {"score": "{:.3f}"})


def show_genre_f1(story: Story, epoch: int) -> None:
    """F1 of each genre: after an epoch as bars, or over all of them as lines."""
    st.markdown("#### F1 of each genre")
    with st.container(height=104, border=False):
        kind = st.segmented_control(
            "Show",
            [_BARS, _LINES],
            default=_BARS,
            required=True,
            key=_KIND,
            bind="query-params",
            label_visibility="collapsed",
        )
        told = story.curves.genre_f1
        genres = _choose(told) if kind == _LINES and not told.empty else []
    with placed(_bars_pixels(story)):
        if told.empty:
            st.markdown(_WAITING)
            return
        if kind == _LINES:
            _lines(told, genres, story.n_epochs)
        else:
            values = story.at_epoch(told, "f1", epoch)
            _bars(story, values, "F1", "F1 of each genre")
    st.markdown(
        small(
            "Frequent genres are learned first. A rare one stays at 0 until the model dares to name "
            "it at all."
        )
    )
    show_numbers(told, f"{story.run.id}-genre-f1", "F1 of each genre by epoch", {"f1": "{:.3f}"})


def _bars_pixels(story: Story) -> int:
    start = story.last("start")
    n_genres = len(start["genres"]) if start else len(story.run.settings.genres or ()) or 18
    return max(bars_pixels(n_genres), CHART_PIXELS)


def _choose(told: pd.DataFrame) -> list[str]:
    genres = list(dict.fromkeys(told["genre"]))
    telling = [genre for genre in _TELLING if genre in genres]
    return st.multiselect(
        "Genres",
        genres,
        telling or genres[:MOST_LINES],
        max_selections=MOST_LINES,
        key=_GENRES,
        label_visibility="collapsed",
    )


def _bars(story: Story, values: pd.DataFrame, what: str, title: str) -> None:
    best = values.nlargest(3, "value")
    leaders = [f"{row.genre} {row.value:.2f}" for row in best.itertuples()]
    st.vega_lite_chart(
        genre_bars(values, what),
        alt=described(story, title, f"{title}. Highest: {listed(leaders)}."),
        theme=None,
        key=f"{what}-bars",
    )


def _lines(told: pd.DataFrame, genres: list[str], n_epochs: int) -> None:
    if not genres:
        st.markdown("Choose a genre above.")
        return
    shown = told[told["genre"].isin(genres)]
    st.vega_lite_chart(
        genre_lines(shown, genres, n_epochs),
        alt=f"F1 over the epochs of {listed(genres)}.",
        theme=None,
        key="genre-lines-chart",
    )
