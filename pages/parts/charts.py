"""Charts: a frame in, a chart out.

They take their colours in the browser, as a viewer may switch between light and dark at any time.

Those that are drawn often are made once, for all viewers, and filled anew: their data have names. To make one
costs the server many times as much as to fill it, and the browser keeps the chart that it has.
"""

from functools import cache
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

__all__ = [
    "BACKGROUND",
    "FONT",
    "TEXT",
    "Data",
    "Spec",
    "filled",
    "placed",
    "rows_of",
    "scores_chart",
    "spec_of",
]

Spec = dict[str, Any]
Data = dict[str, pd.DataFrame]

_ROW_PIXELS = 26
_NUMBER_PIXELS = 56
FONT = "Source Sans, sans-serif"  # The one of the page.

# 3:1 or more on the light and on the dark background.
_PASSED, _MISSED = "#2B6CB8", "#8793A3"
BACKGROUND = alt.ExprRef("background")
TEXT = alt.ExprRef("luminance(background) < 0.5 ? '#E8ECF1' : '#1B2430'")


def placed(pixels: int) -> DeltaGenerator:
    """A place as high as the chart that it holds or will hold, so that nothing moves."""
    return st.container(height=pixels + 20, border=False)


def rows_of(name: str) -> alt.Chart:
    """A chart of the data of this name."""
    return alt.Chart(alt.NamedData(name=name))


def spec_of(layers: list[alt.Chart], height: int | alt.Step) -> Spec:
    """A chart of these layers, to be filled."""
    chart = alt.LayerChart(layer=layers).properties(height=height)
    return chart.configure_view(strokeWidth=0).to_dict()


def filled(spec: Spec, data: Data) -> Spec:
    """The chart with its data: a frame for each name."""
    return {**spec, "datasets": {name: frame.round(4) for name, frame in data.items()}}


def scores_chart(scores: pd.DataFrame) -> Spec:
    """Bars of ``genre, score, threshold, passed`` in the frame's order, thresholds marked as lines.

    Passed genres differ by colour, by a tick before the number and by bold print.
    """
    return filled(_scores_spec(), {"scores": _labelled(scores)})


@cache
def _scores_spec() -> Spec:
    rows = rows_of("scores").encode(
        y=alt.Y("genre:N", sort=None, title=None, axis=_axis(labelFontSize=14, labelLimit=130)),
        tooltip=[
            alt.Tooltip("genre:N"),
            alt.Tooltip("score:Q", format=".3f"),
            alt.Tooltip("threshold:Q", format=".3f"),
            alt.Tooltip("outcome:N"),
        ],
    )
    layers = [_bars(rows), *_thresholds(rows), *_numbers(rows)]
    return spec_of(layers, alt.Step(_ROW_PIXELS))


def _labelled(scores: pd.DataFrame) -> pd.DataFrame:
    passed, score = scores["passed"], scores["score"].map("{:.2f}".format)
    return scores.assign(
        outcome=passed.map({True: "passed", False: "not passed"}),
        label=score.where(~passed, "✓ " + score),
        label_at=scores[["score", "threshold"]].max(axis="columns"),
    )


def _axis(**settings: Any) -> alt.Axis:
    return alt.Axis(ticks=False, domain=False, labelPadding=8, **settings)


def _bars(rows: alt.Chart) -> alt.Chart:
    room_for_a_number = alt.ExprRef(f"width - {_NUMBER_PIXELS}")
    x = alt.X(
        "score:Q",
        title="score",
        scale=alt.Scale(domain=[0, 1], rangeMax=room_for_a_number),
        axis=_axis(values=[0, 0.5, 1], format=".1f", orient="top", labelFontSize=13),
    )
    colour = alt.when(alt.datum.passed).then(alt.value(_PASSED)).otherwise(alt.value(_MISSED))
    return rows.mark_bar(height=_ROW_PIXELS - 9).encode(x=x, color=colour)


def _thresholds(rows: alt.Chart) -> list[alt.Chart]:
    """A line for each threshold, above a wider one that keeps it apart from a bar it crosses."""
    return [
        rows.mark_tick(thickness=thickness, size=_ROW_PIXELS - 4, color=colour, opacity=1).encode(
            x="threshold:Q"
        )
        for thickness, colour in ((7, BACKGROUND), (3, TEXT))
    ]


def _numbers(rows: alt.Chart) -> list[alt.Chart]:
    text = rows.encode(x="label_at:Q", text="label:N")
    style: dict[str, Any] = {
        "align": "left",
        "dx": 8,
        "color": TEXT,
        "fontSize": 14,
        "font": FONT,
    }
    return [
        text.transform_filter(alt.datum.passed).mark_text(**style, fontWeight="bold"),
        text.transform_filter(~alt.datum.passed).mark_text(**style),
    ]
