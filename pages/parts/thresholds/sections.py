"""More ways to look at the line, one at a time: only the open tab is worked out."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from genre_core.evaluation import draw_line, score_histogram
from pages.parts.numbers import show_numbers
from pages.parts.thresholds.changes import show_changes
from pages.parts.thresholds.charts import histogram
from pages.parts.thresholds.controls import move_line
from pages.parts.thresholds.curves import show_curves
from pages.parts.thresholds.data import curves_of, films_of
from pages.parts.thresholds.more_charts import accuracy_chart
from pages.parts.thresholds.question import Question
from pages.parts.thresholds.table import show_table
from pages.parts.thresholds.wording import trap_in_words
from pages.parts.words import plain, small

__all__ = ["show_sections"]


def show_sections(question: Question, threshold: float) -> None:
    """The tabs; which one is open is in the link."""
    sections: dict[str, Callable[[Question, float], None]] = {
        "The scores": _scores,
        "The accuracy trap": _trap,
        "More curves": show_curves,
        "Which films change?": show_changes,
        "Every genre, and a file": show_table,
    }
    tabs = st.tabs(list(sections), key="look", bind="query-params", on_change="rerun")
    for tab, show in zip(tabs, sections.values(), strict=True):
        if tab.open:
            with tab:
                show(question, threshold)


def _scores(question: Question, threshold: float) -> None:
    films = films_of("validation", question.corpus, question.genre)
    bars = score_histogram(films.labels, films.probabilities, threshold)
    bars["outcome"] = [_OUTCOMES[row.has_genre, row.named] for row in bars.itertuples()]
    what = "plots" if question.genre else "plot–genre pairs"
    subject = plain(question.genre) if question.genre else "the genre"
    st.markdown(
        f"The line cuts through these scores. A perfect model would have all {what} **with** "
        f"{subject} on the right of it and all **without** on the left; where the two overlap, every "
        "line makes mistakes."
    )
    for has_genre, title, right, wrong in (
        (True, "With", "found", "missed"),
        (False, "Without", "wrongly named", "rightly left alone"),
    ):
        part = bars[bars["has_genre"] == has_genre]
        st.markdown(
            small(
                f"**{title} {subject}**: {right} (blue, right of the line) or {wrong} (grey, left)"
            )
        )
        alt = f"Scores {title.lower()} {question.subject}: " + ", ".join(
            f"{name} {n:,}" for name, n in part.groupby("outcome", sort=False)["n"].sum().items()
        )
        st.vega_lite_chart(histogram(part, threshold, what), alt=alt, theme=None)
    st.markdown(
        small(
            "Heights grow with the square root of the number, so that a single plot is still seen "
            "beside thousands."
        )
    )
    show_numbers(bars, "scores", "How many scores lie where", {"low": "{:.2f}", "high": "{:.2f}"})


_OUTCOMES = {
    (True, True): "found",
    (True, False): "missed",
    (False, True): "wrongly named",
    (False, False): "rightly left alone",
}


def _trap(question: Question, threshold: float) -> None:
    films = films_of("validation", question.corpus, question.genre)
    line = draw_line(films.labels, films.probabilities, threshold)
    curves: pd.DataFrame = curves_of("validation", question)
    st.markdown(
        "**Accuracy** is the share of right answers to “has this plot this genre?”. It sounds like "
        "the thing to want. Watch it as the line goes up to 1.00, where nothing is named any more."
    )
    st.markdown(trap_in_words(line))
    with st.container(horizontal=True):
        st.button("Drag it to 1.00 for me", on_click=move_line, args=(1.0,))
    st.vega_lite_chart(
        accuracy_chart(curves, threshold, line, question.f_name),
        alt=(
            f"Accuracy and {question.f_name} over the threshold. Accuracy rises towards "
            f"{line.do_nothing_accuracy:.3f}, that of naming nothing, while {question.f_name} falls to 0."
        ),
        theme=None,
    )
    show_numbers(
        curves[["threshold", "accuracy", "f_beta"]].rename(columns={"f_beta": question.f_name}),
        "accuracy",
        "Accuracy and F at each threshold, on validation plots",
        {"accuracy": "{:.3f}", question.f_name: "{:.3f}"},
    )
    st.markdown(
        small(
            "Most plots lack most genres, so “no” is nearly always right: a model that says nothing "
            f"looks good. That is why the page leads with {question.f_name}, which is 0 for it."
        )
    )
