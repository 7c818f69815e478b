"""The chart of a search: a mark for each training, and the best so far as a line."""

from functools import lru_cache

import altair as alt
import pandas as pd

from pages.parts.charts import Spec, filled, rows_of, spec_of
from pages.parts.thresholds.drawing import GREY, axis_of
from pages.parts.train.marks import told_apart

__all__ = ["SEARCH_PIXELS", "search_chart"]

SEARCH_PIXELS = 300

_BEST, _DONE, _DROPPED, _NOW = "best so far", "read to the end", "broken off", "being tried"
_STATES = {"done": _DONE, "dropped": _DROPPED, "failed": _DROPPED, "now": _NOW}
_BLUE, _ORANGE, _PURPLE = "#2B6CB8", "#C2560B", "#9A55CF"


def search_chart(attempts: pd.DataFrame, n_attempts: int) -> Spec:
    """``number, score, best, state, settings``: a row for each training, its score the best epoch's."""
    marks = attempts.dropna(subset="score")
    marks = pd.DataFrame(
        {
            "number": marks["number"],
            "value": marks["score"],
            "line": marks["state"].map(_STATES),
            "settings": marks["settings"],
        }
    )
    best = attempts.dropna(subset="best")
    line = pd.DataFrame({"number": best["number"], "value": best["best"], "line": _BEST})
    return filled(_spec(n_attempts), {"marks": marks, "best": line})


@lru_cache(maxsize=16)
def _spec(n_attempts: int) -> Spec:
    colour, shape = told_apart(
        [_BEST, _DONE, _DROPPED, _NOW],
        [_PURPLE, _BLUE, GREY, _ORANGE],
        ["stroke", "circle", "cross", "diamond"],
    )
    ticks = list(range(1, n_attempts + 1, max(1, round(n_attempts / 10))))
    x = alt.X(
        "number:Q",
        title="training",
        scale=alt.Scale(domain=[0.5, n_attempts + 0.5]),
        axis=axis_of("d", values=ticks, grid=False),
    )
    y = alt.Y("value:Q", title="mAP", scale=alt.Scale(zero=False, nice=True), axis=axis_of(".3~f"))
    line = rows_of("best").mark_line(strokeWidth=2, interpolate="step-after")
    marks = rows_of("marks").mark_point(filled=True, size=110, opacity=1)
    return spec_of(
        [
            line.encode(x=x, y=y, color=colour),
            marks.encode(
                x=x,
                y=y,
                color=colour,
                shape=shape,
                tooltip=[
                    alt.Tooltip("number:Q", title="training"),
                    alt.Tooltip("line:N", title="it was"),
                    alt.Tooltip("value:Q", title="mAP", format=".3f"),
                    alt.Tooltip("settings:N"),
                ],
            ),
        ],
        SEARCH_PIXELS,
    )
