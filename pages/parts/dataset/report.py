"""What a reader met in a table: rows read, dropped and why, names known and unknown."""

import pandas as pd
import streamlit as st

from genre_core.data.corpus import ReadReport
from genre_core.genres import why_unmapped
from pages.parts.dataset.source import Source
from pages.parts.numbers import show_numbers
from pages.parts.words import count_of, listed, plain, small

__all__ = ["rows_frame", "show_report", "unknown_frame"]


def show_report(source: Source, report: ReadReport) -> None:
    """The report, as numbers, sentences and tables."""
    with st.container(border=True):
        st.subheader("How your table was read", anchor=False)
        with st.container(horizontal=True):
            st.metric("rows read", f"{report.rows_read:,}", width="content")
            st.metric("rows kept", f"{report.rows_kept:,}", width="content")
            st.metric("rows dropped", f"{sum(report.dropped.values()):,}", width="content")
            st.metric("of 18 genres found", f"{_n_genres(source)}", width="content")
            st.metric("unknown genre names", f"{len(report.unmapped_genres):,}", width="content")
        for sentence in _sentences(report):
            st.markdown(sentence)
        left, right = st.columns(2)
        with left:
            st.markdown(small("**Rows**: dropped and why; kept with a remark"))
            show_numbers(rows_frame(report), "rows", "Rows dropped or kept with a remark")
        with right:
            st.markdown(small("**Genre names** that mean none of the 18"))
            show_numbers(unknown_frame(report), "unknown-genres", "Names that mean no genre")


def rows_frame(report: ReadReport) -> pd.DataFrame:
    """``what, rows, outcome``: the reasons to drop, then the remarks."""
    rows = [(reason, n, "dropped") for reason, n in report.dropped.items()]
    rows += [(remark, n, "kept") for remark, n in report.notes.items()]
    return pd.DataFrame(rows, columns=["what", "rows", "outcome"])


def unknown_frame(report: ReadReport) -> pd.DataFrame:
    """``name, rows, why`` of names that map to no genre."""
    rows = [(name, n, why_unmapped(name)) for name, n in report.unmapped_genres.items()]
    return pd.DataFrame(rows, columns=["name", "rows", "why"])


def _n_genres(source: Source) -> int:
    return int((source.numbers.per_genre["films"] > 0).sum())


def _sentences(report: ReadReport) -> list[str]:
    sentences: list[str] = []
    if report.dropped:
        reasons = [f"{plain(reason)} ({rows:,})" for reason, rows in report.dropped.items()]
        sentences.append(f"Dropped: {listed(reasons)}.")
    if without := report.notes.get("no genre recognised"):
        sentences.append(f"{count_of(without, 'row')} without a genre we know: kept, as no genre.")
    if report.unknown_columns:
        columns = [plain(name) for name in report.unknown_columns[:12]]
        more = [] if len(report.unknown_columns) <= len(columns) else ["others"]
        sentences.append(f"Columns not used: {listed([*columns, *more])}.")
    return sentences
