"""When the model says this, how often is it right? From films that it did not learn from."""

import pandas as pd
import streamlit as st

from genre_core.errors import BundleError
from genre_core.evaluation import Nearby, films_near
from pages.parts.bundle import get_predictor
from pages.parts.numbers import show_numbers
from pages.parts.thresholds.data import films_of
from pages.parts.words import count_of, plain, small

__all__ = ["in_words", "right_frame", "show_right"]

_FEWEST_FILMS = 20


def show_right(scores: pd.DataFrame) -> None:
    """A sentence for each genre that is named, else for the best one; and all genres as a table."""
    try:
        table = right_frame(scores)
    except BundleError as error:
        st.info(plain(str(error)), icon=":material/info:")
        return
    st.markdown(
        "A score is not a checked probability: 0.80 need not mean right eight times in ten. So look at "
        "what such a score was worth on the **validation plots**, which the model did not learn from:"
    )
    named = table[table["passed"]]
    for row in (table.head(1) if named.empty else named).itertuples():
        near = Nearby(int(row.films), int(row.right), float(row.low), float(row.high))
        st.markdown(f"- {in_words(str(row.genre), float(row.score), near)}")
    st.markdown(
        small(
            "Counted are the 100 validation plots with the scores nearest to this one, none further "
            "away than 0.1. Whether one has a genre is what a database says of its film. They are plots of "
            "the kind the model was trained on: for other texts it can be right less often."
        )
    )
    formats = {"score": "{:.3f}", "low": "{:.3f}", "high": "{:.3f}", "share right": "{:.0%}"}
    shown = table.drop(columns="passed").rename(columns={"films": "plots", "share": "share right"})
    show_numbers(shown, "how-often-right", "How often each score was right", formats)


def right_frame(scores: pd.DataFrame) -> pd.DataFrame:
    """``genre, score, passed, films, right, share, low, high``; raises BundleError."""
    films, genres = films_of("validation", None), get_predictor().genres
    rows = []
    for row in scores.itertuples():
        at = genres.index(str(row.genre))
        near = films_near(films.labels[:, at], films.probabilities[:, at], float(row.score))
        rows.append(
            (row.genre, row.score, row.passed, near.n, near.right, near.share, near.low, near.high)
        )
    columns = ["genre", "score", "passed", "films", "right", "share", "low", "high"]
    return pd.DataFrame(rows, columns=columns)


def in_words(genre: str, score: float, near: Nearby) -> str:
    """One sentence, as Markdown."""
    name = f"**{plain(genre)}**, with a score of {score:.2f}"
    if near.n < _FEWEST_FILMS:
        return (
            f"{name}: only {count_of(near.n, 'validation plot')} scored near that, too few to say."
        )
    return (
        f"{name}: when the model says this, it is right **{near.share:.0%} of the time** "
        f"(n = {near.n}: {near.right} of the {near.n} plots that scored {near.low:.2f} to "
        f"{near.high:.2f} are {plain(genre)})."
    )
