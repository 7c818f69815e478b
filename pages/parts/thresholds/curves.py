"""Precision against recall, ROC and calibration: the whole model, with the line as one dot on it."""

import pandas as pd
import streamlit as st

from pages.parts.numbers import show_numbers
from pages.parts.thresholds.data import calibration_of, curves_of
from pages.parts.thresholds.more_charts import calibration_chart, pr_chart, roc_chart
from pages.parts.thresholds.question import Question
from pages.parts.words import small

__all__ = ["show_curves"]


def show_curves(question: Question, threshold: float) -> None:
    """Three charts of the validation plots, side by side where there is room."""
    curves = curves_of("validation", question)
    counts = curves.iloc[0]
    has, has_not = counts["tp"] + counts["fn"], counts["fp"] + counts["tn"]
    points = curves.assign(
        false_alarms=curves["fp"] / has_not if has_not else 0.0,
        found=curves["tp"] / has if has else 0.0,
    )
    at = points.iloc[[round(threshold * 100)]]
    left, middle, right = st.columns(3, gap="medium")
    with left:
        _precision_recall(points, at, has / (has + has_not), question)
    with middle:
        _roc(points, at)
    with right:
        _calibration(question)


def _precision_recall(
    points: pd.DataFrame, at: pd.DataFrame, base_rate: float, question: Question
) -> None:
    st.markdown("**Precision against recall**")
    named = (points["tp"] + points["fp"]) > 0
    columns = ["threshold", "recall", "precision"]
    dot = at.loc[named[at.index], columns]
    where = f"recall {at['recall'].item():.2f}, precision {at['precision'].item():.2f}"
    st.vega_lite_chart(
        pr_chart(points.loc[named, columns], dot, base_rate),
        alt=f"Precision against recall of all thresholds; the line is at {where}.",
        theme=None,
    )
    st.markdown(
        small(
            "Each point is a threshold; the dot is the line. To find more, one goes right and pays "
            f"with precision. The dashes are what naming at random would get: {base_rate:.0%}, the "
            f"share that has {'it' if question.genre else 'a genre'}."
        )
    )
    show_numbers(points[columns], "precision-recall", "Precision and recall at each threshold")


def _roc(points: pd.DataFrame, at: pd.DataFrame) -> None:
    st.markdown("**ROC: found against false alarms**")
    columns = {"threshold": "threshold", "false_alarms": "false_alarms", "found": "recall"}
    rows, dot = (frame[list(columns)].rename(columns=columns) for frame in (points, at))
    where = f"{dot['false_alarms'].item():.2f} false alarms, {dot['recall'].item():.2f} found"
    st.vega_lite_chart(
        roc_chart(rows, dot),
        alt=f"ROC curve over all genres asked for; the line is at {where}.",
        theme=None,
    )
    st.markdown(
        small(
            "**False alarms** are the share of those *without* the genre that get its name. Where few "
            "have it, a small share is still a crowd: this curve flatters rare genres, the one on the "
            "left does not. The dashes are guessing."
        )
    )
    show_numbers(rows, "roc", "False alarms and recall at each threshold")


def _calibration(question: Question) -> None:
    st.markdown("**Calibration: is 0.7 right 7 times in 10?**")
    table = calibration_of(question)
    parts = [
        f"{row.mean_score:.2f} was right {row.observed_rate:.2f} (n = {row.n:,})"
        for row in table.itertuples()
    ]
    st.vega_lite_chart(
        calibration_chart(table),
        alt=f"How often scores were right: {'; '.join(parts)}.",
        theme=None,
    )
    st.markdown(
        small(
            "Scores in ten groups, and how often those of a group were right. On the dashes, a score "
            "may be read as a chance; above them the model is too modest, below them too sure. Dots "
            "of few plots jump about: point at one to see its n."
        )
    )
    show_numbers(table, "calibration", "Mean score and observed rate of ten groups of scores")
