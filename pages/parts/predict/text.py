"""The text in the box, and the one that the answer is for."""

from contextlib import suppress

import streamlit as st

from genre_core.errors import PlotError
from genre_core.prediction.checks import check_text
from genre_core.prediction.sharing import check_shared
from pages.parts.examples import get_examples
from pages.parts.words import plain

__all__ = ["BOX", "PLOT_IN_LINK", "empty_box", "put", "read_box", "start", "the_text"]

BOX, _READ, _LINKED = "plot", "plot_that_was_read", "plot_of_the_link"
PLOT_IN_LINK = "plot"
"""What the address calls a plot that somebody chose to share."""


def start() -> None:
    """A new viewer sees the plot of the link, else the first example."""
    linked = st.query_params.get(PLOT_IN_LINK)
    if linked is not None and st.session_state.get(_LINKED) != linked:
        st.session_state[_LINKED] = linked
        try:
            put(check_shared(linked))
        except PlotError as error:
            st.error(f"The plot of this link cannot be read. {plain(str(error))}")
    st.session_state.setdefault(BOX, get_examples()[0].plot)
    st.session_state.setdefault(_READ, get_examples()[0].plot)


def the_text() -> str:
    """The text that the answer is for."""
    return st.session_state[_READ]


def put(plot: str) -> None:
    """Put a text into the box and read it; a plot in the address is no longer the one shown."""
    st.session_state[BOX] = plot
    read_box()


def read_box() -> None:
    """Read what is in the box, unless it is too long, which the page says beside it."""
    with suppress(PlotError):
        st.session_state[_READ] = check_text(st.session_state[BOX])
    if st.query_params.get(PLOT_IN_LINK) != st.session_state[_READ]:
        st.query_params.pop(PLOT_IN_LINK, None)


def empty_box() -> None:
    """For a text of one's own."""
    st.session_state[BOX] = ""
