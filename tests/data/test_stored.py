"""A corpus on disk is the corpus in memory, read in whatever pieces."""

from pathlib import Path

import numpy as np
import pytest

from genre_core.data import assembly, table, text_file
from genre_core.data.catalogue import load, load_stored
from genre_core.data.corpus import SPLITS
from genre_core.data.read import read_corpus, read_stored
from genre_core.data.stored import StoredCorpus, labelled_plots
from genre_core.data.usable import usable_films
from genre_core.errors import CorpusError

TABLE = """film_id,title,year,genres,split,plot,shelf
1,A lamp,1990,Drama|Jazz,train,A lamp hums.,x
2,A door,next year,War,,A door waits.,x
1,A lamp,1990,Drama,test,A lamp hums.,x
1,A lamp,1990,Drama,test,"Another lamp
hums, and hums.",x
,A sock,1991,Comedy,holdout,The sock waits.,x
,A Sock,1991,Comedy,,The sock is lost.,x
4,A key,,,dev,-,x
5,A key,,,dev,A key is lost.,x
6,Short,
,,,Western,,A horse — an café horse.,x
"""


@pytest.fixture
def in_small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three rows, two lines and seven bytes at a time."""
    monkeypatch.setattr(assembly, "_ROWS_AT_ONCE", 3)
    monkeypatch.setattr(table, "_LINES_AT_ONCE", 2)
    monkeypatch.setattr(text_file, "_BLOCK_BYTES", 7)


@pytest.mark.usefixtures("in_small_pieces")
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_same_corpus(tmp_path: Path, encoding: str, end: str) -> None:
    """Rows, splits, genres and the report, whose repeats and splits reach from piece to piece."""
    path = tmp_path / "films.csv"
    path.write_bytes(TABLE.replace("\n", end).encode(encoding))
    frame, stored = read_corpus(path), read_stored(path, tmp_path)
    assert isinstance(stored, StoredCorpus)
    assert frame.report == stored.report
    assert {"repeats a film and its plot": 1, "empty plot": 1, "wrong number of fields": 1} == (
        stored.report.dropped
    )
    assert 2 == stored.report.notes["film whose rows name different splits"]
    assert frame.films["film_id"].tolist() == list(stored.film_ids)
    assert frame.films["plot"].tolist() == list(stored.plots)
    assert frame.films["split"].tolist() == [SPLITS[place] for place in stored.numbers.splits]
    wanted = labelled_plots(frame).numbers
    for name, values in vars(stored.numbers).items():
        np.testing.assert_array_equal(getattr(wanted, name), values)


def test_a_film_of_two_corpora_is_in_one_split(tmp_path: Path) -> None:
    """On disk or in memory: to test rather than to train, with what both say of it."""
    (tmp_path / "one.csv").write_text(
        "film_id,genres,split,plot\n1,War,train,a\n2,War,train,b\n3,Drama,train,c\n4,War,dev,d\n"
    )
    (tmp_path / "two.csv").write_text("film_id,genres,split,plot\n1,Drama,test,e\n")
    corpora = [read_stored(tmp_path / "one.csv", tmp_path), read_corpus(tmp_path / "two.csv")]
    by_split, genres = usable_films(corpora)
    assert ("Drama", "War") == genres
    assert {"train": ["b", "c"], "validation": ["d"], "test": ["a", "e"]} == {
        split: list(films.plots) for split, films in by_split.items()
    }
    test = by_split["test"]
    assert ["1", "1"] == list(test.film_ids)
    assert ["one", "two"] == test.names.tolist()
    assert (1, 0) == (test.n_from("two"), by_split["train"].n_from("two"))
    assert [[False, True], [True, False]] == test.labels.tolist()


@pytest.mark.parametrize("name", ["open", "cmu"])
def test_catalogue(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Entries by name, with the shares of the entry; what has two files is read as a frame."""
    if name == "cmu":
        monkeypatch.setenv("GENRE_DATA_HOME", str(tmp_path))
        with pytest.raises(CorpusError, match=r"cmu needs"):
            load_stored(name, tmp_path)
        return
    frame, stored = labelled_plots(load(name)), load_stored(name, tmp_path)
    assert isinstance(stored, StoredCorpus)
    np.testing.assert_array_equal(frame.numbers.splits, stored.numbers.splits)
    assert list(frame.film_ids) == list(stored.film_ids)
