"""What takes bytes from elsewhere: each may refuse them in words, and do nothing worse.

Each function raises when a promise is broken: a fault other than a PlotlineError, an answer that cannot be
shown or written, a file somewhere else.
"""

import csv
import io
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path

from genre_core.data.archive import extract
from genre_core.data.cells import genre_names, year_of
from genre_core.data.corpus import COLUMNS
from genre_core.data.tally import Tally
from genre_core.data.text_file import read_text_file
from genre_core.data.upload import read_upload
from genre_core.errors import (
    CorpusError,
    DownloadError,
    PlotlineError,
)
from genre_core.genres import GENRES
from genre_core.prediction.bulk import predict_upload
from genre_core.prediction.predictor import Predictor
from genre_core.text.pieces import pieces_of
from genre_core.text.tokens import first_words, tokenise
from genre_core.text.wordpiece import wordpieces
from pages.parts.words import plain

__all__ = [
    "archive",
    "bulk",
    "cells",
    "file",
    "is_fit_to_show",
    "table",
    "tokeniser",
]


def tokeniser(data: bytes) -> None:
    """Words of any text: plain, the same when read again, and the same piece by piece."""
    text = data.decode("utf-8", "surrogatepass" if _is_utf8(data) else "replace")
    words = tokenise(text)
    assert words == tokenise(" ".join(words))
    assert first_words(text, 7) == words[:7]
    assert all(word.isascii() and word.strip() for word in words)
    assert len(words) == sum(len(piece.words) for piece in pieces_of(text))
    wordpieces(text, _predictor().bundle.vocabulary)
    ids = _predictor().encoder.ids(words)
    assert len(ids) > 0 <= ids.min() <= ids.max() < len(_predictor().bundle.vocabulary)
    plain(text).encode("utf-8", "surrogatepass")


def cells(data: bytes) -> None:
    """Genres and a year in any cell."""
    text = data.decode("utf-8", "replace")
    names = genre_names(text)
    assert len(set(names)) == len(names)
    assert all(name.strip() and name.encode() for name in names)
    assert 1870 <= (year_of(text) or 1999) < 2100


def table(data: bytes) -> None:
    """A viewer's table becomes a frame whose every cell can be shown, and a report that adds up."""
    try:
        corpus, countries = read_upload(data, "own.csv")
    except CorpusError as error:
        is_fit_to_show(str(error))
        return
    films, report = corpus.films, corpus.report
    assert COLUMNS == tuple(films)
    assert report.rows_read == report.rows_kept + sum(report.dropped.values())
    assert films["plot"].str.strip().all()
    for names in films["genres"]:
        assert set(names) <= set(GENRES)
    is_fit_to_show("".join([*films["plot"], *films["title"], *countries, *countries.values()]))
    is_fit_to_show("".join([*report.unmapped_genres, *report.unknown_columns]))


def bulk(data: bytes) -> None:
    """A table that is scored comes back with every row, and nothing that a spreadsheet would run."""
    try:
        content, report = predict_upload(data, "own.csv", _predictor())
    except PlotlineError as error:
        is_fit_to_show(str(error))
        return
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert report.rows + 1 == len(rows)
    for cell in (cell for row in rows for cell in row):
        is_number = cell[1:2].isdigit() or cell[1:2] in (".", ",")
        assert not cell.startswith(("=", "@", "\t", "\r"))
        assert not cell.startswith(("+", "-")) or is_number, cell


def file(data: bytes) -> None:
    """A file of text, packed or not, becomes lines."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "films.csv"
        path.write_bytes(data)
        with suppress(CorpusError):
            lines = read_text_file(path, Tally()).lines
            assert all(line.endswith("\n") for line in lines[:-1])
            is_fit_to_show("".join(lines))


def archive(data: bytes) -> None:
    """An archive writes the files it is asked for and no others."""
    with tempfile.TemporaryDirectory() as folder:
        path, out = Path(folder) / "archive", Path(folder) / "out"
        path.write_bytes(data)
        with suppress(DownloadError):
            extract(path, {"plots.txt": out}, max_bytes=100_000)
        assert {found.name for found in Path(folder).iterdir()} <= {"archive", "out"}
        assert not out.exists() or out.stat().st_size <= 100_000


def is_fit_to_show(text: str) -> None:
    """Streamlit and files take no half characters."""
    text.encode("utf-8")


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return False
    return True


@cache
def _predictor() -> Predictor:
    return Predictor(threads=1)
