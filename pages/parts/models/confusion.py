"""Which label was taken for which? For systems that name one label a text."""

import altair as alt
import numpy as np
import pandas as pd
import streamlit as st

from genre_core.prediction.results import Result
from pages.parts.charts import FONT, TEXT, placed
from pages.parts.numbers import show_numbers
from pages.parts.words import listed, plain, small

__all__ = ["confusion_chart", "confusion_frame", "mistakes_in_words", "show_confusion"]

_CELL_PIXELS, _AROUND_PIXELS = 18, 120
_COLOUR = "#2B6CB8"
_MISTAKES = 3


def show_confusion(row: Result) -> None:
    """Draw the matrix of a row that has one; nothing for one that has none."""
    if "confusion" not in row.figures:
        return
    frame = confusion_frame(row)
    st.markdown(f"**Which label was taken for which?** ({plain(row.variant.replace('_', ' '))})")
    with placed(_pixels(len(row.genres))):
        st.altair_chart(
            confusion_chart(frame, row.genres),
            alt=f"A square for each pair of labels. {mistakes_in_words(frame)}",
            theme=None,
        )
    st.markdown(
        small(
            "A line is a label that texts have, a column the label that was named; the darker a square, "
            "the more of the line's texts. A perfect system has dark squares on the diagonal and no others. "
            + mistakes_in_words(frame)
        )
    )
    show_numbers(frame, f"confusion-{row.recipe}-{row.variant}", "Texts by label and by label named",
                 {"share": "{:.3f}"})  # fmt: skip


def confusion_frame(row: Result) -> pd.DataFrame:
    """``label, named, n_texts, share``: every pair, the share of all texts that have the label."""
    counts = np.asarray(row.figures["confusion"])
    n_labels = len(row.genres)
    sizes = np.maximum(counts.sum(axis=1, keepdims=True), 1)
    return pd.DataFrame(
        {
            "label": np.repeat(row.genres, n_labels),
            "named": np.tile(row.genres, n_labels),
            "n_texts": counts.ravel(),
            "share": (counts / sizes).ravel(),
        }
    )


def mistakes_in_words(frame: pd.DataFrame) -> str:
    """The most frequent mistakes, in a sentence."""
    wrong = frame[(frame["label"] != frame["named"]) & (frame["n_texts"] > 0)]
    if wrong.empty:
        return "No text was given a wrong label."
    most = wrong.nlargest(_MISTAKES, "n_texts")
    told = [f"{row.label} as {row.named} ({row.n_texts})" for row in most.itertuples()]
    return f"Taken most often: {plain(listed(told))}."


def _pixels(n_labels: int) -> int:
    return _CELL_PIXELS * n_labels + _AROUND_PIXELS


def confusion_chart(frame: pd.DataFrame, labels: tuple[str, ...]) -> alt.Chart:
    """Labels down, labels named across; the share as darkness, on light and dark pages alike."""
    order = list(labels)
    style = {"labelColor": TEXT, "titleColor": TEXT, "labelFont": FONT, "titleFont": FONT}
    axis = alt.Axis(labelFontSize=12, labelLimit=110, labelOverlap=False, grid=False, **style)
    return (
        alt.Chart(frame)
        .mark_rect(color=_COLOUR)
        .encode(
            x=alt.X("named:N", sort=order, title="named", axis=axis),
            y=alt.Y("label:N", sort=order, title="is", axis=axis),
            opacity=alt.Opacity(
                "share:Q", scale=alt.Scale(domain=[0, 1], range=[0, 1]), legend=None
            ),
            tooltip=[
                alt.Tooltip("label:N", title="is"),
                alt.Tooltip("named:N", title="named"),
                alt.Tooltip("n_texts:Q", title="texts"),
                alt.Tooltip("share:Q", title="of those with the label", format=".0%"),
            ],
        )
        .properties(height=_pixels(len(order)))
        .configure_view(stroke="#8793A3")
    )
