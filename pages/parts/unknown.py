"""A word about a link that names what is not here."""

from collections.abc import Collection

import streamlit as st

from pages.parts.words import plain

__all__ = ["warn_of_unknown"]

_MOST_CHARACTERS = 100


def warn_of_unknown(key: str, titles: Collection[str], what: str) -> None:
    """Say that the address asks for another than these; to be called before the choice is drawn."""
    asked = st.query_params.get(key)
    if asked is not None and asked not in titles:
        st.warning(
            f"The link asks for {what} “{plain(asked[:_MOST_CHARACTERS])}”, which is not here: deleted, "
            "or on another machine. Shown instead is what is chosen below or, without a choice, what "
            "comes with Plotline.",
            icon=":material/search_off:",
        )
