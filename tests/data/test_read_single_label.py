"""Files of ``ID ::: TITLE ::: GENRE ::: DESCRIPTION``."""

from pathlib import Path

import pytest

from genre_core.data.read import read_corpus
from genre_core.errors import CorpusError

LINES = (
    "\n\n"
    "1 ::: The Lamp (1999) ::: sci-fi ::: A lamp hums ::: and hums.\n"
    '2 ::: "The Sock" (2004/II) ::: reality-tv ::: A sock waits.\n'
    "3 ::: The Sock (2004/I) ::: comedy ::: A sock waits.\n"
    "4 ::: The Door (????) ::: horror ::: A door creaks.\n"
    "5 ::: The Key (2001) ::: drama ::: \n"
    "6 ::: torn\n"
    "7 ::: The Window (2002) ::: drama ::: A window op"
)


def _write(folder: Path, text: str) -> Path:
    path = folder / "train_data.txt"
    path.write_text(text, encoding="utf-8")
    return path


def test_lines_become_films(tmp_path: Path) -> None:
    """The year comes from the title, which with its year and number is what knows the film."""
    corpus = read_corpus(_write(tmp_path, LINES))
    films = corpus.films
    assert "train_data" == corpus.name
    assert [
        "The Lamp (1999)",
        '"The Sock" (2004/II)',
        "The Sock (2004/I)",
        "The Door (????)",
    ] == list(films["film_id"])
    assert ["The Lamp", '"The Sock"', "The Sock", "The Door"] == list(films["title"])
    assert [1999, 2004, 2004] == films["year"].tolist()[:3]
    assert [False, False, False, True] == films["year"].isna().tolist()
    assert [("Science Fiction",), (), ("Comedy",), ("Horror",)] == list(films["genres"])
    assert "A lamp hums ::: and hums." == films["plot"][0]


def test_every_line_is_accounted_for(tmp_path: Path) -> None:
    """Blank lines, empty plots, torn lines and the cut-off last one are counted."""
    report = read_corpus(_write(tmp_path, LINES)).report
    assert (9, 4) == (report.rows_read, report.rows_kept)
    assert {
        "cut-off last row": 1,
        "blank line": 2,
        "wrong number of fields": 1,
        "empty plot": 1,
    } == report.dropped
    assert {
        "unparsable year": 1,
        "no genre recognised": 1,
        "split chosen by film id": 4,
    } == report.notes
    assert {"reality-tv": 1} == report.unmapped_genres


def test_lines_without_genre_are_read_for_prediction(tmp_path: Path) -> None:
    """The published test file has no genres: it can be predicted, but not scored."""
    path = _write(tmp_path, "1 ::: The Lamp (1999) ::: A lamp hums.\n")
    films = read_corpus(path, require_genres=False).films
    assert ["The Lamp", (), "A lamp hums."] == films[["title", "genres", "plot"]].iloc[0].tolist()
    with pytest.raises(CorpusError, match="Take the file with genres"):
        read_corpus(path)
