import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from genre_core.cli.data import app
from genre_core.data.catalogue import CATALOGUE
from genre_core.data.summary import summarise
from genre_core.errors import CorpusError
from tests.data.archive_server import archive_server, zipped

OWN = """title,genres,plot,stars
The Lamplighter,Drama,A lamplighter learns that his street is to be torn down.,5
Nine Wet Socks,Comedy|\x1b[31mSockumentary,A washing machine eats nine socks and is sued.,4
No Words,Drama,,3
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data home with one small table."""
    monkeypatch.setenv("GENRE_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "200")
    (tmp_path / "imdb_movie_data").mkdir()
    (tmp_path / "imdb_movie_data" / "IMDB-Movie-Data.csv").write_text(
        "Rank,Title,Genre,Description,Year\n"
        '1,The Lamplighter,"Drama,History",A lamplighter learns that his street is to go.,1951\n'
        "2,Nine Wet Socks,Comedy,A washing machine eats nine socks and is sued.,1999\n"
    )
    return tmp_path


def run(*arguments: str) -> str:
    """The stdout of a command that must succeed."""
    result = CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout


def run_json(*arguments: str) -> dict[str, Any]:
    """The one JSON object that is all of stdout."""
    return json.loads(run(*arguments, "--json"))


@pytest.mark.usefixtures("home")
class TestList:
    def test_table(self) -> None:
        """Every entry has its line, with yes where its files are here."""
        lines = {words[0]: words for line in run("list").splitlines() if (words := line.split())}
        assert CATALOGUE.keys() <= lines.keys()
        assert lines["imdb_movie_data"][:4] == ["imdb_movie_data", "corpus", "1,000", "yes"]
        assert lines["open"][:4] == ["open", "corpus", "1,357", "yes"]
        assert lines["glove"][:4] == ["glove", "vectors", "400,000", "no"]

    def test_json(self, home: Path) -> None:
        """The same as one object, with the files of each entry."""
        answer = run_json("list")
        assert answer["home"] == str(home)
        entries = {entry["name"]: entry for entry in answer["entries"]}
        assert CATALOGUE.keys() == entries.keys()
        assert [name for name, entry in entries.items() if entry["here"]] == [
            "open",
            "imdb_movie_data",
        ]


@pytest.mark.usefixtures("home")
class TestDescribe:
    def test_what_is_missing(self) -> None:
        """An entry that is not here is described with how to get it."""
        answer = run("describe", "cmu")
        for part in ("CMU Movie Summary Corpus", "CC BY-SA", "42,303", "missing", "data fetch cmu"):
            assert part in answer

    def test_what_is_here(self) -> None:
        """An entry that is here is described with what was read from it."""
        answer = run("describe", "imdb_movie_data")
        for part in ("1,000 as published", "not the published file", "2 films with 2 plots"):
            assert part in answer

    def test_what_ships(self) -> None:
        """The open corpus is here though it is not in the data home."""
        answer = run("describe", "open")
        for part in ("The open plot corpus", "CC0", "assets/corpus/films.csv: here", "films with"):
            assert part in answer
        assert "Looked in" not in answer

    def test_json(self) -> None:
        """Entry, counts and the reader's report as one object."""
        answer = run_json("describe", "imdb_movie_data")
        assert answer["entry"]["files"][0]["as_published"] is False
        corpus = answer["corpus"]
        assert (corpus["films"], corpus["plots"], corpus["median_words"]) == (2, 2, 9)
        assert sum(corpus["films_per_split"].values()) == 2
        assert corpus["films_per_genre"]["History"] == 1
        assert corpus["films_per_genre"]["Western"] == 0
        assert corpus["report"]["rows_kept"] == 2

    def test_own_table(self, tmp_path: Path) -> None:
        """A table of one's own is described too: drops, unknown genres and columns are counted."""
        own = tmp_path / "own.csv"
        own.write_text(OWN)
        answer = run("describe", str(own))
        for part in ("2 films with 2 plots", "Rows dropped", "Sockumentary", "stars"):
            assert part in answer
        assert "\x1b" not in answer
        assert run_json("describe", str(own))["entry"] is None

    def test_long_lists_are_cut(self, tmp_path: Path) -> None:
        """Of very many columns the first are named, and how many more there are."""
        own = tmp_path / "wide.csv"
        extra = [f"extra{number}" for number in range(100)]
        own.write_text(
            f"title,genres,plot,{','.join(extra)}\nLamp,Drama,A lamp goes out.{',' * 100}\n"
        )
        answer = run("describe", str(own))
        assert "extra11 and 88 more, which --json lists" in " ".join(answer.split())
        assert run_json("describe", str(own))["corpus"]["report"]["unknown_columns"] == extra

    def test_vectors(self) -> None:
        """Word vectors are described without a corpus."""
        assert run_json("describe", "glove")["corpus"] is None

    def test_unknown(self) -> None:
        """A name that is neither an entry nor a file is refused."""
        result = CliRunner().invoke(app, ["describe", "nope"])
        assert isinstance(result.exception, CorpusError)
        assert result.stdout == ""


class TestFetch:
    @pytest.mark.parametrize("as_json", [True, False])
    def test_downloads(self, home: Path, monkeypatch: pytest.MonkeyPatch, as_json: bool) -> None:
        """The files land in the data home and are named; the progress is not on stdout."""
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        path = home / "glove" / "glove.6B.100d.txt"
        with archive_server() as server:
            server.body = zipped({path.name: b"lamp 0.1 0.2\n"})
            arguments = ["fetch", "glove", "--address", server.address]
            if as_json:
                assert run_json(*arguments) == {"name": "glove", "files": [str(path)]}
            else:
                assert run(*arguments).split()[-1] == str(path)
        assert path.read_bytes() == b"lamp 0.1 0.2\n"

    def test_what_ships(self, home: Path) -> None:
        """Nothing is downloaded, and the data home stays as it is."""
        before = sorted(home.rglob("*"))
        assert "open ships with Plotline:" in run("fetch", "open")
        (path,) = run_json("fetch", "open")["files"]
        assert path.endswith("assets/corpus/films.csv")
        assert before == sorted(home.rglob("*"))


@pytest.mark.parametrize(
    "arguments", [["describe"], ["fetch"], ["audit"], ["nope"], ["list", "--nope"], []]
)
def test_wrong_use(arguments: list[str]) -> None:
    """Wrong use exits with 2."""
    assert CliRunner().invoke(app, arguments).exit_code == 2


@pytest.mark.parametrize("arguments", [[], ["list"], ["describe"], ["fetch"], ["audit"]])
def test_help(arguments: list[str]) -> None:
    """Every command has a page of help."""
    assert "--help" in run(*arguments, "--help")


def test_summary_counts_films_once(home: Path) -> None:
    """A film with two texts is one film, in its split and in each genre."""
    from genre_core.data.catalogue import load

    own = home / "own.csv"
    own.write_text(
        "film_id,title,genres,split,plot\n"
        "a,Lamp,Drama,train,One two three.\n"
        "a,Lamp,Drama,train,One two three four five.\n"
        "b,Sock,,test,One.\n"
    )
    summary = summarise(load(own))
    assert (summary.films, summary.plots, summary.median_words) == (2, 3, 3)
    assert summary.films_per_split == {"train": 1, "validation": 0, "test": 1}
    assert summary.films_per_genre["Drama"] == 1
    assert sum(summary.films_per_genre.values()) == 1
