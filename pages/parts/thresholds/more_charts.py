"""The other views of the same line: accuracy, precision against recall, ROC, calibration."""

from functools import lru_cache

import altair as alt
import pandas as pd

from genre_core.evaluation import Line
from pages.parts.charts import TEXT, Spec, filled, rows_of, spec_of
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
)

__all__ = ["accuracy_chart", "calibration_chart", "pr_chart", "roc_chart"]

_HEIGHT = 300
_Field = tuple[str, str]  # a column, and its name on the axis
_RECALL = ("recall", "recall (found)")
_PRECISION = ("precision", "precision (right)")
_ACCURACIES = {"accuracy": "accuracy", "naming nothing": "nothing"}
_FALSE_ALARMS = ("false_alarms", "false alarms")


def accuracy_chart(curves: pd.DataFrame, threshold: float, line: Line, f_name: str) -> Spec:
    """Accuracy and F over the threshold, and the accuracy of naming nothing."""
    rows = curves[["threshold", "f_beta", "accuracy"]].assign(nothing=line.do_nothing_accuracy)
    columns = {f_name: "f_beta", **_ACCURACIES}
    data = {**named_lines_data(rows, columns), **line_rule_data(threshold, f"line {threshold:.2f}")}
    return filled(renamed(_accuracy_spec(), ANY_F, f_name), data)


def pr_chart(points: pd.DataFrame, chosen: pd.DataFrame, base_rate: float) -> Spec:
    """Precision against recall. ``points`` and ``chosen``: threshold, recall, precision."""
    guess = pd.DataFrame({"x": [0, 1], "y": [base_rate] * 2})
    return filled(_path_spec(_RECALL, _PRECISION), {"path": points, "dot": chosen, "guess": guess})


def roc_chart(points: pd.DataFrame, chosen: pd.DataFrame) -> Spec:
    """Recall against false alarms. Columns threshold, false_alarms, recall."""
    spec = _path_spec(_FALSE_ALARMS, _RECALL)
    return filled(spec, {"path": points, "dot": chosen, "guess": _DIAGONAL})


def calibration_chart(table: pd.DataFrame) -> Spec:
    """How often scores were right. ``table``: mean_score, observed_rate, n."""
    return filled(_calibration_spec(), {"groups": table, "guess": _DIAGONAL})


_DIAGONAL = pd.DataFrame({"x": [0, 1], "y": [0, 1]})


@lru_cache(maxsize=1)
def _accuracy_spec() -> Spec:
    tooltip = [_number("threshold"), alt.Tooltip("line:N"), _number("value")]
    lines = named_lines([ANY_F, *_ACCURACIES], [F, PRECISION, GREY]).encode(tooltip=tooltip)
    return spec_of([lines, *line_rule()], _HEIGHT)


@lru_cache(maxsize=4)
def _path_spec(x: _Field, y: _Field) -> Spec:
    """A curve along the thresholds, and the one that is chosen as a dot."""
    place = {"x": _x(*x), "y": _y(*y)}
    tooltip = [_number("threshold"), _number(*x), _number(*y)]
    curve = rows_of("path").mark_line(
        color=RECALL, strokeWidth=3, point=alt.OverlayMarkDef(opacity=0, size=80)
    )
    dot = rows_of("dot").mark_point(
        filled=True, size=180, color=F, opacity=1, stroke=TEXT, strokeWidth=2
    )
    order = alt.Order("threshold:Q")
    return spec_of(
        [
            _guess(x, y),
            curve.encode(**place, order=order, tooltip=tooltip),
            dot.encode(**place, tooltip=tooltip),
        ],
        _HEIGHT,
    )


@lru_cache(maxsize=1)
def _calibration_spec() -> Spec:
    x, y = ("mean_score", "score"), ("observed_rate", "how often it was right")
    base = rows_of("groups").encode(x=_x(*x), y=_y(*y))
    tooltip = [_number(*x), _number(*y), alt.Tooltip("n:Q", format=",")]
    dots = base.mark_point(filled=True, opacity=1, color=RECALL, size=90).encode(tooltip=tooltip)
    return spec_of([_guess(x, y), base.mark_line(color=RECALL, strokeWidth=2), dots], _HEIGHT)


def _guess(x: _Field, y: _Field) -> alt.Chart:
    """What no knowledge, or perfect calibration, would give: dashes from (0, y) to (1, y)."""
    dashed = rows_of("guess").mark_line(color=GREY, strokeDash=[4, 4], strokeWidth=2)
    return dashed.encode(x=_x("x", x[1]), y=_y("y", y[1]))


def _x(column: str, title: str) -> alt.X:
    return alt.X(f"{column}:Q", title=title, scale=UNIT, axis=axis_of(".1f", tickCount=6))


def _y(column: str, title: str) -> alt.Y:
    return alt.Y(f"{column}:Q", title=title, scale=UNIT, axis=axis_of(".1f", tickCount=6))


def _number(column: str, title: str = "") -> alt.Tooltip:
    return alt.Tooltip(f"{column}:Q", format=".2f", title=title or column)
