"""Choosing the films: a corpus, or a table of one's own with the reader's report."""

import streamlit as st

from genre_core.errors import CorpusError
from genre_core.read_only import is_read_only
from pages.parts.dataset.source import OPEN, Source, available, get_source, title_of
from pages.parts.own_table import fault_of, get_table, table_field
from pages.parts.unknown import warn_of_unknown
from pages.parts.words import plain, small

__all__ = ["OWN", "choose_source"]

OWN = "your-table"
"""How the address and the menu call a viewer's own table."""

_CORPUS, _UPLOAD = "corpus", "dataset_upload"


def choose_source() -> Source | None:
    """Draw the choice; the source chosen, or None when it cannot be read and the page says why."""
    own = get_table(_UPLOAD)
    names = [*available(), *([OWN] if own else [])]
    warn_of_unknown(_CORPUS, [_title_of(name) for name in names], "the films")
    if st.session_state.get(_CORPUS, OPEN) not in names:  # its files, or the table, went away
        st.session_state[_CORPUS] = OPEN
    name = st.selectbox(
        "Films",
        names,
        format_func=_title_of,
        key=_CORPUS,
        bind="query-params",
        persist_state="session",
        width=360,
    )
    if not is_read_only():
        with st.popover("Use your own table", icon=":material/upload_file:"):
            _upload_field()
    if fault := fault_of(_UPLOAD):
        st.error(f"Your table could not be read. {plain(fault)}", icon=":material/error:")
    if name == OWN and own:
        return own.source
    try:
        return get_source(name)
    except CorpusError as error:
        st.error(f"These films cannot be read. {plain(str(error))}", icon=":material/error:")
        return None


def _upload_field() -> None:
    table_field(_UPLOAD, _show_own)
    st.markdown(
        small(
            "CSV or TSV with a header. Columns are found by their usual names: *plot*, *overview* or "
            "*description*; *genres*; if there, *title*, *year*, *id*, *split*, *country*. The table "
            "stays in this server's memory, for you alone, until you remove it or close the page; it "
            "is written to no file."
        )
    )


def _show_own() -> None:
    """A new table is shown at once, and one that was removed gives way to the open corpus."""
    st.session_state[_CORPUS] = OWN if get_table(_UPLOAD) else OPEN


def _title_of(name: str) -> str:
    """It stands in the address, too, so that a table's file name stays out of it."""
    return "Your own table" if name == OWN else title_of(name)
