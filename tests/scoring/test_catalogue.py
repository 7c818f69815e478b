"""A catalogue scored by one process: every row once, the predictor's numbers, and it goes on after a stop."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from genre_core.errors import ConfigError, CorpusError, PlotlineError
from genre_core.prediction.predictor import Predictor
from genre_core.scoring import CatalogueReport, score_catalogue
from tests.scoring.tables import plots, read_answers, write_catalogue, write_parquet

ROOT = Path(__file__).resolve().parents[2]
Score = Callable[..., CatalogueReport]


@pytest.fixture
def pattern(tmp_path: Path) -> str:
    """A Parquet file and a CSV."""
    return write_catalogue(tmp_path / "plots")


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """Where the answers go."""
    return tmp_path / "scored"


@pytest.fixture
def score(pattern: str, output: Path, tiny_bundle: Path) -> Score:
    """Scores that catalogue, ten plots a part, or as asked."""

    def run(**changes: object) -> CatalogueReport:
        given = {"pattern": pattern, "output": output, "bundle": tiny_bundle, "plots_a_part": 10}
        return score_catalogue(**{**given, **changes})

    return run


class TestAnswers:
    def test_every_row_in_its_place(self, score: Score, output: Path) -> None:
        """In parts of ten, all columns and their types kept, the answers behind."""
        score()
        names = [f"long-{n:05}.parquet" for n in range(3)] + ["short-00000.parquet"]
        assert names == sorted(path.name for path in output.iterdir())
        assert [10, 10, 5, 8] == [pq.read_metadata(output / name).num_rows for name in names]
        answers = read_answers(output)
        assert list(range(25)) == [row["number"] for row in answers["long"]]
        assert [*plots(24), None] == [row["plot"] for row in answers["long"]]
        assert [*map(str, range(8))] == [row["Title"] for row in answers["short"]]
        assert {"=1+1", "@home"} == {row["note"] for row in answers["short"]}

    def test_the_numbers_of_the_predictor(
        self, score: Score, output: Path, tiny_bundle: Path
    ) -> None:
        """To 1e-6, whichever plots were read beside; the genres are those that reach their thresholds."""
        score()
        predictor = Predictor(tiny_bundle)
        for row in read_answers(output)["long"][:24]:
            expected = predictor.predict([row["plot"]])[0]
            told = [row[f"score {genre}"] for genre in predictor.genres]
            np.testing.assert_allclose(told, expected, atol=1e-6)
            assert "|".join(predictor.named(expected)) == row["predicted_genres"]

    def test_without_words(self, score: Score, output: Path) -> None:
        """A missing plot and one without a word get no scores and no genre, and are counted."""
        report = score()
        for row in (read_answers(output)["long"][24], read_answers(output)["short"][7]):
            assert ("", {None}) == (
                row["predicted_genres"],
                {value for name, value in row.items() if name.startswith("score ")},
            )
        assert 2 == report.without_words

    def test_report(self, score: Score) -> None:
        """What was read, written, and dropped, by reason."""
        report = score()
        assert (2, 4, 0, 33) == (report.files, report.parts, report.parts_kept, report.rows)
        assert {"wrong number of fields": 1} == report.dropped
        assert 2 <= report.without_genres

    def test_no_rows(self, score: Score, output: Path, tmp_path: Path) -> None:
        """An empty table becomes an empty part, with all columns."""
        write_parquet(tmp_path / "none.parquet", [])
        assert 0 == score(pattern=str(tmp_path / "none.parquet")).rows
        assert "score Horror" in pq.read_schema(output / "none-00000.parquet").names


class TestGoesOn:
    def test_what_is_there_is_kept(self, score: Score, output: Path) -> None:
        """Only the part that is missing and the one that is torn are written, and all is as at first."""
        first, answers = score(), read_answers(output)
        (output / "long-00001.parquet").unlink()
        torn = output / "short-00000.parquet"
        torn.write_bytes(torn.read_bytes()[:-9])
        left = output / f".{torn.name}.abcdef.new"
        left.touch()
        kept = {path.name: path.stat().st_ino for path in output.glob("long*")}
        report = score()
        assert (4, 2) == (report.parts, report.parts_kept)
        assert kept.items() <= {path.name: path.stat().st_ino for path in output.iterdir()}.items()
        assert answers == read_answers(output)
        assert vars(first) == {**vars(report), "parts_kept": 0}
        assert not left.exists()

    def test_a_table_more(self, score: Score, tmp_path: Path) -> None:
        """A catalogue may grow: the new table is scored, the others are kept."""
        score()
        write_parquet(tmp_path / "plots" / "more.parquet", plots(3))
        report = score()
        assert (5, 4, 36) == (report.parts, report.parts_kept, report.rows)

    def test_killed(self, tiny_bundle: Path, tmp_path: Path) -> None:
        """kill -9 in the midst of it: what was finished stays as it is, and no row is missing."""
        source = write_parquet(tmp_path / "many.parquet", plots(20) * 1_500)
        output = tmp_path / "scored"
        command = [sys.executable, "-m", "genre_core", "predict", "--bundle", str(tiny_bundle)]
        command += ["--input", str(source), "--output", str(output), "--part-plots", "1000"]
        with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL) as process:
            first = output / "many-00000.parquet"
            until = time.monotonic() + 60
            while not first.exists() and time.monotonic() < until:
                time.sleep(0.01)
            process.send_signal(signal.SIGKILL)
        inode = first.stat().st_ino
        report = score_catalogue(str(source), output, tiny_bundle, plots_a_part=1_000)
        assert -signal.SIGKILL == process.returncode
        assert 30 > report.parts_kept >= 1
        assert first.stat().st_ino == inode
        numbers = [n for part in read_answers(output)["many"] for n in [part["number"]]]
        assert list(range(30_000)) == numbers


class TestRefused:
    """Each with the rule, what was found and what to do, and nothing changed."""

    def test_another_model(self, score: Score, altered_bundle) -> None:
        """One folder holds the answers of one model."""
        score()
        with pytest.raises(PlotlineError, match="another model"):
            score(bundle=altered_bundle(thresholds=(1.0, 1.0, 1.0, 1.0)))

    def test_other_settings(self, score: Score, tmp_path: Path) -> None:
        """The size of a part and the column of the plots stay."""
        short = str(tmp_path / "plots" / "s*")
        score(pattern=short)
        with pytest.raises(PlotlineError, match=r"10 plots a part.*--part-plots 10"):
            score(pattern=short, plots_a_part=11)
        with pytest.raises(PlotlineError, match="answers the column 'Plot', and 'note'"):
            score(pattern=short, plot_column="note")

    def test_changed_input(self, score: Score, tmp_path: Path) -> None:
        """As long as it was, and a letter of it another."""
        score()
        table = tmp_path / "plots" / "short.csv"
        table.write_text(table.read_text().replace("@home", "@hose"))
        with pytest.raises(PlotlineError, match=r"short\.csv has changed"):
            score()

    def test_input_gone(self, score: Score, tmp_path: Path) -> None:
        """Answers to no question."""
        score()
        (tmp_path / "plots" / "short.csv").unlink()
        with pytest.raises(PlotlineError, match=r"short\.csv, which is not among"):
            score()

    def test_not_ours(self, score: Score, output: Path) -> None:
        """A folder with other Parquet files is somebody else's."""
        output.mkdir()
        write_parquet(output / "other.parquet", plots(1))
        with pytest.raises(PlotlineError, match=r"other\.parquet is no part"):
            score()

    def test_places(self, score: Score, tmp_path: Path, output: Path) -> None:
        """Nothing found, two of one name, input and output in one folder, a file for a folder."""
        with pytest.raises(CorpusError, match="No file fits"):
            score(pattern=str(tmp_path / "no*.csv"))
        with pytest.raises(PlotlineError, match="in the output folder"):
            score(output=tmp_path / "plots")
        (tmp_path / "plots" / "LONG.csv").write_text("plot\na ghost\n")
        with pytest.raises(CorpusError, match="one name"):
            score()
        output.touch()
        with pytest.raises(PlotlineError, match="is a file"):
            score(pattern=str(tmp_path / "plots" / "short.csv"))

    @pytest.mark.parametrize(
        ("columns", "told"),
        [
            ({"prose": ["a"]}, "Plot column not found"),
            ({"plot": [1]}, "int64"),
            ({"plot": ["a"], "score Horror": [0.1]}, "score Horror"),
            ({f"c{n}": ["a"] for n in range(1_001)}, "1,000 columns"),
        ],
        ids=["no plots", "numbers", "scored already", "wide"],
    )
    def test_tables(self, score: Score, tmp_path: Path, columns: dict, told: str) -> None:
        """Told before anything is scored."""
        pq.write_table(pa.table(columns), tmp_path / "plots" / "bad.parquet")
        with pytest.raises(CorpusError, match=told):
            score()

    def test_repeated_column(self, score: Score, tmp_path: Path) -> None:
        """Parquet files are read by name."""
        (tmp_path / "plots" / "bad.csv").write_text("plot,plot\na,b\n")
        with pytest.raises(CorpusError, match="twice"):
            score()

    def test_damaged(self, score: Score, tmp_path: Path) -> None:
        """Parquet without its end, and text that is none."""
        bad = tmp_path / "plots" / "bad.parquet"
        bad.write_bytes((tmp_path / "plots" / "long.parquet").read_bytes()[:-5])
        with pytest.raises(CorpusError, match=r"bad\.parquet cannot be read"):
            score()
        column = pa.array([b"\xff\xfe"]).view(pa.string())
        pq.write_table(pa.table({"plot": column}), bad)
        with pytest.raises(CorpusError, match="UTF-8"):
            score()

    def test_engines(self, score: Score) -> None:
        """A word that is none."""
        with pytest.raises(ConfigError, match="plain, ray; got 'spark'"):
            score(engine="spark")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_read_only(score: Score, output: Path) -> None:
    """The place is told."""
    output.mkdir(mode=0o500)
    with pytest.raises(OSError, match="long-00000"):
        score()
