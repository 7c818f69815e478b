"""A whole table of plots: scored in memory, and given back as a CSV."""

import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

import streamlit as st

from genre_core.errors import PlotlineError
from genre_core.limits import MAX_BULK_BYTES, MAX_BULK_ROWS
from genre_core.prediction.bulk import (
    TableReport,
    predict_upload,
)
from genre_core.prediction.predictor import Predictor
from pages.parts.downloads import download
from pages.parts.own_thresholds import get_thresholds
from pages.parts.words import count_of, plain, small

__all__ = ["in_turn", "report_in_words", "show_bulk"]

_FILE, _RESULT = "bulk_file", "bulk_result"
_READING = threading.Lock()
_ASK_AGAIN_SECONDS = 0.5


@dataclass(frozen=True)
class _Result:
    file_id: str
    csv: bytes
    report: TableReport
    model: str
    own_thresholds: bool


def show_bulk(predictor: Predictor) -> None:
    """The field, the button, and the file with what was counted on the way."""
    st.markdown(
        f"Bring a CSV with a column *plot* (or *overview*, *description*), up to {MAX_BULK_ROWS:,} rows "
        f"and {MAX_BULK_BYTES // 2**20} MB. You get it back with the named genres and all scores added. It "
        "stays in this server's memory, for you alone; it is written to no file."
    )
    file = st.file_uploader(
        "A table of plots",
        type=["csv", "tsv", "txt"],
        key=_FILE,
        max_upload_size=MAX_BULK_BYTES // 2**20,
    )
    result = st.session_state.get(_RESULT)
    if file is None:
        st.session_state.pop(_RESULT, None)
        return
    if st.button("Name the genres of all rows", type="primary", key="bulk_start"):
        result = _score(file, predictor)
    if isinstance(result, _Result) and result.file_id == file.file_id:
        _show(result)


def _score(file: object, predictor: Predictor) -> _Result | None:
    thresholds = get_thresholds(predictor)
    st.session_state.pop(_RESULT, None)
    bar = st.progress(0.0, "Reading the table …")
    try:
        with in_turn(partial(bar.progress, 0.0)):
            csv, report = predict_upload(
                file.getvalue(),  # pyright: ignore[reportAttributeAccessIssue]
                file.name,  # pyright: ignore[reportAttributeAccessIssue]
                predictor,
                thresholds=thresholds,
                advance=partial(_advance, bar),
            )
    except PlotlineError as error:
        st.error(f"The table could not be scored. {plain(str(error))}", icon=":material/error:")
        return None
    finally:
        bar.empty()
    name, own = predictor.bundle.manifest.name, thresholds is not None
    result = _Result(file.file_id, csv, report, name, own)  # pyright: ignore[reportAttributeAccessIssue]
    st.session_state[_RESULT] = result
    return result


@contextmanager
def in_turn(say: Callable[[str], object]) -> Generator[None]:
    """One table at a time on this server, as each takes all its cores; who waits is told, again and again.

    ``say`` may raise to give up the wait, as Streamlit's elements do when the viewer goes elsewhere.
    """
    while not _READING.acquire(timeout=_ASK_AGAIN_SECONDS):
        say("Somebody else's table is being read. Yours comes after it …")
    try:
        yield
    finally:
        _READING.release()


def _advance(bar: object, done: int, rows: int) -> None:
    words = f"{done:,} of {rows:,} plots read"
    bar.progress(done / rows, words)  # pyright: ignore[reportAttributeAccessIssue]


def _show(result: _Result) -> None:
    for sentence in report_in_words(result.report):
        st.markdown(f"- {sentence}")
    lines = "your own thresholds" if result.own_thresholds else "its own thresholds"
    st.markdown(small(f"Scored by the model {plain(result.model)}, with {lines}."))
    download(
        "Download the table with genres", lambda: result.csv, "plotline-genres.csv", "bulk-csv"
    )


def report_in_words(report: TableReport) -> list[str]:
    """What became of the rows, a sentence each, as Markdown."""
    named = report.rows - report.without_genres
    sentences = [f"**{count_of(named, 'row')}** of {report.rows:,} got one genre or more."]
    if nothing := report.without_genres - report.without_words:
        sentences.append(f"{count_of(nothing, 'row')}: no genre reached its threshold.")
    if report.without_words:
        sentences.append(
            f"{count_of(report.without_words, 'row')} could not be judged: not a word in the plot that "
            "the model knows. They are in the file, without scores and without a genre."
        )
    for reason, rows in report.dropped.items():
        sentences.append(f"{count_of(rows, 'row')} left out: {plain(reason)}.")
    sentences += [f"{number:,} × {plain(remark)}." for remark, number in report.notes.items()]
    return sentences
