"""A viewer's own table: read when it is handed over, kept for that viewer alone until removed."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from genre_core.data.upload import read_upload
from genre_core.errors import CorpusError
from genre_core.limits import MAX_UPLOAD_BYTES
from pages.parts.dataset.source import Source, from_corpus
from pages.parts.words import count_of, plain

__all__ = ["OwnTable", "fault_of", "get_table", "table_field"]


@dataclass(frozen=True)
class OwnTable:
    """The films of a table, and its bytes."""

    source: Source
    data: bytes


def get_table(key: str) -> OwnTable | None:
    """The viewer's table; each page that takes one has a key of its own."""
    kept = st.session_state.get(_kept(key))
    return kept if isinstance(kept, OwnTable) else None


def fault_of(key: str) -> str | None:
    """Why the file in the field cannot be read."""
    kept = st.session_state.get(_kept(key))
    return kept if isinstance(kept, str) and st.session_state.get(key) is not None else None


def table_field(key: str, on_change: Callable[[], None]) -> None:
    """Draw the field or, where there is a table, its name and the way to remove it.

    The table is kept apart from the field, which forgets its file when another page is opened.
    """
    if (table := get_table(key)) is not None:
        films = count_of(table.source.numbers.n_films, "film")
        st.markdown(f"**{plain(table.source.title)}**, {films}")
        st.button(
            "Remove your table",
            icon=":material/delete:",
            on_click=_remove,
            args=(key, on_change),
            key=f"remove_{key}",
        )
        return
    st.file_uploader(
        "A table with a plot and its genres in every row",
        type=["csv", "tsv", "txt"],
        key=key,
        on_change=_take,
        args=(key, on_change),
        max_upload_size=MAX_UPLOAD_BYTES // 2**20,
    )


def _kept(key: str) -> str:
    return f"{key}_kept"


def _take(key: str, on_change: Callable[[], None]) -> None:
    file = st.session_state[key]
    st.session_state[_kept(key)] = None if file is None else _read(file.getvalue(), file.name)
    on_change()


def _remove(key: str, on_change: Callable[[], None]) -> None:
    del st.session_state[_kept(key)]
    on_change()


def _read(data: bytes, name: str) -> OwnTable | str:
    try:
        corpus, countries = read_upload(data, name)
    except CorpusError as error:
        return str(error)
    source = from_corpus(f"Your table {corpus.name}", corpus, countries, is_own=True)
    return OwnTable(source, data)
