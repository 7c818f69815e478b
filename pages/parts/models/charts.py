"""Charts of the page that compares models: a frame in, a chart out.

Names stand above their dots and bars rather than beside them, so that there is room on a phone.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import altair as alt
import pandas as pd

from pages.parts.charts import BACKGROUND, FONT, TEXT, Spec, filled, rows_of, spec_of
from pages.parts.colours import colours_of

__all__ = ["bars_chart", "differences_chart", "systems_chart"]

_ROW_PIXELS = 48
_GENRE_PIXELS = 26
_NAME_UP, _MARK_DOWN = -9, 10  # within a row
_SYSTEM, _RUN, _LINE = "#2B6CB8", "#B85C00", "#8793A3"  # 3:1 or more, light and dark
_DASHES = [5, 4]
_KEPT = 32  # charts without their data: what differs is a title, or the order of genres


def systems_chart(frame: pd.DataFrame, lines: pd.DataFrame, title: str) -> Spec:
    """Dots and intervals of ``systems_frame`` in its order, and ``lines``: at, label, align.

    A run of the train page is an orange diamond, a system a blue dot.
    """
    rows = frame.assign(
        label=[f"{row.system} · {row.estimate:.3f}" for row in frame.itertuples()],
        kind=frame["is_run"].map({True: "run of the train page", False: "system"}),
    )
    return filled(_systems_spec(title), {"systems": rows, "lines": lines})


@lru_cache(maxsize=_KEPT)
def _systems_spec(title: str) -> Spec:
    base = rows_of("systems").encode(
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
    return spec_of([*_upright(), ends, dots, *_names(base)], alt.Step(_ROW_PIXELS))


def differences_chart(frame: pd.DataFrame) -> Spec:
    """Dots and intervals of ``Paired.per_genre`` around 0; filled where the interval leaves 0 out."""
    rows = frame.assign(sure=(frame["low"] > 0) | (frame["high"] < 0))
    spec = _differences_spec(tuple(frame["genre"]))
    return filled(spec, {"genres": rows, "zero": pd.DataFrame({"at": [0.0]})})


@lru_cache(maxsize=_KEPT)
def _differences_spec(genres: Sequence[str]) -> Spec:
    axis = alt.Axis(ticks=False, domain=False, labelFontSize=14, labelLimit=130, labelPadding=8)
    scale = alt.Scale(domain=list(genres), range=colours_of(genres))
    base = rows_of("genres").encode(
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
    zero = rows_of("zero").mark_rule(color=TEXT, strokeWidth=2)
    dots = base.mark_point(size=130, opacity=1, strokeWidth=2.5).encode(
        x=alt.X("difference:Q", **x),
        fill=alt.when(alt.datum.sure)
        .then(alt.Color("genre:N", scale=scale, legend=None))
        .otherwise(alt.value("transparent")),
    )
    ends = base.mark_rule(strokeWidth=3).encode(x=alt.X("low:Q", **x), x2="high:Q")
    return spec_of([zero.encode(x=alt.X("at:Q", **x)), ends, dots], alt.Step(_GENRE_PIXELS))


def bars_chart(frame: pd.DataFrame, title: str) -> Spec:
    """Bars of ``name, value, is_nothing`` in the frame's order, hollow for what read nothing."""
    rows = frame.assign(
        label=[
            f"{name} · {value:.1%}"
            for name, value in zip(frame["name"], frame["value"], strict=True)
        ]
    )
    return filled(_bars_spec(title), {"bars": rows})


@lru_cache(maxsize=_KEPT)
def _bars_spec(title: str) -> Spec:
    base = rows_of("bars").encode(
        y=alt.Y("name:N", sort=None, axis=None),
        tooltip=[alt.Tooltip("name:N"), alt.Tooltip("value:Q", format=".1%")],
    )
    fill = alt.when(alt.datum.is_nothing).then(alt.value(_LINE)).otherwise(alt.value(_SYSTEM))
    bars = base.mark_bar(height=16, yOffset=_MARK_DOWN).encode(
        x=_x("value", title, ".0%"), color=fill
    )
    return spec_of([bars, *_names(base)], alt.Step(_ROW_PIXELS))


def _upright() -> list[alt.Chart]:
    base = rows_of("lines").encode(x="at:Q")
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
