"""Watch it read: the scores after each word."""

import numpy as np
import numpy.typing as npt
import pandas as pd
import streamlit as st

from genre_core.prediction.read_along import ReadAlong, read_along
from genre_core.text.tokens import first_words
from pages.parts.bundle import bundle_key, get_predictor
from pages.parts.numbers import show_numbers
from pages.parts.predict.along_chart import along_chart, along_frame
from pages.parts.words import plain, small

__all__ = ["along_of", "show_along"]

_LINES = 5


def show_along(plot: str) -> None:
    """The chart to play, in words and as numbers."""
    tokens = first_words(plot, get_predictor().max_tokens)
    frame = along_frame(along_of(tokens), tokens, get_predictor().genres, _LINES)
    st.markdown(
        "Tick **Play**, or move the slider: how high the leading genres stand after each word. Every "
        "point is the answer the model would give *had the plot ended there*; point at the lines to "
        "read a word."
    )
    st.vega_lite_chart(
        along_chart(frame, tokens), alt=_described(frame), theme=None, key="read-along"
    )
    st.markdown(
        small(
            "This is what the memory of an LSTM does: a word moves the scores, and what came before "
            "stays in them. A model that reads from both ends, as the one that ships does, can also "
            "change its mind about earlier words."
        )
    )
    show_numbers(
        frame.drop(columns="step"),
        "read-along",
        "The scores after each word",
        dict.fromkeys(frame.columns[3:], "{:.3f}"),
    )


def along_of(tokens: list[str]) -> ReadAlong:
    """The scores after each word, or after every few words of a long plot."""
    return ReadAlong(*_along(bundle_key(), tuple(tokens)))


def _described(frame: pd.DataFrame) -> str:
    jumps = frame[frame.columns[3:]].diff().abs()
    if len(frame) == 1 or jumps.isna().all(axis=None):
        return "Scores of the leading genres after one word."
    at, genre = divmod(int(np.nan_to_num(jumps.to_numpy()).argmax()), jumps.shape[1])
    ends = ", ".join(f"{plain(name)} {frame[name].iloc[-1]:.2f}" for name in frame.columns[3:])
    return (
        f"Lines of the scores of the leading genres over {len(frame)} steps. At the end: {ends}. The largest "
        f"step is at the word {frame['word'].iloc[at]}, for {plain(str(jumps.columns[genre]))}."
    )


@st.cache_data(max_entries=40, show_spinner="The model reads the plot, one word more each time …")
def _along(
    key: object,  # noqa: ARG001 - part of the cache's key
    tokens: tuple[str, ...],
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]:
    along = read_along(get_predictor(), tokens)
    return along.n_words, along.scores
