"""Which films to learn from: a corpus that is here, or a table of the viewer's own."""

import streamlit as st

from genre_core.data.catalogue import CATALOGUE
from genre_core.data.corpus import Corpus
from genre_core.errors import TrainingError
from genre_core.jobs.films import check_films
from genre_core.jobs.settings import UPLOAD, RunSettings
from pages.parts.dataset.report import show_report
from pages.parts.dataset.source import OPEN, corpora_here
from pages.parts.own_table import fault_of, get_table, table_field
from pages.parts.words import plain, small

__all__ = ["choose_films", "fault_for", "plots_in", "set_films", "title_of", "uploaded"]

_CORPUS, _FIELD = "learn_from", "train_upload"
_TOGETHER = ("overviews", "synopses")


def choose_films() -> str:
    """Draw the choice; the corpus, as the settings of a run call it."""
    own = get_table(_FIELD)
    names = corpora_here()
    names += ["+".join(_TOGETHER)] if set(_TOGETHER) <= set(names) else []
    names += [UPLOAD] if own else []
    if st.session_state.get(_CORPUS, OPEN) not in names:  # its files, or the table, went away
        st.session_state[_CORPUS] = OPEN
    corpus = OPEN
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if len(names) > 1:
            corpus = st.selectbox(
                "Films to learn from",
                names,
                format_func=title_of,
                key=_CORPUS,
                bind="query-params",
                persist_state="session",
                width=360,
            )
        with st.popover("Learn from your own table", icon=":material/upload_file:"):
            _upload_field()
    if fault := fault_of(_FIELD):
        st.error(f"Your table could not be read. {plain(fault)}", icon=":material/error:")
    if corpus == UPLOAD and own and own.source.corpus:
        show_report(own.source, own.source.corpus.report)
    return corpus


def uploaded(corpus: str) -> bytes | None:
    """The bytes of the viewer's table, when that is the corpus."""
    own = get_table(_FIELD)
    return own.data if corpus == UPLOAD and own else None


def fault_for(settings: RunSettings) -> str | None:
    """Why nothing can be learned from the viewer's table with these settings, when that is the corpus."""
    own = get_table(_FIELD)
    if settings.corpus != UPLOAD or own is None or own.source.corpus is None:
        return None
    return _fault(own.data, settings, own.source.corpus)


@st.cache_data(
    max_entries=50, show_spinner=False, hash_funcs={RunSettings: RunSettings.model_dump_json}
)
def _fault(
    data: bytes,  # noqa: ARG001 - part of the cache's key
    settings: RunSettings,
    _corpus: Corpus,
) -> str | None:
    try:
        check_films([_corpus], settings)
    except TrainingError as error:
        return str(error)
    return None


def plots_in(corpus: str) -> int | None:
    """How many plots the viewer's table has, when that is the corpus."""
    own = get_table(_FIELD)
    return own.source.numbers.n_plots if corpus == UPLOAD and own else None


def set_films(corpus: str) -> None:
    """Choose these films: for callbacks. A table that is not here has to be uploaded again."""
    st.session_state[_CORPUS] = corpus


def title_of(corpus: str) -> str:
    """A corpus in words."""
    if corpus == UPLOAD:
        return "Your own table"
    return " and ".join(CATALOGUE[name].title for name in corpus.split("+"))


def _upload_field() -> None:
    table_field(_FIELD, _use_own)
    st.markdown(
        small(
            "CSV or TSV with a header, of at most 5 MB. Columns are found by their usual names: "
            "*plot*, *overview* or *description*; *genres*; if there, *title*, *year*, *split*. The "
            "table stays in this server's memory, for you alone, until you remove it or close the "
            "page. When you press Start, it is also written to a file, until the run has ended."
        )
    )


def _use_own() -> None:
    """A new table is chosen at once, and one that was removed gives way to the open corpus."""
    st.session_state[_CORPUS] = UPLOAD if get_table(_FIELD) else OPEN
