"""The accuracy trap, in three steps: a figure that sounds good, doing nothing, and what is found."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from genre_core.prediction.about import About
from genre_core.prediction.results import Result
from pages.parts.models.charts import bars_chart
from pages.parts.models.data import all_about, results
from pages.parts.numbers import show_numbers, show_table
from pages.parts.words import plain, small

__all__ = ["STEP", "STEPS", "Case", "case_of", "show_trap"]

STEP = "story"
"""What the session and the address call the step."""

STEPS = ("1. A good figure?", "2. Do nothing", "3. Count what is found")
_METRIC = "element_accuracy"
_A_TENTH = 0.05  # of a point, rounded


@dataclass(frozen=True)
class Case:
    """The system that the story is told of."""

    title: str
    reported: float | None
    reported_on: str
    accuracy: float
    nothing: float
    """Element-wise accuracy of naming nothing on the same films."""
    f1: float
    n_films: int
    corpus: str
    n_labels: int

    @property
    def f1_of_all(self) -> float:
        """Micro-F1 of naming every genre of every film: all is found, and as much is right as there is."""
        share = 1 - self.nothing
        return 2 * share / (1 + share)


def show_trap() -> None:
    """The story; says what is missing where there is no system to tell it of."""
    rows = results()
    case = case_of(rows, all_about())
    if case is None:
        st.info(
            "The story needs a system that was run in full: see **Every system** for how to run one."
        )
        return
    step = st.segmented_control(
        "Step", STEPS, default=STEPS[0], required=True, key=STEP, bind="query-params"
    )
    number = STEPS.index(step or STEPS[0]) + 1
    for words in _story(case)[:number]:
        st.markdown(words)
    frame = _bars(case, number)
    st.vega_lite_chart(
        spec=bars_chart(frame, "higher looks better"),
        alt="; ".join(
            f"{name}: {value:.1%}" for name, value in frame[["name", "value"]].to_numpy()
        ),
        theme=None,
        key="trap-chart",
    )
    show_numbers(
        frame.drop(columns="is_nothing"), "trap", "The figures of the story", {"value": "{:.3f}"}
    )
    if number == len(STEPS):
        _others(rows)


def case_of(rows: list[Result], about: list[About]) -> Case | None:
    """The first system whose authors report element-wise accuracy, else the best of those on our films."""
    by_them = [
        row for row in rows if row.by_authors and row.by_authors.metric == _METRIC and row.judged
    ]
    ours = [row for row in rows if row.protocol == "honest" and row.judged]
    ours.sort(key=lambda row: -(next(iter(row.judged.values())).micro_f1.estimate or 0))
    row = next(iter([*by_them, *ours]), None)
    if row is None:
        return None
    corpus, judged = next(iter(row.judged.items()))
    told = next((one for one in about if one.metric == _METRIC and one.reported is not None), None)
    by = row.by_authors if by_them else None
    return Case(
        title=row.title,
        reported=told and told.reported,
        reported_on=(told and told.reported_on) or "",
        accuracy=by.ours if by else judged.element_accuracy,
        nothing=by.nothing if by else judged.do_nothing_accuracy,
        f1=judged.micro_f1.estimate or 0.0,
        n_films=judged.n_films,
        corpus=corpus,
        n_labels=len(row.genres),
    )


def _story(case: Case) -> list[str]:
    title, points = plain(case.title), 100 * (case.accuracy - case.nothing)
    gained = f"**{points:.1f} points**" if points >= _A_TENTH else "**nothing**"
    reported = (
        f"A published system of this kind was reported to be **{case.reported:.1%} accurate** (on "
        f"{plain(case.reported_on)}). "
        if case.reported is not None
        else ""
    )
    return [
        f"{reported}Here, by the same measure, {title} is **{case.accuracy:.1%}** accurate on "
        f"{case.n_films:,} test films of {plain(case.corpus)}. *Accuracy*: for every film and every one "
        f"of {case.n_labels} genres ask “has it, yes or no?”, and count the right answers. Before you go "
        "on: how good does that sound, and what would a model score that always says no?",
        f"A model that has read nothing and names **no genre of any film** is **{case.nothing:.1%}** "
        f"accurate on the same films. Most films lack most genres, so “no” is nearly always right. "
        f"Reading the plots has gained {gained}.",
        f"So count what matters: of what is named, how much is right, and of what is there, how much is "
        f"found. **F1** joins the two. Naming nothing finds nothing: its F1 is **0**. That of {title} is "
        f"**{case.f1:.1%}**. Now the two are told apart, and there is room to get better. F1 has a lazy "
        f"reader of its own, who names **every** genre of every film: **{case.f1_of_all:.1%}**. That is the "
        "line to beat.",
    ]


def _bars(case: Case, step: int) -> pd.DataFrame:
    """``name, value, is_nothing`` of the steps so far."""
    rows: list[tuple[str, float, bool]] = []
    if case.reported is not None:
        rows.append(("Accuracy, as reported", case.reported, False))
    rows.append((f"Accuracy, {case.title}", case.accuracy, False))
    if step >= STEPS.index(STEPS[1]) + 1:
        rows.append(("Accuracy, naming nothing", case.nothing, True))
    if step == len(STEPS):
        rows += [
            (f"F1, {case.title}", case.f1, False),
            ("F1, naming nothing", 0.0, True),
            ("F1, naming everything", case.f1_of_all, True),
        ]
    return pd.DataFrame(rows, columns=pd.Index(["name", "value", "is_nothing"]))


def _others(rows: list[Result]) -> None:
    """Every system by its authors' own metric."""
    found = [
        (row.title, row.variant, by.words, by.reported, by.ours, by.nothing, by.n_films)
        for row in rows
        if (by := row.by_authors)
    ]
    if not found:
        return
    st.markdown("**The others, each by the measure its authors chose**")
    names = ["system", "variant", "measure", "they report", "here", "naming nothing", "test films"]
    frame = pd.DataFrame(found, columns=pd.Index(names))
    frame["they report"] = [
        "no figure" if pd.isna(value) else f"{value:.3f}" for value in frame["they report"]
    ]
    formats = {"here": "{:.3f}", "naming nothing": "{:.3f}"}
    show_table(frame, "Every system by the measure of its authors", formats)
    st.markdown(small("Ask of every figure you are shown: what would naming nothing score?"))
