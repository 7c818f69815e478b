import csv
import errno
import gzip
import io
from pathlib import Path

import numpy as np
import pytest

from genre_core.errors import CorpusError, PlotlineError
from genre_core.limits import MAX_BULK_BYTES, MAX_BULK_ROWS
from genre_core.prediction.bulk import (
    predict_table,
    predict_upload,
    safe_cell,
)
from genre_core.prediction.predictor import Predictor

TABLE = """\
Title,Plot,note
First,a ghost in a haunted cellar of blood and terror,=1+1
Second,the sheriff of the saloon and his horse,"two
lines"
Third,…,@home
Fourth,a kiss at the wedding of a couple in love,-5
"""


@pytest.fixture(scope="module")
def predictor(tiny_bundle: Path) -> Predictor:
    """A predictor of the tiny bundle."""
    return Predictor(tiny_bundle)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A table of four plots, one without a word."""
    path = tmp_path / "plots.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """Where its genres go."""
    return tmp_path / "out" / "genres.csv"


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(autouse=True)
def _folder(output: Path) -> None:
    output.parent.mkdir()


def test_rows_and_columns_keep_their_order(
    source: Path, output: Path, predictor: Predictor
) -> None:
    """Every row is there with what it had, and genres and scores behind."""
    predict_table(source, output, predictor)
    rows = read(output)
    scores = [f"score {genre}" for genre in predictor.genres]
    assert ["Title", "Plot", "note", "predicted_genres", *scores] == list(rows[0])
    assert ["First", "Second", "Third", "Fourth"] == [row["Title"] for row in rows]
    assert "two\nlines" == rows[1]["note"]


def test_genres_are_those_of_the_predictor(
    source: Path, output: Path, predictor: Predictor
) -> None:
    """What each plot gets alone."""
    predict_table(source, output, predictor)
    for row in (row for row in read(output) if row["Plot"] != "…"):
        scores = predictor.predict([row["Plot"]])[0]
        assert "|".join(predictor.named(scores)) == row["predicted_genres"]
        for genre, score in zip(predictor.genres, scores, strict=True):
            assert score == pytest.approx(float(row[f"score {genre}"]), abs=1e-4)


def test_a_plot_without_a_word_gets_no_scores(
    source: Path, output: Path, predictor: Predictor
) -> None:
    """Scores over a threshold and no genre would contradict one another."""
    predict_table(source, output, predictor)
    row = read(output)[2]
    assert {""} == {row[name] for name in row if name.startswith(("predicted", "score "))}


def test_report(source: Path, output: Path, predictor: Predictor) -> None:
    """Rows written, and those without words or genres, are counted."""
    report = predict_table(source, output, predictor)
    without = sum(row["predicted_genres"] == "" for row in read(output))
    assert (4, 1, without) == (report.rows, report.without_words, report.without_genres)


def test_formulas_are_quoted(source: Path, output: Path, predictor: Predictor) -> None:
    """What a spreadsheet would run is text, and counted; everything else is as it was."""
    report = predict_table(source, output, predictor)
    assert ["'=1+1", "two\nlines", "'@home", "-5"] == [row["note"] for row in read(output)]
    assert 2 == report.notes["cell begins like a formula and got a quote in front"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_safe_cell(start: str) -> None:
    """Each sign that begins a formula gets a quote in front, and none elsewhere in a cell."""
    assert f"'{start}A1" == safe_cell(f"{start}A1")
    assert f"A{start}1" == safe_cell(f"A{start}1")


@pytest.mark.parametrize("number", ["-1.5", "+3", "-1,234.50", "-.5", "+1e-9", "-0"])
def test_numbers_stay(number: str) -> None:
    """A sign in front makes no formula of a number, nor a number of a formula."""
    assert number == safe_cell(number)
    assert f"'{number}+A1" == safe_cell(f"{number}+A1")


def test_dropped_rows_are_counted(tmp_path: Path, output: Path, predictor: Predictor) -> None:
    """A row with too many fields, a blank line and a cut-off end are told, and the rest is read."""
    source = tmp_path / "torn.csv"
    source.write_text('plot,note\na ghost,1,2,3\n\na kiss,4\na horse,"cut')
    report = predict_table(source, output, predictor)
    assert ["a kiss"] == [row["plot"] for row in read(output)]
    assert (1, 3) == (report.rows, sum(report.dropped.values()))


def test_named_column(tmp_path: Path, output: Path, predictor: Predictor) -> None:
    """A column of another name is read when it is named, and asked for when it is not."""
    source = tmp_path / "other.csv"
    source.write_text("x,prose\n1,a ghost\n")
    with pytest.raises(CorpusError, match="prose"):
        predict_table(source, output, predictor)
    assert 1 == predict_table(source, output, predictor, plot_column="prose").rows


def test_no_rows(tmp_path: Path, output: Path, predictor: Predictor) -> None:
    """A table of a header alone, or of torn rows alone, is refused, as ``evaluate`` refuses it."""
    source = tmp_path / "header.csv"
    for content, reason in (
        ("plot\n", "no rows below the header"),
        ("plot,x\n1,2,3\n", "fields: 1"),
    ):
        source.write_text(content)
        with pytest.raises(CorpusError, match=reason):
            predict_table(source, output, predictor)
    assert not output.exists()


def test_progress(tmp_path: Path, output: Path, predictor: Predictor) -> None:
    """Progress ascends to all rows."""
    source = tmp_path / "many.csv"
    source.write_text("plot\n" + "a ghost\n" * 1_100)
    seen: list[tuple[int, int]] = []
    predict_table(source, output, predictor, advance=lambda done, of: seen.append((done, of)))
    assert [(512, 1_100), (1_024, 1_100), (1_100, 1_100)] == seen


class TestOutput:
    def test_failure_leaves_what_was_there(
        self, source: Path, output: Path, predictor: Predictor
    ) -> None:
        """A failure midway leaves the earlier output whole, and nothing beside it."""
        output.write_text("earlier")

        def fail(done: int, of: int) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        with pytest.raises(PlotlineError, match="No space left"):
            predict_table(source, output, predictor, advance=fail)
        assert "earlier" == output.read_text()
        assert [output] == list(output.parent.iterdir())

    def test_input_is_kept(self, source: Path, predictor: Predictor) -> None:
        """The input is not written over, by another path to it neither."""
        for same in (source, source.parent / "out" / ".." / source.name):
            with pytest.raises(PlotlineError, match="must not be the input"):
                predict_table(source, same, predictor)
        assert source.read_text(encoding="utf-8") == TABLE

    def test_nowhere_to_write(self, source: Path, output: Path, predictor: Predictor) -> None:
        """A folder, a folder that is not there, and a file for a folder are told by their path."""
        for place in (output.parent, Path(), output / "below" / "x.csv", source / "x.csv"):
            with pytest.raises(PlotlineError, match="Name a file in"):
                predict_table(source, place, predictor)
        assert not output.exists()


class TestUpload:
    def test_the_same_as_from_a_file(
        self, source: Path, output: Path, predictor: Predictor
    ) -> None:
        """Cell by cell, formulas quoted and rows without words counted as well."""
        report = predict_table(source, output, predictor)
        content, of_upload = predict_upload(source.read_bytes(), "plots.csv", predictor)
        assert report == of_upload
        assert content.startswith(b"\xef\xbb\xbf")
        assert read(output) == list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), "")))

    def test_own_thresholds(self, source: Path, predictor: Predictor) -> None:
        """They name the genres in place of the model's; a plot without a word still gets none."""
        content, report = predict_upload(
            source.read_bytes(), "plots.csv", predictor, thresholds=np.zeros(4)
        )
        rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), "")))
        assert [4, 4, 0, 4] == [
            len(list(filter(None, r["predicted_genres"].split("|")))) for r in rows
        ]
        assert 1 == report.without_genres

    def test_limits(self, predictor: Predictor) -> None:
        """Bytes, rows, packed files and folders in the name."""
        most = b"plot\n" + b"a ghost\n" * MAX_BULK_ROWS
        with pytest.raises(CorpusError, match=r"20,000 rows; t\.csv has 20,001"):
            predict_upload(most + b"a kiss\n", "../../t.csv", predictor)
        with pytest.raises(CorpusError, match=r"20 MB; t\.csv has 20\.0 MB"):
            predict_upload(b" " * (MAX_BULK_BYTES + 1), "t.csv", predictor)
        with pytest.raises(CorpusError, match="packed"):
            predict_upload(gzip.compress(b"plot\na ghost\n"), "t.csv.gz", predictor)
        with pytest.raises(CorpusError, match="your table"):
            predict_upload(b"", "", predictor)

    def test_progress(self, predictor: Predictor) -> None:
        """It ascends to all rows."""
        seen: list[tuple[int, int]] = []
        table = b"plot\n" + b"a ghost\n" * 600
        predict_upload(table, "t.csv", predictor, advance=lambda *at: seen.append(at))
        assert [(512, 600), (600, 600)] == seen
