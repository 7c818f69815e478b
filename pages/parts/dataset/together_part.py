"""Which genres go together."""

import pandas as pd
import streamlit as st

from pages.parts.charts import placed
from pages.parts.dataset.heatmap import ENOUGH_FILMS, MAP_PIXELS, together_map
from pages.parts.dataset.source import Source
from pages.parts.numbers import show_numbers
from pages.parts.words import listed, small

__all__ = ["partners", "show_together"]


def show_together(source: Source, genre: str) -> None:
    """Draw the part."""
    pairs = source.numbers.pairs
    st.subheader("Which genres go together?", anchor=False)
    st.markdown(
        "Each square compares two genres: how often do films have **both**, and how often would they "
        "if the genres had nothing to do with each other? The ratio is called **lift**. 1 is chance; "
        "2 is twice as often; 0.5 half as often. Point at a square to see the counts."
    )
    st.markdown(partners(pairs, genre))
    with placed(MAP_PIXELS):
        st.plotly_chart(
            together_map(pairs),
            alt=f"A map of all pairs of genres by lift. {partners(pairs, genre)}",
            key="together",
            config={"displayModeBar": False, "scrollZoom": False},
        )
    st.markdown(
        small(
            "A model that knows one genre of a film can guess at others: some of what looks like "
            "reading is knowing what goes together."
        )
    )
    unordered = pairs[pairs["genre"] < pairs["other"]].sort_values("lift", ascending=False)
    formats = {"expected": "{:.1f}", "lift": "{:.2f}"}
    show_numbers(unordered, "genres-together", "Pairs of genres by lift", formats)


def partners(pairs: pd.DataFrame, genre: str) -> str:
    """One sentence: with which genres a genre goes most and least often, as far as one can tell."""
    sure = pairs[(pairs["genre"] == genre) & (pairs["expected"] >= ENOUGH_FILMS)]
    if sure.empty:
        return f"There are too few films of **{genre}** to tell what it goes with."
    best = sure.nlargest(3, "lift")
    least = sure.nsmallest(1, "lift").iloc[0]
    most = [f"**{row.other}** ({row.lift:.1f})" for row in best[best["lift"] > 1].itertuples()]
    most_words = (
        f"goes most often with {listed(most)}" if most else "goes with no genre more than by chance"
    )
    return f"**{genre}** {most_words}, least often with **{least['other']}** ({least['lift']:.1f})."
