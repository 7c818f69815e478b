"""The sentence that tells what is off on a read-only server, and the door for files, which it shuts."""

import streamlit as st
from streamlit import config

from genre_core.read_only import READ_ONLY, is_read_only
from pages.parts.words import plain, small

__all__ = ["show_read_only"]


def show_read_only() -> None:
    """To be called before each page is drawn; draws nothing where all is on."""
    if not is_read_only():
        return
    # Streamlit takes files at an address of its own, whatever a page shows.
    config.set_option("server.maxUploadSize", 0)
    st.markdown(small(f":material/lock: {plain(READ_ONLY)}"))
