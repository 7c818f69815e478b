"""Charts of the page that compares models: a frame in, a chart out.

Names stand above their dots and bars rather than beside them, so that there is room on a phone.
"""

from typing import Any

import altair as alt
import pandas as pd

from pages.parts.charts import BACKGROUND, FONT, TEXT
from pages.parts.colours import colours_of

__all__ = ["bars_chart", "differences_chart", "systems_chart"]

_ROW_PIXELS = 48
_GENRE_PIXELS = 26
_NAME_UP, _MARK_DOWN = -9, 10  # within a row
_SYSTEM, _RUN, _LINE = "#2B6CB8", "#B85C00", "#8793A3"  # 3:1 or more, light and dark
_DASHES = [5, 4]


def systems_chart(frame: pd.DataFrame, lines: pd.DataFrame, title: str) -> alt.LayerChart:
    """Dots and intervals of ``systems_frame`` in its order, and ``lines``: at, label, align.

    A run of the train page is an orange diamond, a system a blue dot.
    """
    rows = frame.assign(
        label=[f"{row.system} · {row.estimate:.3f}" for row in frame.itertuples()],
        kind=frame["is_run"].map({True: "run of the train page", False: "system"}),
    )
    base = alt.Chart(rows).encode(
        y=alt.Y("system:N", sort=None, axis=None),
        tooltip=[
            alt.Tooltip("system:N"),
            alt.Tooltip("kind:N"),
            *(alt.Tooltip(f"{column}:Q", format=".3f") for column in ("estimate", "low", "high")),
        ],
    )
    colour = alt.when(alt.datum.is_run).then(alt.value(_RUN)).otherwise(alt.value(_SYSTEM))
    shape = alt.when(alt.datum.is_run).then(alt.value("diamond")).otherwise(alt.value("circle"))
    ends = base.mark_bar(height=12, opacity=0.45, cornerRadius=6, yOffset=_MARK_DOWN).encode(
        x=_x("low", title), x2="high:Q", color=colour
    )
    dots = base.mark_point(
        filled=True, size=90, opacity=1, yOffset=_MARK_DOWN, stroke=BACKGROUND, strokeWidth=1.5
    ).encode(x=_x("estimate", title), color=colour, shape=shape)
    chart = alt.LayerChart(layer=[*_upright(lines), ends, dots, *_names(base)])
    return _finished(chart, _ROW_PIXELS)


def differences_chart(frame: pd.DataFrame) -> alt.LayerChart:
    """Dots and intervals of ``Paired.per_genre`` around 0; filled where the interval leaves 0 out."""
    rows = frame.assign(sure=(frame["low"] > 0) | (frame["high"] < 0))
    axis = alt.Axis(ticks=False, domain=False, labelFontSize=14, labelLimit=130, labelPadding=8)
    genres = frame["genre"].tolist()
    scale = alt.Scale(domain=genres, range=colours_of(genres))
    base = alt.Chart(rows).encode(
        y=alt.Y("genre:N", sort=None, title=None, axis=axis),
        color=alt.Color("genre:N", scale=scale, legend=None),
        tooltip=[
            alt.Tooltip("genre:N"),
            alt.Tooltip("support:Q", title="test films"),
            *(alt.Tooltip(f"{c}:Q", format=".3f") for c in ("first", "second")),
            *(alt.Tooltip(f"{c}:Q", format="+.3f") for c in ("difference", "low", "high")),
        ],
    )
    x = {"title": "difference in F1", "axis": _axis("+.2f", tickCount=6)}
    zero = alt.Chart(pd.DataFrame({"at": [0.0]})).mark_rule(color=TEXT, strokeWidth=2)
    dots = base.mark_point(size=130, opacity=1, strokeWidth=2.5).encode(
        x=alt.X("difference:Q", **x),
        fill=alt.when(alt.datum.sure)
        .then(alt.Color("genre:N", scale=scale, legend=None))
        .otherwise(alt.value("transparent")),
    )
    ends = base.mark_rule(strokeWidth=3).encode(x=alt.X("low:Q", **x), x2="high:Q")
    chart = alt.LayerChart(layer=[zero.encode(x=alt.X("at:Q", **x)), ends, dots])
    return _finished(chart, _GENRE_PIXELS)


def bars_chart(frame: pd.DataFrame, title: str) -> alt.LayerChart:
    """Bars of ``name, value, is_nothing`` in the frame's order, hollow for what read nothing."""
    rows = frame.assign(
        label=[
            f"{name} · {value:.1%}"
            for name, value in zip(frame["name"], frame["value"], strict=True)
        ]
    )
    base = alt.Chart(rows).encode(
        y=alt.Y("name:N", sort=None, axis=None),
        tooltip=[alt.Tooltip("name:N"), alt.Tooltip("value:Q", format=".1%")],
    )
    fill = alt.when(alt.datum.is_nothing).then(alt.value(_LINE)).otherwise(alt.value(_SYSTEM))
    bars = base.mark_bar(height=16, yOffset=_MARK_DOWN).encode(
        x=_x("value", title, ".0%"), color=fill
    )
    return _finished(alt.LayerChart(layer=[bars, *_names(base)]), _ROW_PIXELS)


def _upright(lines: pd.DataFrame) -> list[alt.Chart]:
    base = alt.Chart(lines).encode(x="at:Q")
    words = [
        base.transform_filter(alt.datum.align == align)
        .mark_text(align=align, dx=dx, y=-10, font=FONT, fontSize=13, color=TEXT)
        .encode(text="label:N")
        for align, dx in (("left", 0), ("right", 0))
    ]
    return [base.mark_rule(color=_LINE, strokeWidth=2, strokeDash=_DASHES), *words]


def _names(base: alt.Chart) -> list[alt.Chart]:
    """The names, above a wider copy that keeps them apart from lines they cross."""
    style: dict[str, Any] = {"align": "left", "dy": _NAME_UP, "dx": 4, "font": FONT}
    style |= {"fontSize": 14, "fontWeight": "bold"}
    where = base.encode(x=alt.value(0), text="label:N")
    return [
        where.mark_text(**style, color=BACKGROUND, stroke=BACKGROUND, strokeWidth=5),
        where.mark_text(**style, color=TEXT),
    ]


def _x(column: str, title: str, form: str = ".1f") -> alt.X:
    axis = _axis(form, values=[0, 0.2, 0.4, 0.6, 0.8, 1])
    return alt.X(f"{column}:Q", title=title, scale=alt.Scale(domain=[0, 1]), axis=axis)


def _axis(form: str, **settings: Any) -> alt.Axis:
    return alt.Axis(
        format=form, ticks=False, domain=False, labelFontSize=13, titleFontSize=13, **settings
    )


def _finished(chart: alt.LayerChart, step: int) -> alt.LayerChart:
    return chart.properties(height=alt.Step(step)).configure_view(strokeWidth=0)
