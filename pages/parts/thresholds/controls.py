"""What the viewer sets: genre, purpose, films, and the line itself. All of it is in the link."""

import streamlit as st

from pages.parts.lesson import in_lesson
from pages.parts.thresholds.charts import PICK
from pages.parts.thresholds.data import best_threshold
from pages.parts.thresholds.question import AVERAGES, OWN_WEIGHT, PURPOSES, Question
from pages.parts.unknown import warn_of_mistyped, warn_of_outside
from pages.parts.words import small

__all__ = ["THRESHOLD", "ask", "chart_key", "draw", "move_line", "take_click"]

# Keys of widgets; those of the link are its words.
GENRE, PURPOSE, WEIGHT, CORPUS, AVERAGE = "genre", "purpose", "weight", "films", "average"
THRESHOLD = "threshold"
_CLICKS = "clicks on the chart"
ALL_GENRES, ALL_FILMS = "All genres", "All films"


def ask(genres: tuple[str, ...], corpora: list[str]) -> Question:
    """The question as it is set; a change moves the line to the best threshold for it."""
    options = [*PURPOSES, OWN_WEIGHT]
    columns = st.columns(3 if len(corpora) > 1 else 2)
    with columns[0]:
        _select("Genre", [ALL_GENRES, *genres], GENRE)
    with columns[1]:
        _select("What is it for?", options, PURPOSE)
    if len(corpora) > 1:
        with columns[2]:
            _select("Films", [ALL_FILMS, *corpora], CORPUS)
    if st.session_state[PURPOSE] == OWN_WEIGHT:
        st.slider(
            "Finding counts … times as much as being right",
            min_value=0.25,
            max_value=5.0,
            value=1.0,
            step=0.25,
            key=WEIGHT,
            bind="query-params",
            on_change=_to_best,
        )
    if st.session_state[GENRE] == ALL_GENRES:
        st.segmented_control(
            "How one number is made of all genres",
            list(AVERAGES),
            default="micro",
            required=True,
            key=AVERAGE,
            bind="query-params",
            on_change=_to_best,
        )
    question = _question()
    _explain(question)
    return question


def draw(question: Question) -> float:
    """The slider of the line; returns the threshold."""
    warn_of_outside(THRESHOLD, 0, 1, "The threshold")
    return st.slider(
        "The line: a genre is named when its score reaches this threshold",
        min_value=0.0,
        max_value=1.0,
        value=best_threshold(question),
        step=0.01,
        key=THRESHOLD,
        bind="query-params",
    )


def move_line(threshold: float) -> None:
    """Put the line elsewhere: for callbacks."""
    st.session_state[THRESHOLD] = threshold


def chart_key() -> str:
    """The key of the chart: another one after each click.

    A chart that is drawn anew tells its last click again, which would undo what came after it.
    """
    return f"line-chart-{st.session_state.setdefault(_CLICKS, 0)}"


def take_click() -> None:
    """Put the line where the chart was clicked."""
    picked = st.session_state[chart_key()].selection.get(PICK, [])
    if picked and not in_lesson():
        st.session_state[_CLICKS] += 1
        move_line(min(max(round(float(picked[0]["threshold"]), 2), 0.0), 1.0))


def _select(label: str, options: list[str], key: str) -> None:
    warn_of_mistyped(key, options, label)
    st.selectbox(
        label, options, key=key, bind="query-params", on_change=_to_best, filter_mode="prefix"
    )


def _question() -> Question:
    """What the widgets say; those that are not shown say what they say at first."""
    state = st.session_state
    genre = state.get(GENRE, ALL_GENRES)
    purpose = state.get(PURPOSE, next(iter(PURPOSES)))
    corpus = state.get(CORPUS, ALL_FILMS)
    own = min(max(float(state.get(WEIGHT, 1.0)), 0.25), 5.0)
    return Question(
        genre=None if genre == ALL_GENRES else genre,
        average=state.get(AVERAGE) or "micro" if genre == ALL_GENRES else "micro",
        beta=PURPOSES[purpose].beta if purpose in PURPOSES else own,
        corpus=None if corpus == ALL_FILMS else corpus,
    )


def _to_best() -> None:
    move_line(best_threshold(_question()))


def _explain(question: Question) -> None:
    purpose = PURPOSES.get(st.session_state[PURPOSE])
    why = purpose.why if purpose else f"finding counts {question.beta:g} times as much"
    words = f"**{question.f_name}** is the measure for this: {why}."
    if question.genre is None:
        words += f" **{question.average}**: {AVERAGES[question.average]}."
    st.markdown(small(words))
