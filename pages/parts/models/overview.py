"""All systems on the same films: dots with intervals, between naming nothing and the ceiling."""

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from genre_core.prediction.comparison import (
    CEILING,
    CEILING_FILMS,
    film_sets,
    on_same_films,
    systems_frame,
)
from genre_core.prediction.systems import System
from pages.parts.models.charts import systems_chart
from pages.parts.models.data import ask_open, joinable, judge_runs
from pages.parts.numbers import show_numbers
from pages.parts.words import count_of, plain, small

__all__ = ["CORPUS", "JOINED", "MEASURE", "ORDER", "choose", "show_overview"]

MEASURE, CORPUS, ORDER, JOINED = "figure", "scored_on", "sorted_by", "joined"
"""What the session and the address call the choices."""

MEASURES = {"Micro-F1": "micro_f1", "Macro-F1": "macro_f1", "mAP": "mAP"}
_EXPLAINED = {
    "micro_f1": "**F1** is high only when what is named is right *and* what is there is found. "
    "**Micro**: every genre of every film counts the same, so common genres weigh most.",
    "macro_f1": "**F1** is high only when what is named is right *and* what is there is found. "
    "**Macro**: every genre counts the same, a rare one as much as Drama.",
    "mAP": "**mAP**, mean average precision, asks only for the order: do films of a genre score higher "
    "than the others? It needs no threshold.",
}
_ORDERS = {
    "the figure": ("estimate", False),
    "size": ("megabytes", True),
    "time for one plot": ("milliseconds", True),
    "training time": ("train_minutes", True),
}
_KINDS = {
    "overviews": "short plots of a few sentences",
    "synopses": "long plots, the whole story",
    "open": "plots in our own words",
}


def choose(
    controls: DeltaGenerator, systems: list[System]
) -> tuple[list[System], dict[str, str], str]:
    """Draw the choice of films and of runs to add.

    Returns all that is compared, what keeps a run from joining (by title), and the corpus of the test films.
    """
    names = joinable(systems)
    faults: dict[str, str] = {}
    with controls:
        place = st.empty()
        if names:
            _forget_deleted(names)
            chosen = st.multiselect(
                "Add runs of the train page",
                list(names),
                format_func=names.__getitem__,
                key=JOINED,
                bind="query-params",
                persist_state="session",
                placeholder="Choose one or more",
                width=360,
            )
            runs, faults = judge_runs({name: names[name] for name in chosen})
            if any("open" in run.judged for run in runs):
                systems = ask_open(systems)
            systems = [*systems, *runs]
        sets = film_sets(systems)
        if st.session_state.get(CORPUS) not in sets:
            st.session_state.pop(CORPUS, None)
        corpus = place.selectbox(
            "Test films",
            list(sets),
            key=CORPUS,
            bind="query-params",
            persist_state="session",
            width=220,
        )
    return systems, faults, corpus or ""


def _forget_deleted(names: dict[str, str]) -> None:
    chosen = st.session_state.get(JOINED, [])
    if not set(chosen) <= set(names):
        st.session_state[JOINED] = [name for name in chosen if name in names]


def show_overview(
    controls: DeltaGenerator, systems: list[System], faults: dict[str, str], corpus: str
) -> None:
    """The choice of a measure, the picture, what it means, and its numbers."""
    same, left_out = on_same_films(systems, corpus)
    with controls:
        name = st.segmented_control(
            "Measure",
            list(MEASURES),
            default="Micro-F1",
            required=True,
            key=MEASURE,
            bind="query-params",
        )
        order = st.selectbox("Sorted by", list(_ORDERS), key=ORDER, bind="query-params", width=200)
    name = name or "Micro-F1"
    measure = MEASURES[name]
    column, ascending = _ORDERS[order]
    frame = systems_frame(same, corpus, measure)
    frame = frame.sort_values(column, ascending=ascending, kind="stable", na_position="last")
    n_films = same[0].judged[corpus].n_films
    _heading(frame, name)
    st.vega_lite_chart(
        spec=systems_chart(frame, _lines(same, corpus, measure), f"{name}, {n_films:,} test films"),
        alt=_described(frame, name),
        theme=None,
        key="systems",
    )
    _explain(same, measure, corpus)
    for title, reason in {**faults, **left_out}.items():
        st.warning(
            f"**{plain(title)}** is not in the picture. {plain(reason)}", icon=":material/block:"
        )
    _numbers(frame, name)


