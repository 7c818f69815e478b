"""Runs side by side: their curves in one chart, and where their settings and results differ."""

from typing import Any

import pandas as pd
import streamlit as st

from genre_core.jobs.history import best_epoch
from genre_core.jobs.runs import Run
from pages.parts.charts import placed
from pages.parts.lesson import in_lesson
from pages.parts.numbers import show_numbers
from pages.parts.train.charts import CHART_PIXELS, compare_chart
from pages.parts.train.marks import MOST_LINES
from pages.parts.train.story import Story, story_of
from pages.parts.train.wording import duration, state_in_words
from pages.parts.words import listed, plain, small

__all__ = ["differences", "results", "show_compare"]

COMPARE, _MEASURE, _LOG, _SMOOTHING = "compare", "measure", "compare_log", "compare_smoothing"
_FEWEST = 2
_BATCHES = "Loss of batches"
_MEASURES = {
    _BATCHES: "",
    "Validation loss": "val_loss",
    "Micro-F1": "val_micro_f1",
    "Macro-F1": "val_macro_f1",
}


def show_compare(runs: list[Run]) -> None:
    """Draw it, where there is something to compare; in a lesson, whose choice is hidden, if its link does."""
    if len(runs) < _FEWEST:
        return
    title = st.empty()
    by_id = {run.id: run for run in runs}
    chosen = st.multiselect(
        f"Runs to compare, up to {MOST_LINES}",
        list(by_id),
        max_selections=MOST_LINES,
        key=COMPARE,
        bind="query-params",
        placeholder="Choose two or more",
    )
    if len(chosen) < _FEWEST and in_lesson():
        return
    title.subheader("Compare runs", anchor=False)
    if len(chosen) < _FEWEST:
        st.markdown(
            small("Choose two runs or more: what differs in how they were set, and in the end?")
        )
        return
    stories = [story_of(by_id[run_id]) for run_id in chosen]
    left, right = st.columns([7, 5], gap="large")
    with left:
        _curves(stories)
    with right:
        _tables(stories)


def _curves(stories: list[Story]) -> None:
    measure = st.segmented_control(
        "Show",
        list(_MEASURES),
        default=_BATCHES,
        required=True,
        key=_MEASURE,
        bind="query-params",
    )
    with st.container(horizontal=True, vertical_alignment="center", gap="large"):
        log = st.toggle("Logarithmic axis", key=_LOG, bind="query-params")
        smoothing = st.slider(
            "Smoothing", 0.0, 0.99, 0.8, 0.01, key=_SMOOTHING, bind="query-params", width=220
        )
    measure = measure or _BATCHES
    raw, lines = _lines(stories, measure, smoothing)
    n_epochs = max(story.n_epochs for story in stories)
    names = [story.run.id for story in stories]
    with placed(CHART_PIXELS):
        st.vega_lite_chart(
            compare_chart(raw, lines, names, n_epochs, measure, log=log),
            alt=f"{measure} of the runs {listed([s.run.name for s in stories])} over the epochs.",
            theme=None,
            key="compare-chart",
        )
    show_numbers(lines.rename(columns={"line": "run"}), "compared", measure, {"value": "{:.4f}"})


def _lines(
    stories: list[Story], measure: str, smoothing: float
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """``epoch, value, line``: raw values, faint in the chart, and the lines over them."""
    raw: list[pd.DataFrame] = []
    lines: list[pd.DataFrame] = []
    for story in stories:
        name = {"line": story.run.id}
        if measure == _BATCHES:
            batches = story.batches(smoothing)
            raw.append(_line(batches["epoch"], batches["loss"]).assign(**name))
            lines.append(_line(batches["epoch"], batches["smooth"]).assign(**name))
        else:
            epochs = story.curves.epochs
            lines.append(_line(epochs["epoch"], epochs[_MEASURES[measure]]).assign(**name))
    none = _line(pd.Series(dtype=float), pd.Series(dtype=float)).assign(line="")
    return pd.concat(raw or [none], ignore_index=True), pd.concat(lines, ignore_index=True)


def _line(epoch: "pd.Series[Any]", value: "pd.Series[Any]") -> pd.DataFrame:
    return pd.DataFrame({"epoch": epoch.astype(float), "value": value.astype(float)})


def _tables(stories: list[Story]) -> None:
    differing = differences([story.run for story in stories])
    st.markdown("**Settings that differ**")
    if differing.empty:
        st.markdown(small("None: they differ by chance alone, or by nothing."))
    else:
        _table(differing, "Settings that differ between the runs")
    st.markdown("**Results**")
    _table(results(stories), "Results of the runs")
    st.markdown(small("Test films are scored once, at the end. Micro- and macro-F1: see above."))


def _table(frame: pd.DataFrame, alt: str) -> None:
    shown = frame.rename(columns=plain).map(lambda cell: plain(str(cell)))
    st.table(shown, hide_index=True, alt=alt)


def differences(runs: list[Run]) -> pd.DataFrame:
    """``setting`` and a column a run: the settings that are not the same in all of them."""
    settings = [run.trained_settings.model_dump() for run in runs]
    rows = [
        [name.removeprefix("n_").replace("_", " "), *(_shown(values[name]) for values in settings)]
        for name in settings[0]
        if name not in ("name", "preset") and any(v[name] != settings[0][name] for v in settings)
    ]
    return pd.DataFrame(rows, columns=["setting", *(run.id for run in runs)])


def results(stories: list[Story]) -> pd.DataFrame:
    """``result`` and a column a run: how each stands and what it scored."""
    columns = {story.run.id: _results_of(story) for story in stories}
    names = list(next(iter(columns.values())))
    values = {run_id: [column[name] for name in names] for run_id, column in columns.items()}
    return pd.DataFrame({"result": names, **values})


def _results_of(story: Story) -> dict[str, str]:
    run, epochs = story.run, story.curves.epochs
    best = best_epoch(epochs)
    test = next(iter(run.metrics.values()), None)
    at_best = epochs[epochs["epoch"] == best].iloc[0] if best else None
    return {
        "state": state_in_words(run.state, run.place),
        "epochs": f"{story.epochs_run} of {story.n_epochs}",
        "best epoch": str(best or "–"),
        "validation loss": "–" if at_best is None else f"{at_best['val_loss']:.3f}",
        "validation micro-F1": "–" if at_best is None else f"{at_best['val_micro_f1']:.3f}",
        "test micro-F1": f"{test['micro_f1']:.3f}" if test else "–",
        "test macro-F1": f"{test['macro_f1']:.3f}" if test else "–",
        "time": duration(story.seconds),
    }


def _shown(value: Any) -> str:
    if value is None:
        return "all"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(value) if isinstance(value, tuple) else str(value)[:80]
