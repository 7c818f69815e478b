"""Which films of the open corpus change between two lines, by title."""

import numpy as np
import pandas as pd
import streamlit as st

from genre_core.errors import PlotlineError
from genre_core.evaluation import flips
from pages.parts.bundle import get_predictor
from pages.parts.numbers import show_numbers
from pages.parts.thresholds.data import open_films
from pages.parts.thresholds.question import Question
from pages.parts.words import count_of, plain, small

__all__ = ["changed_films", "rounded_down", "show_changes"]

_SHOWN = 200
_OTHER = "other"


def show_changes(question: Question, threshold: float) -> None:
    """Films that one line names and the other does not."""
    st.markdown(
        small(
            "Films of the open corpus: plots in our own words, which the model did not learn from. It "
            "may have learnt from other texts about the same film."
        )
    )
    other = st.slider(
        "… and what would change if the line were here instead?",
        min_value=0.0,
        max_value=1.0,
        value=0.5,
        step=0.01,
        key=_OTHER,
        bind="query-params",
    )
    try:
        table = changed_films(question.genre, threshold, other)
    except PlotlineError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return
    st.markdown(_in_words(table, question.genre, threshold, other))
    if table.empty:
        return
    st.dataframe(
        table.head(_SHOWN).assign(score=rounded_down(table["score"].head(_SHOWN))),
        hide_index=True,
        alt="Films that change, with their score and whether they have the genre",
        column_config={
            "year": st.column_config.NumberColumn(format="%d"),
            "score": st.column_config.NumberColumn(format="%.3f"),
        },
    )
    if len(table) > _SHOWN:
        st.markdown(small(f"The first {_SHOWN} of {len(table):,}, by score; the file has all."))
    show_numbers(table, "changes", "All films that change")


def changed_films(genre: str | None, threshold: float, other: float) -> pd.DataFrame:
    """title, year, genre, score, has it, change: of the step from ``threshold`` to ``other``."""
    read = open_films(genre)
    changed = flips(read.films.labels, read.films.probabilities, threshold, other)
    names = [genre] if genre else list(get_predictor().genres)
    films = read.table.iloc[changed["film"]].reset_index(drop=True)
    return pd.DataFrame(
        {
            "title": films["title"],
            "year": films["year"],
            "genre": [names[column] for column in changed["genre"]],
            "score": changed["score"],
            "has it": changed["has_genre"].map({True: "✓ yes", False: "no"}),
            "change": changed["named"].map({True: "named", False: "no longer named"}),
        }
    )


def rounded_down(scores: pd.Series) -> pd.Series:
    """With three decimals: rounded up, 0.4996 would seem to reach a line at 0.50."""
    return np.floor(scores * 1000 + 1e-9) / 1000


def _in_words(table: pd.DataFrame, genre: str | None, threshold: float, other: float) -> str:
    step = f"from {threshold:.2f} to {other:.2f}"
    if table.empty:
        return f"**Nothing changes** {step}."
    right = int((table["has it"] == "✓ yes").sum())
    wrong = len(table) - right
    what = f"the name {plain(genre)}" if genre else "a genre's name"
    kind = "film" if genre else "film–genre pair"
    if other > threshold:
        return (
            f"Raised {step}, **{count_of(len(table), kind)}** would lose {what}: {right:,} that should "
            f"keep it, and {wrong:,} that never should have had it."
        )
    return (
        f"Lowered {step}, **{count_of(len(table), kind)}** would gain {what}: {right:,} rightly, and "
        f"{wrong:,} wrongly."
    )
