import shutil
from pathlib import Path

import pytest

from genre_core.errors import BundleError, CorpusError
from genre_core.prediction.answer import answer
from genre_core.prediction.bundle import SHIPPED
from genre_core.prediction.explain import explain
from genre_core.prediction.predictor import Predictor
from tests.cli.running import fail, run, run_process
from tests.scoring.tables import write_catalogue

HORROR = "A ghost screamed in a haunted cellar of blood and terror and must curse the night."


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Two plots as a CSV."""
    path = tmp_path / "plots.csv"
    path.write_text("title,plot\nFirst,a ghost in the cellar\nSecond,\n")
    return path


class TestOnePlot:
    def test_json(self, tiny_bundle: Path) -> None:
        """One object: genres, scores, thresholds and warnings of the answer."""
        told = run("predict", "--bundle", tiny_bundle, "--text", HORROR, "--json").json()
        assert answer(Predictor(tiny_bundle), HORROR).to_dict() == told
        assert {"genres", "scores", "thresholds", "warnings"} == told.keys()

    def test_words_for_people(self, tiny_bundle: Path) -> None:
        """Genres first, then a line a genre with score and threshold; remarks go to stderr."""
        plot = "a ghost screamed in a cellar"
        ran = run("predict", "--bundle", tiny_bundle, "--text", plot)
        first, *lines = ran.out.splitlines()
        assert " · ".join(answer(Predictor(tiny_bundle), plot).genres) == first
        assert {"Comedy", "Horror", "Romance", "Western"} == {
            line.replace("●", "").split()[0] for line in lines
        }
        assert "under 8" in ran.err

    def test_nothing_passes(self, altered_bundle) -> None:
        """That no genre reached its threshold is said."""
        folder = altered_bundle(thresholds=(1.0, 1.0, 1.0, 1.0))
        ran = run("predict", "--bundle", folder, "--text", HORROR)
        assert "No genre reached its threshold." == ran.out.splitlines()[0]

    def test_no_known_word(self, tiny_bundle: Path) -> None:
        """Without a word to judge by there are no bars, as these would tell nothing of the text."""
        ran = run("predict", "--bundle", tiny_bundle, "--text", "🎬🎬🎬")
        assert ["No genre: there is no word that the model knows."] == ran.out.splitlines()

    def test_explain(self, tiny_bundle: Path) -> None:
        """Evidence for each genre that is named, word by word."""
        arguments = ("predict", "--bundle", tiny_bundle, "--text", HORROR, "--explain")
        told = run(*arguments, "--json").json()["evidence"]
        expected = explain(Predictor(tiny_bundle), HORROR, "Horror")
        assert list(answer(Predictor(tiny_bundle), HORROR).genres) == list(told)
        assert [e.word for e in expected] == [e["word"] for e in told["Horror"]]
        assert [e.change for e in expected] == pytest.approx([e["change"] for e in told["Horror"]])
        assert "would change Horror most" in run(*arguments).out

    def test_explain_without_words(self, tiny_bundle: Path) -> None:
        """There is nothing to leave out of an empty text, and nothing that scores would tell."""
        arguments = ("predict", "--bundle", tiny_bundle, "--text", "", "--explain")
        ran = run(*arguments)
        assert (0, False) == (ran.code, "would change" in ran.out)
        told = run(*arguments, "--json").json()
        assert ([], None, {}) == (told["genres"], told["scores"], told["evidence"])

    def test_file(self, tiny_bundle: Path, tmp_path: Path) -> None:
        """A text file is one plot, in whatever encoding and with whatever line ends it has."""
        path = tmp_path / "plot.txt"
        path.write_bytes(HORROR.replace(" ", "\r\n").encode("utf-16"))
        told = run("predict", "--bundle", tiny_bundle, "--file", path, "--json").json()
        assert answer(Predictor(tiny_bundle), HORROR).to_dict() == told

    def test_piped(self, tiny_bundle: Path) -> None:
        """A plot that another program writes is read; nothing at all is told."""
        arguments = ("predict", "--bundle", tiny_bundle, "--file", "-", "--json")
        told = run(*arguments, piped=HORROR.encode("utf-16")).json()
        assert answer(Predictor(tiny_bundle), HORROR).to_dict() == told
        with pytest.raises(CorpusError, match="A file must hold text; what is piped in is empty"):
            run(*arguments, piped=b"")

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("", "empty"),
            ("👻🎬💀", "empty"),
            ("the of and to in his her with who", "common_words_only"),
            ("רוח רפאים רודפת את הבית הישן ואיש אינו מעז לרדת", "not_english"),
            ("ghost " * 170_000, "too_long"),
        ],
        ids=["nothing", "only emoji", "only stop words", "right to left", "a million characters"],
    )
    def test_odd_texts(self, tiny_bundle: Path, text: str, code: str) -> None:
        """Each gets an answer with the warning that fits."""
        told = run("predict", "--bundle", tiny_bundle, "--text", text, "--json").json()
        assert code in [warning["code"] for warning in told["warnings"]]

    def test_bytes_that_are_no_text(self, tiny_bundle: Path) -> None:
        """NUL and half a surrogate pair in a text are blanks."""
        told = run("predict", "--bundle", tiny_bundle, "--text", "ghost\0night\ud800", "--json")
        assert answer(Predictor(tiny_bundle), "ghost night").to_dict() == told.json()


class TestTable:
    def test_json(self, tiny_bundle: Path, table: Path, tmp_path: Path) -> None:
        """The report as one object, the table beside it, the progress on stderr."""
        output = tmp_path / "genres.csv"
        arguments = ("--bundle", tiny_bundle, "--csv", table, "--output", output, "--json")
        told = run("predict", *arguments).json()
        assert (2, 1, str(output)) == (told["rows"], told["without_words"], told["output"])
        assert output.read_text().startswith("title,plot,predicted_genres,score Comedy,")

    def test_words_for_people(self, tiny_bundle: Path, table: Path, tmp_path: Path) -> None:
        """What was read and written, and what is to be known about it."""
        table.write_text(table.read_text() + "=1+1,a ghost in the cellar\n")
        arguments = ("--bundle", tiny_bundle, "--csv", table, "--output", tmp_path / "genres.csv")
        ran = run("predict", *arguments)
        assert "3 plots read" in ran.out
        assert "No scores for 1 of them: not a word that the model knows." in ran.out
        assert "reached its threshold" not in ran.out
        assert "1 × cell begins like a formula" in ran.err

    def test_header_alone(self, tiny_bundle: Path, tmp_path: Path) -> None:
        """A table without rows is refused, as ``evaluate`` refuses it."""
        table = tmp_path / "header.csv"
        table.write_text("plot,genres\n")
        output = ("--output", tmp_path / "genres.csv")
        arguments = ("--bundle", tiny_bundle, "--csv", table)
        assert "no rows below the header" in fail("predict", *arguments, *output)
        assert "no rows below the header" in fail("evaluate", *arguments)

    def test_input_for_output(self, tiny_bundle: Path, table: Path) -> None:
        """The input is not written over."""
        arguments = ("--bundle", tiny_bundle, "--csv", table, "--output", table)
        assert "must not be the input" in fail("predict", *arguments)


class TestCatalogue:
    def test_words_and_json(self, tiny_bundle: Path, tmp_path: Path) -> None:
        """What was read and written; a second time it is all there, and told as one object."""
        pattern, output = write_catalogue(tmp_path / "plots"), tmp_path / "scored"
        arguments = ("predict", "--bundle", tiny_bundle, "--input", pattern, "--output", output)
        ran = run(*arguments)
        assert f"33 plots of 2 tables in {output}: 2 parts." == ran.out.splitlines()[0]
        assert "No scores for 2 of them: not a word that the model knows." in ran.out
        assert "1 × wrong number of fields" in ran.err
        told = run(*arguments, "--json").json()
        assert (2, 2, 33, str(output)) == (
            told["parts"],
            told["parts_kept"],
            told["rows"],
            told["output"],
        )


class TestWrongUse:
    @pytest.mark.parametrize(
        ("arguments", "told"),
        [
            ([], "exactly one of --text"),
            (["--text", "a", "--file", "b"], "exactly one of --text"),
            (["--csv", "a"], "--output go together"),
            (["--input", "a"], "--output go together"),
            (["--text", "a", "--output", "b"], "--output go together"),
            (["--csv", "a", "--input", "b", "--output", "c"], "exactly one of --text"),
            (["--csv", "a", "--output", "b", "--engine", "ray"], "go with --input"),
            (["--input", "a", "--output", "b", "--workers", "2"], "--workers goes with"),
            (["--csv", "a", "--output", "b", "--explain"], "--explain goes with"),
            (["--text", "a", "--plot-column", "b"], "--plot-column goes with"),
            (["--txt", "a"], "--txt"),
        ],
    )
    def test_options(self, arguments: list[str], told: str) -> None:
        """Options that do not go together end with 2 and what would."""
        ran = run("predict", *arguments)
        assert (2, "") == (ran.code, ran.out)
        assert told in " ".join(ran.err.replace("│", " ").split())

    @pytest.mark.parametrize("file", ["none.txt", ".", "empty.txt", "binary.bin"])
    def test_files(self, tiny_bundle: Path, tmp_path: Path, file: str) -> None:
        """A file that is not there, a folder, an empty and a binary file are told by their path."""
        (tmp_path / "empty.txt").touch()
        (tmp_path / "binary.bin").write_bytes(bytes(range(256)) * 20)
        for option in (["--file"], ["--output", tmp_path / "out.csv", "--csv"]):
            message = fail("predict", "--bundle", tiny_bundle, *option, tmp_path / file)
            assert str(tmp_path / file) in message
        assert not (tmp_path / "out.csv").exists()

    @pytest.mark.parametrize(
        "content",
        ["just one column\nno plots\n", ",".join(map(str, range(10_000))) + "\n", "plot\n" * 0],
        ids=["one column", "ten thousand columns", "empty"],
    )
    def test_tables(self, tiny_bundle: Path, tmp_path: Path, content: str) -> None:
        """A table without plots is refused, and nothing is written."""
        source, output = tmp_path / "in.csv", tmp_path / "out.csv"
        source.write_text(content)
        fail("predict", "--bundle", tiny_bundle, "--csv", source, "--output", output)
        assert not output.exists()

    def test_bundle(self, damaged_bundle: Path, tmp_path: Path) -> None:
        """A damaged bundle is named with its damaged file, a missing one with its path."""
        with pytest.raises(BundleError, match=r"model\.onnx is damaged"):
            run("predict", "--bundle", damaged_bundle, "--text", HORROR)
        assert str(tmp_path / "no") in fail("predict", "--bundle", tmp_path / "no", "--text", "a")


class TestProcess:
    """The same, as a process of its own: what ``main`` makes of it."""

    def test_success(self, tiny_bundle: Path) -> None:
        """Exit code 0, one JSON object on stdout and nothing on stderr."""
        ran = run_process("predict", "--bundle", tiny_bundle, "--text", HORROR, "--json")
        assert (0, "") == (ran.code, ran.err)
        assert "Horror" == ran.json()["genres"][0]

    def test_shipped_bundle(self) -> None:
        """Without --bundle the bundle that ships reads the plot."""
        ran = run_process("predict", "--text", HORROR, "--json")
        assert (0, "") == (ran.code, ran.err)
        assert list(Predictor(SHIPPED).genres) == list(ran.json()["scores"])

    def test_failure(self, tiny_bundle: Path, tmp_path: Path) -> None:
        """Exit code 1, one line that begins with Error, no traceback and an empty stdout."""
        folder = shutil.copytree(tiny_bundle, tmp_path / "copy")
        (folder / "vocabulary.txt").write_text("ghost\n")
        ran = run_process("predict", "--bundle", folder, "--text", HORROR, "--json")
        assert (1, "", 1) == (ran.code, ran.out, ran.err.count("\n"))
        assert ran.err.startswith(f"Error: {folder / 'vocabulary.txt'} is damaged")

    def test_no_plot_column(self, tiny_bundle: Path, tmp_path: Path) -> None:
        """The option that names it is told here, where there is one."""
        table = tmp_path / "films.csv"
        table.write_text("title,prose\nFirst,a ghost\n")
        arguments = ("predict", "--bundle", tiny_bundle, "--csv", table, "--output")
        ran = run_process(*arguments, tmp_path / "out.csv")
        assert (1, 1) == (ran.code, ran.err.count("\n"))
        assert "Plot column not found" in ran.err
        assert "Options such as --plot-column" in ran.err

    def test_a_path_too_long(self, tiny_bundle: Path) -> None:
        """What the operating system says is an error like any other."""
        ran = run_process("predict", "--bundle", tiny_bundle, "--file", "a" * 5_000)
        assert (1, "") == (ran.code, ran.out)
        assert "Traceback" not in ran.err

    def test_wrong_use(self) -> None:
        """Exit code 2, and the usage."""
        ran = run_process("predict")
        assert (2, "") == (ran.code, ran.out)
        assert "Usage: python -m genre_core predict" in ran.err

    def test_terminal_without_our_signs(self, tiny_bundle: Path) -> None:
        """A terminal that has no bar signs shows others in their place."""
        arguments = ("predict", "--bundle", tiny_bundle, "--text", HORROR)
        ran = run_process(*arguments, PYTHONIOENCODING="cp1252")
        assert 0 == ran.code
        assert "\n  ? Horror " in ran.out
