"""Change it and compare: pin an answer, change the text, see which bars move."""

import pandas as pd
import streamlit as st

from genre_core.prediction.predictor import Predictor
from pages.parts.own_thresholds import get_thresholds
from pages.parts.predict.pairs import moves_in_words, pairs_frame, show_pairs
from pages.parts.predict.text import the_text
from pages.parts.reading import read_plot
from pages.parts.words import plain

__all__ = ["PINNED", "show_compare"]

PINNED = "pinned_plot"
"""The text that was pinned; it stays in the session."""

_SHOWN_CHARACTERS = 160


def show_compare(plot: str, scores: pd.DataFrame, predictor: Predictor) -> None:
    """How to, without a pinned answer; else the pinned answer beside the one of now."""
    pinned = st.session_state.get(PINNED)
    if pinned is None:
        st.markdown(
            "**Pin** this answer, then change a word in the box above and read it again: both answers "
            "stand here beside each other. Swap a name and nothing should move; swap the ending, and see."
        )
        _pin_button("Pin this answer")
        return
    st.markdown(f"Pinned: “{plain(_start(pinned))}”")
    with st.container(horizontal=True):
        _pin_button("Pin the answer of now instead")
        st.button("Take the pin away", type="tertiary", on_click=_unpin)
    if pinned == plot:
        st.info(
            "This is the answer that you pinned. Change the text above and press the button.",
            icon=":material/push_pin:",
        )
        return
    frame = pairs_frame(read_plot(pinned, predictor, get_thresholds(predictor)).scores, scores)
    moves = moves_in_words(frame)
    if frame.empty:
        st.info("In the pinned text there was not a word that this model knows.")
        return
    st.markdown("\n".join(f"- {move}" for move in moves) or "**Hardly a bar moves**: none by 0.02.")
    show_pairs(frame, "pinned", "now", "compare")


def _start(plot: str) -> str:
    return plot if len(plot) <= _SHOWN_CHARACTERS else f"{plot[:_SHOWN_CHARACTERS]}…"


def _pin_button(label: str) -> None:
    st.button(label, icon=":material/push_pin:", on_click=_pin)


def _pin() -> None:
    """Looked up when the button is pressed: the button may still be that of the answer before."""
    st.session_state[PINNED] = the_text()


def _unpin() -> None:
    st.session_state.pop(PINNED, None)
