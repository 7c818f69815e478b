"""What a page has loaded is spared by later searches for garbage."""

import gc

import streamlit as st

__all__ = ["spare"]


@st.cache_resource(show_spinner=False)
def spare(page: str) -> None:  # noqa: ARG001 - once for each page, in the whole process
    """Keep what is loaded by now out of every later search for garbage.

    Streamlit has Python search all objects after each run of a page, which takes longer than most
    pages do: nearly all of them belong to libraries and models, and stay as long as the server.
    """
    gc.collect()
    gc.freeze()
