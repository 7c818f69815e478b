"""What charts with a threshold have in common."""

import json
from typing import Any

import altair as alt
import pandas as pd

from pages.parts.charts import FONT, TEXT, Data, Spec, rows_of

__all__ = [
    "ANY_F",
    "GREY",
    "PRECISION",
    "RECALL",
    "UNIT",
    "F",
    "axis_of",
    "line_rule",
    "line_rule_data",
    "named_lines",
    "named_lines_data",
    "renamed",
    "threshold_x",
]

# 3:1 or more on the light and on the dark background; dashes tell them apart as well.
PRECISION, RECALL, F, GREY = "#C2560B", "#2B6CB8", "#9A55CF", "#8793A3"
_DASHES = [[1, 0], [7, 3], [2, 3]]
_TENTHS = [n / 10 for n in range(11)]
ANY_F = "F-beta"
"""Stands in a chart for F1, F2 … until it is ``renamed``."""
UNIT = alt.Scale(domain=[0, 1])


def renamed(spec: Spec, old: str, new: str) -> Spec:
    """The chart with another name for one of its lines: to build it costs a hundred times as much."""
    return json.loads(json.dumps(spec).replace(json.dumps(old), json.dumps(new)))


def axis_of(form: str, **settings: Any) -> alt.Axis:
    """An axis in the page's letters."""
    style: dict[str, Any] = {
        "format": form,
        "domain": False,
        "ticks": False,
        "labelFontSize": 13,
        "titleFontSize": 13,
        "labelFont": FONT,
        "titleFont": FONT,
        "gridOpacity": 0.35,
        "labelOverlap": True,
    }
    return alt.Axis(**{**style, **settings})


def threshold_x(title: str = "threshold", column: str = "threshold") -> alt.X:
    """The axis from 0 to 1 along which the line moves."""
    return alt.X(f"{column}:Q", title=title, scale=UNIT, axis=axis_of(".1f", values=_TENTHS))


def line_rule(title: str = "threshold") -> list[alt.Chart]:
    """The line that is drawn, with words at its top; its data are "line"."""
    rule = rows_of("line").mark_rule(color=TEXT, strokeWidth=3).encode(x=threshold_x(title))
    style: dict[str, Any] = {"fontSize": 14, "fontWeight": "bold", "font": FONT, "color": TEXT}
    sides = [
        rows_of("line")
        .transform_filter(where)
        .mark_text(align=align, dx=dx, **style)
        .encode(x=threshold_x(title), y=alt.value(10), text="label:N")
        for where, align, dx in (
            ("datum.threshold <= 0.5", "left", 7),
            ("datum.threshold > 0.5", "right", -7),
        )
    ]
    return [rule, *sides]


def line_rule_data(threshold: float, label: str = "") -> Data:
    """What ``line_rule`` draws."""
    return {"line": pd.DataFrame({"threshold": [threshold], "label": [label]})}


def named_lines(names: list[str], colours: list[str]) -> alt.Chart:
    """Up to three lines told apart by colour and dashes, with a legend on top; data "lines"."""
    scale = alt.Scale(domain=names, range=colours)
    dashes = alt.Scale(domain=names, range=_DASHES[: len(names)])
    legend = alt.Legend(
        title=None, orient="top", labelFontSize=14, labelFont=FONT, symbolSize=500, labelLimit=0
    )
    y_axis = axis_of(".1f", values=_TENTHS[::2])
    return (
        rows_of("lines")
        .mark_line(strokeWidth=3, clip=True)
        .encode(
            x=threshold_x(),
            y=alt.Y("value:Q", title=None, scale=UNIT, axis=y_axis),
            color=alt.Color("line:N", scale=scale, legend=legend),
            strokeDash=alt.StrokeDash("line:N", scale=dashes, legend=legend),
        )
    )


def named_lines_data(curves: pd.DataFrame, columns: dict[str, str]) -> Data:
    """What ``named_lines`` draws: columns of ``curves`` by the names of their lines."""
    parts = [
        pd.DataFrame({"threshold": curves["threshold"], "value": curves[column], "line": name})
        for name, column in columns.items()
    ]
    return {"lines": pd.concat(parts, ignore_index=True)}