def _heading(frame: pd.DataFrame, name: str) -> None:
    best = frame.nlargest(1, "estimate").iloc[0]
    st.subheader(
        f"By {name}, {plain(best['system'])} reads best: {best['estimate']:.3f}", anchor=False
    )
    rivals = frame[(frame["high"] >= best["low"]) & (frame["system"] != best["system"])]
    if len(rivals):
        reach = "reaches" if len(rivals) == 1 else "reach"
        st.markdown(
            f"But {count_of(len(rivals), 'interval')} of others {reach} into its own. Whether the "
            "difference holds, **Two systems** below can tell."
        )


def _lines(same: list[System], corpus: str, measure: str) -> pd.DataFrame:
    """``at, label, align``: naming nothing, and the ceiling where there is one."""
    nothing = 1 - same[0].judged[corpus].do_nothing_accuracy if measure == "mAP" else 0.0
    words = f"guessing {nothing:.2f}" if measure == "mAP" else "naming nothing 0"
    rows = [(nothing, words, "left")]
    if measure in CEILING:
        rows.append((CEILING[measure], f"two databases agree {CEILING[measure]:.2f}", "right"))
    return pd.DataFrame(rows, columns=pd.Index(["at", "label", "align"]))


def _explain(same: list[System], measure: str, corpus: str) -> None:
    n_films = same[0].judged[corpus].n_films
    kind = f" ({_KINDS[corpus]})" if corpus in _KINDS else ""
    ceiling = (
        f"Right dashes, the **ceiling**: so far do the genres of two film databases, TMDB and IMDb, "
        f"agree on the same {CEILING_FILMS:,} films. No reader of plots can be expected to pass that."
        if measure in CEILING
        else "It has no ceiling here: film databases say yes or no, and give no scores to put in order."
    )
    floor = (
        "Left dashes: what guessing gives, scores that know how frequent a genre is and no plot."
        if measure == "mAP"
        else "Left dashes: a model that names nothing."
    )
    if measure == "micro_f1":
        share = 1 - same[0].judged[corpus].do_nothing_accuracy
        floor += f" One that names *every* genre of every film would reach {2 * share / (1 + share):.2f}."
    st.markdown(
        "\n".join(
            f"- {small(words)}"
            for words in (
                _EXPLAINED[measure],
                f"{floor} {ceiling}",
                f"Every system was judged on the same {n_films:,} test films of {plain(corpus)}{kind}, which "
                "none had seen, at thresholds chosen on other films. The bar through a dot is where it would "
                "lie 95 times in 100 if other such films had been drawn (a *bootstrap*).",
            )
        )
    )


def _described(frame: pd.DataFrame, name: str) -> str:
    return f"{name} with 95 % intervals: " + "; ".join(
        f"{row.system} {row.estimate:.3f}, {row.low:.3f} to {row.high:.3f}"
        for row in frame.itertuples()
    )


def _numbers(frame: pd.DataFrame, name: str) -> None:
    names = {
        "estimate": name,
        "element_accuracy": "element-wise accuracy",
        "megabytes": "MB",
        "milliseconds": "one plot, ms",
        "train_minutes": "training, minutes",
    }
    three = dict.fromkeys([name, "low", "high", "element-wise accuracy"], "{:.3f}")
    show_numbers(
        frame.drop(columns="is_run").rename(columns=names),
        "systems",
        f"{name} of every system, its interval, size and speed",
        {**three, **dict.fromkeys(["MB", "one plot, ms", "training, minutes"], "{:.1f}")},
    )
