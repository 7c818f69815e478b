"""The chart of the line, and the scores it is drawn through."""

from functools import lru_cache

import altair as alt
import pandas as pd

from genre_core.evaluation import Interval
from pages.parts.charts import BACKGROUND, FONT, TEXT, Spec, filled, rows_of, spec_of
from pages.parts.thresholds.drawing import (
    ANY_F,
    GREY,
    PRECISION,
    RECALL,
    UNIT,
    F,
    axis_of,
    line_rule,
    line_rule_data,
    named_lines,
    named_lines_data,
    renamed,
    threshold_x,
)

__all__ = ["CHART_PIXELS", "PICK", "histogram", "line_chart"]

CHART_PIXELS = 400
"""Height of ``line_chart``."""

PICK = "pick"
"""The selection that a click makes: rows with the threshold that was clicked."""

_PRECISION, _RECALL = "precision (right)", "recall (found)"
_HALF_STEP = 0.005


def line_chart(
    curves: pd.DataFrame, band: pd.DataFrame, threshold: float, best: Interval, f_name: str
) -> Spec:
    """Precision, recall and F over the threshold, with a rule that follows the pointer.

    ``curves``: threshold, precision, recall, f_beta, fp, tp. ``band``: threshold, low, high.
    """
    points = _points(curves, f_name)
    columns = {f_name: "f_beta", _PRECISION: "precision", _RECALL: "recall"}
    ends = {"low": [best.low - _HALF_STEP], "high": [best.high + _HALF_STEP]}
    return filled(
        renamed(_line_spec(), ANY_F, f_name),
        {
            **named_lines_data(points, columns),
            **line_rule_data(threshold, f"line {threshold:.2f}"),
            "points": points,
            "band": band[["threshold", "low", "high"]],
            "best": pd.DataFrame(ends).clip(0, 1),
        },
    )


def histogram(bars: pd.DataFrame, threshold: float, what: str) -> Spec:
    """How many films score where. ``bars``: low, high, named, n, outcome; heights by square root.

    In the one bin that the line may cut, what is named stands on what is not.
    """
    rows = bars.sort_values(["low", "named"])
    top = rows.groupby("low")["n"].cumsum()
    rows = rows.assign(bottom=top - rows["n"], top=top)
    return filled(_histogram_spec(what), {"bars": rows, **line_rule_data(threshold)})


def _points(curves: pd.DataFrame, f_name: str) -> pd.DataFrame:
    """A row per threshold: the strip that feels the pointer, and the words that it brings.

    Where nothing is named there is no precision: its line ends.
    """
    named = (curves["tp"] + curves["fp"]) > 0
    words = [
        f"{row.threshold:.2f}: precision {row.precision:.0%}, recall {row.recall:.0%}, "
        f"{f_name} {row.f_beta:.2f}"
        if any_named
        else f"{row.threshold:.2f}: nothing is named"
        for row, any_named in zip(curves.itertuples(), named, strict=True)
    ]
    return pd.DataFrame(
        {
            "threshold": curves["threshold"],
            "left": (curves["threshold"] - _HALF_STEP).clip(lower=0),
            "right": (curves["threshold"] + _HALF_STEP).clip(upper=1),
            "precision": curves["precision"].where(named),
            "recall": curves["recall"],
            "f_beta": curves["f_beta"],
            "readout": words,
        }
    )


@lru_cache(maxsize=1)
def _line_spec() -> Spec:
    hover = alt.selection_point(
        name="hover", fields=["threshold"], on="pointerover", clear="pointerout", empty=False
    )
    pick = alt.selection_point(
        name=PICK, fields=["threshold"], on="click", toggle=False, clear=False, empty=False
    )
    return spec_of(
        [
            _best_range(),
            _f_band(),
            named_lines([ANY_F, _PRECISION, _RECALL], [F, PRECISION, RECALL]),
            *line_rule(),
            *_under_the_pointer(hover),
            _pointer_strips(hover, pick),
        ],
        CHART_PIXELS,
    )


def _f_band() -> alt.Chart:
    area = rows_of("band").mark_area(color=F, opacity=0.22)
    return area.encode(x=threshold_x(), y=alt.Y("low:Q", scale=UNIT, title=None), y2="high:Q")


def _best_range() -> alt.Chart:
    """A strip where the best threshold lies in 95 of 100 redraws."""
    strip = rows_of("best").mark_rect(color=GREY, opacity=0.25)
    return strip.encode(x=threshold_x(column="low"), x2="high:Q")


def _under_the_pointer(hover: alt.Parameter) -> list[alt.Chart]:
    """A rule, a dot on each curve, and their values in words.

    Screen readers skip them: without a pointer they are empty, and the chart's text has the values.
    """
    here = rows_of("points").transform_filter(hover)
    rule = here.mark_rule(aria=False, color=TEXT, strokeWidth=1.5, strokeDash=[4, 4]).encode(
        x=threshold_x()
    )
    dots = [
        here.mark_point(aria=False, filled=True, size=80, color=colour, opacity=1).encode(
            x=threshold_x(), y=alt.Y(f"{column}:Q", scale=UNIT, title=None)
        )
        for column, colour in (("precision", PRECISION), ("recall", RECALL), ("f_beta", F))
    ]
    words = [
        here.mark_text(aria=False, fontSize=15, font=FONT, fontWeight="bold", **style).encode(
            x=alt.value(alt.ExprRef("width / 2")),
            y=alt.value(alt.ExprRef("height - 16")),
            text="readout:N",
        )
        for style in (
            {"color": BACKGROUND, "stroke": BACKGROUND, "strokeWidth": 7},
            {"color": TEXT},
        )
    ]
    return [rule, *dots, *words]


def _pointer_strips(hover: alt.Parameter, pick: alt.Parameter) -> alt.Chart:
    """A strip for each threshold that feels the pointer anywhere above or below the curves."""
    strips = rows_of("points").mark_rect(opacity=0, cursor="pointer", tooltip=None)
    return strips.encode(x=threshold_x(column="left"), x2="right:Q").add_params(hover, pick)


@lru_cache(maxsize=4)
def _histogram_spec(what: str) -> Spec:
    colour = alt.when(alt.datum.named).then(alt.value(RECALL)).otherwise(alt.value(GREY))
    y = alt.Y(
        "bottom:Q",
        title=what,
        scale=alt.Scale(type="sqrt"),
        axis=axis_of(",d", tickCount=4, minExtent=48),
    )
    tooltip = [
        alt.Tooltip("low:Q", format=".2f", title="score from"),
        alt.Tooltip("high:Q", format=".2f", title="to"),
        alt.Tooltip("n:Q", title=what, format=","),
        alt.Tooltip("outcome:N"),
    ]
    bars = rows_of("bars").mark_rect()
    drawn = bars.encode(
        x=threshold_x("score", "low"), x2="high:Q", y=y, y2="top:Q", color=colour, tooltip=tooltip
    )
    return spec_of([drawn, *line_rule("score")], 190)
