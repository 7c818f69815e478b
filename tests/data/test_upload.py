"""A viewer's table: read in memory, within limits, with its countries."""

import gzip
from pathlib import Path

import pytest

from genre_core.data.catalogue import PLOTLINE, load
from genre_core.data.countries import countries_in
from genre_core.data.tally import Tally
from genre_core.data.text_file import text_file_of
from genre_core.data.upload import read_upload
from genre_core.errors import CorpusError
from genre_core.limits import MAX_UPLOAD_BYTES

FILMS = b"id,title,country,overview,genres\n1,Lamp,France;Italy,A lamp goes out.,drama|Blorp\n2,Sock,,,War\n"


def test_a_table_is_read_with_its_report():
    """Rows kept and dropped, unknown names, and no word of a file on the disk."""
    corpus, countries = read_upload(FILMS, "../../own.csv")
    assert ("own.csv", [("Drama",)]) == (corpus.name, corpus.films["genres"].tolist())
    report = corpus.report
    assert (2, 1, {"empty plot": 1}) == (report.rows_read, report.rows_kept, report.dropped)
    assert {"Blorp": 1} == report.unmapped_genres
    assert {"1": "France"} == countries
    assert () == report.unknown_columns


def test_a_table_without_countries_or_ids_has_none():
    """No guess is made."""
    file = text_file_of(b"plot,country\nA lamp.,France\n", Path("x.csv"), Tally())
    assert {} == countries_in(file)


def test_every_film_of_the_open_corpus_has_its_country():
    """By the id that the corpus frame has."""
    data = (PLOTLINE / "assets" / "corpus" / "films.csv").read_bytes()
    _, countries = read_upload(data, "films.csv")
    assert set(load("open").films["film_id"]) == set(countries)
    assert "Romania" == countries["12-08-east-of-bucharest-2006"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"plot,genres\n" + b"x" * MAX_UPLOAD_BYTES, "may have 5 MB"),
        (gzip.compress(FILMS, mtime=0), "is packed"),
        (b"", "is empty"),
        (b"PK\x03\x04 workbook", "Excel"),
        (b"a,b\n1,2\n", "column not found"),
        (b"plot,genres\n,War\n", "needs at least one row"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(data: bytes, reason: str):
    """And named as the viewer named it."""
    with pytest.raises(CorpusError, match=reason):
        read_upload(data, "own.csv")


def test_lines_of_one_genre_each_are_read_too():
    """The format of four fields between colons."""
    corpus, countries = read_upload(b"1 ::: Lamp (1990) ::: drama ::: A lamp goes out.\n", "x.txt")
    assert (["Lamp"], {}) == (corpus.films["title"].tolist(), countries)
