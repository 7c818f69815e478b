"""Files to download, made at the moment somebody asks for them."""

from collections.abc import Callable

import streamlit as st

__all__ = ["download"]

_KINDS = {".csv": "text/csv", ".json": "application/json", ".zip": "application/zip"}


def download(label: str, make: Callable[[], bytes | str], file_name: str, key: str) -> None:
    """A button that makes the file when it is pressed.

    A file that is made beforehand is replaced at every run of the page, and a browser that asks
    for the old one just then is told that there is none.
    """
    st.download_button(
        label,
        make,
        file_name=file_name,
        mime=next((kind for end, kind in _KINDS.items() if file_name.endswith(end)), None),
        on_click="ignore",
        icon=":material/download:",
        key=key,
    )
