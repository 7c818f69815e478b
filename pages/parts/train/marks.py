"""Marks that the charts of a run share: lines over epochs, levels to measure by, the best epoch."""

from collections.abc import Sequence
from typing import Literal

import altair as alt

from pages.parts.charts import BACKGROUND, FONT, TEXT, rows_of
from pages.parts.thresholds.drawing import GREY, axis_of

__all__ = [
    "MOST_LINES",
    "SHAPES",
    "best_marker",
    "epoch_lines",
    "epoch_x",
    "level_lines",
    "told_apart",
]

SHAPES = ("circle", "square", "diamond", "triangle-up", "cross", "triangle-down")
MOST_LINES = len(SHAPES)
"""Lines that one chart tells apart."""


def epoch_x(n_epochs: int) -> alt.X:
    """Fixed from the start, so that a curve grows into its chart and the chart stands still."""
    ticks = list(range(0, n_epochs + 1, max(1, round(n_epochs / 10))))
    axis = axis_of("d", values=ticks, grid=False)
    return alt.X("epoch:Q", title="epoch", scale=alt.Scale(domain=[0, n_epochs]), axis=axis)


def told_apart(
    names: Sequence[str], colours: Sequence[str], shapes: Sequence[str], columns: int = 2
) -> tuple[alt.Color, alt.Shape]:
    """Lines by colour and by the symbol on them, which the legend shows."""
    colour = alt.Scale(domain=list(names), range=list(colours))
    shape = alt.Scale(domain=list(names), range=list(shapes))
    legend = alt.Legend(
        title=None,
        orient="top",
        labelFontSize=13,
        labelFont=FONT,
        labelLimit=0,
        columns=columns,
        symbolOpacity=1,
        symbolSize=110,
        symbolStrokeWidth=2.5,
    )
    return (
        alt.Color("line:N", scale=colour, legend=legend),
        alt.Shape("line:N", scale=shape, legend=legend),
    )


def epoch_lines(x: alt.X, y: alt.Y, colour: alt.Color, shape: alt.Shape) -> list[alt.Chart]:
    """Lines over the epochs of the data "epochs", with a symbol a line at each epoch."""
    base = rows_of("epochs").encode(x=x, y=y, color=colour)
    points = base.mark_point(filled=True, size=75, opacity=1).encode(
        shape=shape,
        tooltip=[
            alt.Tooltip("line:N"),
            alt.Tooltip("epoch:Q"),
            alt.Tooltip("value:Q", format=".4f"),
        ],
    )
    return [base.mark_line(strokeWidth=2.5), points]


def level_lines(y: alt.Y, side: Literal["left", "right"] = "left") -> list[alt.Chart]:
    """Dotted lines all across, to measure the curves by, with words above them at one end."""
    levels = rows_of("levels").encode(y=y)
    style = {
        "fontSize": 13,
        "font": FONT,
        "align": side,
        "dx": 5 if side == "left" else -5,
        "dy": -9,
    }
    end = alt.value(0 if side == "left" else alt.ExprRef("width"))
    halo = {"color": BACKGROUND, "stroke": BACKGROUND, "strokeWidth": 5}
    words = [
        levels.mark_text(**style, **colours).encode(x=end, text="label:N")
        for colours in (halo, {"color": TEXT})
    ]
    return [levels.mark_rule(color=GREY, strokeWidth=2.5, strokeDash=[2, 4]), *words]


def best_marker(x: alt.X) -> list[alt.Chart]:
    """A dashed line at the best epoch, with words on the side where there is room."""
    best = rows_of("best").encode(x=x)
    style = {"fontSize": 13, "fontWeight": "bold", "font": FONT, "color": TEXT}
    words = [
        best.transform_filter(where)
        .mark_text(align=align, dx=dx, **style)
        .encode(y=alt.value(9), text="label:N")
        for where, align, dx in (("!datum.right", "left", 6), ("datum.right", "right", -6))
    ]
    return [best.mark_rule(color=TEXT, strokeWidth=1.5, strokeDash=[5, 4]), *words]
