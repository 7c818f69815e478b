"""Two answers beside each other: which bars differ, as a chart, in words and as numbers."""

from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from pages.parts.charts import FONT, TEXT
from pages.parts.numbers import show_numbers
from pages.parts.words import plain

__all__ = ["moves_in_words", "pairs_chart", "pairs_frame", "show_pairs"]

_MOVED = 0.02
_MOST_MOVES = 6
_FIRST, _SECOND = "#8793A3", "#2B6CB8"  # 3:1 or more on the light and on the dark background.
_ROW_PIXELS, _BAR_PIXELS = 32, 11


def show_pairs(frame: pd.DataFrame, first: str, second: str, name: str) -> None:
    """The chart of ``pairs_frame`` and its numbers; ``first`` and ``second`` are what it compares."""
    st.altair_chart(
        pairs_chart(frame, first, second),
        alt=f"Two bars for each genre, {first} and {second}. {_described(frame)}",
        theme=None,
        key=f"pairs-{name}",
    )
    formats = {"before": "{:.3f}", "now": "{:.3f}", "change": "{:+.3f}"}
    shown = frame.rename(
        columns={"named_before": f"named: {first}", "named_now": f"named: {second}"}
        | {"before": first, "now": second}
    )
    more = {first: formats["before"], second: formats["now"]}
    show_numbers(shown, name, "Both scores of each genre", {**formats, **more})


def pairs_frame(before: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """``genre, before, now, change, named_before, named_now`` of two frames of scores; highest first.

    A genre that only one of two models knows is left out.
    """
    both = before.merge(now, on="genre", suffixes=("_before", "_now"))
    frame = pd.DataFrame(
        {
            "genre": both["genre"],
            "before": both["score_before"],
            "now": both["score_now"],
            "change": both["score_now"] - both["score_before"],
            "named_before": both["passed_before"].astype(bool),
            "named_now": both["passed_now"].astype(bool),
        }
    )
    order = frame[["before", "now"]].max(axis="columns").sort_values(ascending=False, kind="stable")
    return frame.loc[order.index].reset_index(drop=True)


def moves_in_words(frame: pd.DataFrame) -> list[str]:
    """The largest differences, a sentence each, as Markdown; none where hardly a bar moves."""
    moved = frame[(frame["change"].abs() >= _MOVED) | (frame["named_before"] != frame["named_now"])]
    moved = moved.sort_values("change", key=lambda it: -it.abs(), kind="stable")
    return [_move(row) for row in moved.head(_MOST_MOVES).itertuples()]


def _move(row: Any) -> str:
    rises = "rises" if row.change > 0 else "falls"
    words = f"**{plain(row.genre)}** {rises} from {row.before:.2f} to {row.now:.2f}"
    if row.named_before != row.named_now:
        words += " and is **now named**" if row.named_now else " and is **no longer named**"
    return f"{words}."


def pairs_chart(frame: pd.DataFrame, first: str, second: str) -> alt.LayerChart:
    """Two bars a genre: the first one hollow, the second one filled; ✓ where the genre is named."""
    kinds = [first, second]
    rows = pd.concat(
        [
            pd.DataFrame(
                {
                    "genre": frame["genre"],
                    "which": kind,
                    "score": frame[score],
                    "label": frame[score]
                    .map("{:.2f}".format)
                    .where(~frame[named], "✓ " + frame[score].map("{:.2f}".format)),
                }
            )
            for kind, score, named in (
                (first, "before", "named_before"),
                (second, "now", "named_now"),
            )
        ],
        ignore_index=True,
    )
    base = alt.Chart(rows).encode(
        y=alt.Y(
            "genre:N",
            sort=frame["genre"].tolist(),
            title=None,
            scale=alt.Scale(paddingInner=0.15, paddingOuter=0.1),
            axis=alt.Axis(
                ticks=False, domain=False, labelFontSize=14, labelLimit=130, labelPadding=8
            ),
        ),
        yOffset=alt.YOffset("which:N", sort=kinds, scale=alt.Scale(paddingOuter=0)),
        tooltip=["genre:N", "which:N", alt.Tooltip("score:Q", format=".3f")],
    )
    legend = alt.Legend(title=None, orient="top", labelFontSize=14, labelFont=FONT, labelLimit=0)
    scale = alt.Scale(domain=kinds, range=[_FIRST, _SECOND])
    x = alt.X(
        "score:Q",
        title=None,
        scale=alt.Scale(domain=[0, 1], rangeMax=alt.ExprRef("width - 56")),
        axis=alt.Axis(values=[0, 0.5, 1], format=".1f", orient="top", ticks=False, domain=False),
    )
    bars = base.mark_bar(strokeWidth=1.5, height=_BAR_PIXELS).encode(
        x=x,
        color=alt.Color("which:N", scale=scale, legend=legend),
        stroke=alt.Stroke("which:N", scale=scale, legend=None),
        fillOpacity=alt.FillOpacity(
            "which:N", scale=alt.Scale(domain=kinds, range=[0.15, 1]), legend=None
        ),
    )
    numbers = base.mark_text(align="left", dx=6, fontSize=12, font=FONT, color=TEXT).encode(
        x="score:Q", text="label:N"
    )
    chart = alt.LayerChart(layer=[bars, numbers]).properties(height=_ROW_PIXELS * len(frame))
    return chart.configure_view(strokeWidth=0)


def _described(frame: pd.DataFrame) -> str:
    return "; ".join(
        f"{row.genre} {row.before:.2f} and {row.now:.2f}" for row in frame.itertuples()
    )
