"""Choosing the films: a corpus, or a table of one's own with the reader's report."""

import streamlit as st

from genre_core.data.upload import MAX_UPLOAD_BYTES, read_upload
from genre_core.errors import CorpusError
from pages.parts.dataset.source import OPEN, Source, available, from_corpus, get_source, title_of
from pages.parts.words import plain, small

__all__ = ["OWN", "choose_source"]

OWN = "your-table"
"""How the address and the menu call a viewer's own table."""

_CORPUS, _UPLOAD = "corpus", "dataset_upload"
_READ = "dataset_upload_read"  # (id of the file, Source or the reason why it is none)


def choose_source() -> Source | None:
    """Draw the choice; the source chosen, or None when it cannot be read and the page says why."""
    read = _read_upload()
    names = [*available(), *([OWN] if isinstance(read, Source) else [])]
    if st.session_state.get(_CORPUS, OPEN) not in names:  # its files, or the table, went away
        st.session_state[_CORPUS] = OPEN
    name = st.selectbox(
        "Films", names, format_func=_title_of, key=_CORPUS, bind="query-params", width=360
    )
    with st.popover("Use your own table", icon=":material/upload_file:"):
        _upload_field()
    if isinstance(read, str):
        st.error(f"Your table could not be read. {plain(read)}", icon=":material/error:")
    if name == OWN and isinstance(read, Source):
        return read
    try:
        return get_source(name)
    except CorpusError as error:
        st.error(f"These films cannot be read. {plain(str(error))}", icon=":material/error:")
        return None


def _upload_field() -> None:
    st.file_uploader(
        "A table with a plot and its genres in every row",
        type=["csv", "tsv", "txt"],
        key=_UPLOAD,
        on_change=_use_upload,
        max_upload_size=MAX_UPLOAD_BYTES // 2**20,
    )
    st.markdown(
        small(
            "CSV or TSV with a header. Columns are found by their usual names: *plot*, *overview* or "
            "*description*; *genres*; if there, *title*, *year*, *id*, *split*, *country*. The table "
            "stays in this server's memory, for you alone, until you close the page; it is written "
            "to no file."
        )
    )


def _use_upload() -> None:
    """A new table is shown at once, and one that was taken away gives way to the open corpus."""
    st.session_state[_CORPUS] = OWN if isinstance(_read_upload(), Source) else OPEN


def _read_upload() -> Source | str | None:
    """The viewer's table, why it cannot be read, or None; read once, however often the page runs."""
    file = st.session_state.get(_UPLOAD)
    if file is None:
        st.session_state.pop(_READ, None)
        return None
    before = st.session_state.get(_READ)
    if before is None or before[0] != file.file_id:
        before = st.session_state[_READ] = (file.file_id, _read(file.getvalue(), file.name))
    return before[1]


def _read(data: bytes, name: str) -> Source | str:
    try:
        corpus, countries = read_upload(data, name)
    except CorpusError as error:
        return str(error)
    return from_corpus(f"Your table {corpus.name}", corpus, countries, is_own=True)


def _title_of(name: str) -> str:
    """It stands in the address, too, so that a table's file name stays out of it."""
    return "Your own table" if name == OWN else title_of(name)
