"""Films of the open corpus that read most like this plot."""

import numpy as np
import numpy.typing as npt
import pandas as pd
import streamlit as st

from genre_core.data.catalogue import load
from genre_core.errors import PlotlineError
from genre_core.prediction.predictor import Predictor
from genre_core.prediction.similar import similarity
from pages.parts.bundle import bundle_key, get_predictor
from pages.parts.numbers import show_numbers
from pages.parts.words import listed, plain, small

__all__ = ["show_similar", "similar_frame"]

_SHOWN, _IN_TABLE = 5, 50


def show_similar(plot: str, predictor: Predictor) -> None:
    """The nearest films with their plots, and the nearest 50 as a table."""
    if not predictor.has_states:
        st.info(
            "This model was exported without its inner state, so it cannot tell which films read alike. "
            "Train it again to have it.",
            icon=":material/info:",
        )
        return
    try:
        frame = similar_frame(plot, predictor)
    except PlotlineError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return
    st.markdown(
        "While it reads, the LSTM keeps a row of numbers, its **state**. These films of the open corpus left "
        "the state most like the one this plot left: to the model they read alike, whatever they mean "
        "to us."
    )
    for film in frame.head(_SHOWN).itertuples():
        genres = listed([plain(genre) for genre in str(film.genres).split("|")])
        title = f"{plain(str(film.title))} ({film.year}) · {genres} · {film.likeness:.2f}"
        with st.expander(title):
            st.markdown(plain(str(film.plot)))
    st.markdown(
        small(
            "The number is the likeness: 1 for the same text, near 0 for films that have nothing in "
            "common (the cosine of both states, each number measured from its mean over all films). "
            "Plots are retold in our own words."
        )
    )
    show_numbers(
        frame.drop(columns="plot"),
        "similar",
        "The 50 most similar films",
        {"likeness": "{:.3f}", "year": "{}"},
    )


def similar_frame(plot: str, predictor: Predictor) -> pd.DataFrame:
    """``title, year, genres, likeness, plot``: the most similar films, nearest first; PlotlineError."""
    films, states = _open_states(bundle_key())
    likeness = similarity(states, predictor.states([plot])[0])
    nearest = np.argsort(-likeness, kind="stable")[:_IN_TABLE]
    found = films.iloc[nearest].reset_index(drop=True)
    return pd.DataFrame(
        {
            "title": found["title"],
            "year": found["year"],
            "genres": found["genres"].map("|".join),
            "likeness": likeness[nearest].astype(float),
            "plot": found["plot"],
        }
    )


# Worked out once for all viewers of a model, as a run that was just trained has states of its own.
@st.cache_resource(
    max_entries=2,
    show_spinner="The model reads the 1,357 films of the open corpus, once for all viewers …",
)
def _open_states(key: object) -> tuple[pd.DataFrame, npt.NDArray[np.float32]]:  # noqa: ARG001
    films = load("open").films
    return films, get_predictor().states(films["plot"].tolist())
