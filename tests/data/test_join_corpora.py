"""Corpora joined: no film straddles the splits, and no count is lost."""

from pathlib import Path

import pytest

from genre_core.data.corpus import Corpus
from genre_core.data.read import join_corpora, read_corpus
from genre_core.errors import CorpusError


def _corpus(folder: Path, name: str, rows: str, extra: str = "") -> Corpus:
    path = folder / f"{name}.csv"
    path.write_text(f"id,plot,genres,split{extra}\n{rows}")
    return read_corpus(path)


def test_a_shared_film_goes_whole_to_the_protected_split(tmp_path: Path) -> None:
    """A film that one corpus trains on and another tests on is tested on."""
    short = _corpus(tmp_path, "short", "f1,A lamp.,Drama,train\nf2,A sock.,War,train\n")
    long = _corpus(tmp_path, "long", "f1,A lamp hums and hums.,Drama,test\n")
    joined = join_corpora([short, long])
    assert "short+long" == joined.name
    assert ["f1", "f2", "f1"] == list(joined.films["film_id"])
    assert ["test", "train", "test"] == list(joined.films["split"])
    assert [0, 1, 2] == list(joined.films.index)
    assert joined.films.dtypes.to_dict() == short.films.dtypes.to_dict()
    assert {
        "film whose rows name different splits": 2,
        "another plot of a film": 1,
    } == joined.report.notes


def test_reports_are_added_up(tmp_path: Path) -> None:
    """Rows read, dropped and kept, notes, unknown columns and unmapped genres of all parts."""
    one = _corpus(tmp_path, "one", "f1,A lamp.,Knitwear,train,5\nf2,,War,train,4\n", ",stars")
    two = _corpus(
        tmp_path, "two", "f1,A lamp.,Knitwear,train,5\n\nf3,A key.,War,test,5\n", ",votes"
    )
    joined = join_corpora([one, two], name="both")
    report = joined.report
    assert "both" == joined.name
    assert (5, 2) == (report.rows_read, report.rows_kept)
    assert f"{one.report.source} + {two.report.source}" == report.source
    assert {
        "empty plot": 1,
        "blank line": 1,
        "repeats a film and its plot": 1,
    } == report.dropped
    assert ("stars", "votes") == report.unknown_columns
    assert {"Knitwear": 2} == report.unmapped_genres


def test_joining_nothing_is_refused() -> None:
    """There is no corpus of nothing."""
    with pytest.raises(CorpusError, match="at least one corpus"):
        join_corpora([])
