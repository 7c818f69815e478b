"""Which films to learn from: a corpus that is here, or a table of the viewer's own."""

import streamlit as st

from genre_core.data.catalogue import CATALOGUE
from genre_core.data.upload import MAX_UPLOAD_BYTES, read_upload
from genre_core.errors import CorpusError
from genre_core.jobs.settings import UPLOAD
from pages.parts.dataset.report import show_report
from pages.parts.dataset.source import OPEN, Source, available
from pages.parts.words import plain, small

__all__ = ["choose_films", "plots_in", "set_films", "title_of", "uploaded"]

_CORPUS, _FIELD = "learn_from", "train_upload"
_READ = "train_upload_read"  # (id of the file, Source or the reason why it is none)
_TOGETHER = ("overviews", "synopses")


def choose_films() -> str:
    """Draw the choice; the corpus, as the settings of a run call it."""
    own = _read_upload()
    names = available()
    names += ["+".join(_TOGETHER)] if set(_TOGETHER) <= set(names) else []
    names += [UPLOAD] if isinstance(own, Source) else []
    corpus = OPEN
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if len(names) > 1:
            corpus = st.selectbox(
                "Films to learn from",
                names,
                format_func=title_of,
                key=_CORPUS,
                bind="query-params",
                width=360,
            )
        with st.popover("Learn from your own table", icon=":material/upload_file:"):
            _upload_field()
    if isinstance(own, str):
        st.error(f"Your table could not be read. {plain(own)}", icon=":material/error:")
    if corpus == UPLOAD and isinstance(own, Source):
        show_report(own)
    return corpus


def uploaded(corpus: str) -> bytes | None:
    """The bytes of the viewer's table, when that is the corpus."""
    file = st.session_state.get(_FIELD)
    return file.getvalue() if corpus == UPLOAD and file is not None else None


def plots_in(corpus: str) -> int | None:
    """How many plots the viewer's table has, when that is the corpus."""
    own = _read_upload()
    return len(own.rows) if corpus == UPLOAD and isinstance(own, Source) else None


def set_films(corpus: str) -> None:
    """Choose these films: for callbacks. A table has to be uploaded again."""
    st.session_state[_CORPUS] = OPEN if corpus == UPLOAD else corpus


def title_of(corpus: str) -> str:
    """A corpus in words."""
    if corpus == UPLOAD:
        return "Your own table"
    return " and ".join(CATALOGUE[name].title for name in corpus.split("+"))


def _upload_field() -> None:
    st.file_uploader(
        "A table with a plot and its genres in every row",
        type=["csv", "tsv", "txt"],
        key=_FIELD,
        on_change=_use_upload,
        max_upload_size=MAX_UPLOAD_BYTES // 2**20,
    )
    st.markdown(
        small(
            "CSV or TSV with a header, of at most 5 MB. Columns are found by their usual names: "
            "*plot*, *overview* or *description*; *genres*; if there, *title*, *year*, *split*. "
            "When you press Start, the table is kept on this server with the run, until the run has "
            "ended."
        )
    )


def _use_upload() -> None:
    """A new table is chosen at once, and one that was taken away gives way to the open corpus."""
    st.session_state[_CORPUS] = UPLOAD if isinstance(_read_upload(), Source) else OPEN


def _read_upload() -> Source | str | None:
    """The viewer's table, why it cannot be read, or None; read once, however often the page runs."""
    file = st.session_state.get(_FIELD)
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
    return Source(f"Your table {corpus.name}", corpus, countries, is_own=True)
