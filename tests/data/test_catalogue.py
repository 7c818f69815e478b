import gzip
import os
import re
import subprocess
import sys
from pathlib import Path, PurePosixPath

import pytest

from genre_core.data.catalogue import CATALOGUE, Entry, data_home, find, load, missing
from genre_core.data.entries import ENTRIES
from genre_core.errors import CorpusError
from tests.data.archive_server import CMU_MEMBERS

OVERVIEWS = """film_id,imdb_id,title,year,genres,split,plot
tmdb:1,tt1,The Lamplighter,1951,Drama,train,A lamplighter learns that his street is to be torn down.
tmdb:2,tt2,Nine Wet Socks,1999,Comedy|Family,test,A washing machine eats nine socks and is sued.
"""
SYNOPSES = """imdb_id,title,year,genres,kind,split,plot
tt3,,,Horror,imdb_synopsis,train,A ghost moves into a lighthouse and turns off the lamp each night.
"""
REAL_HOME = Path(os.environ.get("GENRE_DATA_HOME") or "/no folder")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data home with two tables and the CMU pair, of our own words."""
    monkeypatch.setenv("GENRE_DATA_HOME", str(tmp_path))
    for name, text in (("overviews", OVERVIEWS), ("synopses", SYNOPSES)):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.csv.gz").write_bytes(gzip.compress(text.encode()))
    (tmp_path / "cmu").mkdir()
    for member, content in CMU_MEMBERS.items():
        (tmp_path / "cmu" / PurePosixPath(member).name).write_bytes(content)
    return tmp_path


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
class TestEveryEntry:
    def test_stays_in_the_home(self, entry: Entry) -> None:
        """Files lie in a folder of the data home and nowhere else."""
        for file in entry.files:
            path = PurePosixPath(file.path)
            assert not path.is_absolute()
            assert ".." not in path.parts

    def test_hashes_are_sha256(self, entry: Entry) -> None:
        """A hash is 64 lower-case hexadecimal digits or honestly unknown."""
        for file in entry.files:
            assert file.sha256 is None or re.fullmatch("[0-9a-f]{64}", file.sha256)

    def test_can_be_got(self, entry: Entry) -> None:
        """Fetching is offered exactly where there is an address, with all members and the size."""
        assert ("data fetch" in entry.how_to_get) == (entry.address is not None)
        if entry.address:
            assert all(file.member for file in entry.files)
            assert entry.download_megabytes


def test_names_are_unique() -> None:
    """No entry hides another of the same name."""
    assert len(ENTRIES) == len(CATALOGUE)


def test_stand_in_says_that_it_is_one() -> None:
    """Nobody can take cmu_overviews for the CMU plots."""
    assert "not the CMU plots" in CATALOGUE["cmu_overviews"].about


def test_home_is_the_folder_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """GENRE_DATA_HOME wins, and ~ in it is the user's home."""
    monkeypatch.setenv("GENRE_DATA_HOME", "~/films")
    assert Path.home() / "films" == data_home()


@pytest.mark.parametrize("value", ["", None])
def test_home_is_in_the_cache_otherwise(monkeypatch: pytest.MonkeyPatch, value: str | None) -> None:
    """Unset or empty, GENRE_DATA_HOME leaves a folder of the user's cache."""
    monkeypatch.delenv("GENRE_DATA_HOME", raising=False)
    if value is not None:
        monkeypatch.setenv("GENRE_DATA_HOME", value)
    assert data_home().name == "plotline"


def test_find_names_the_known() -> None:
    """An unknown name is answered with the known ones."""
    assert CATALOGUE["cmu"] == find("cmu")
    with pytest.raises(
        CorpusError, match=r"no entry 'nope'. Choose one of open, overviews, .*glove"
    ):
        find("nope")


def test_missing(home: Path) -> None:
    """What is not in the home is listed by its path in it."""
    assert missing(CATALOGUE["cmu"]) == []
    assert missing(CATALOGUE["cmu_overviews"]) == ["cmu_overviews/plot_summaries.txt"]
    assert missing(CATALOGUE["cmu"], home / "empty") == [
        "cmu/movie.metadata.tsv",
        "cmu/plot_summaries.txt",
    ]


@pytest.mark.usefixtures("home")
class TestLoad:
    def test_table_by_name(self) -> None:
        """A table of the catalogue is read under its name, with the splits written in it."""
        corpus = load("overviews")
        assert corpus.name == "overviews"
        assert list(corpus.films["title"]) == ["The Lamplighter", "Nine Wet Socks"]
        assert list(corpus.films["split"]) == ["train", "test"]

    def test_cmu_by_name(self) -> None:
        """The CMU entry is read from its two files."""
        corpus = load("cmu")
        assert corpus.name == "cmu"
        assert list(corpus.films["genres"]) == [("Drama",), ("Comedy",)]

    def test_several_by_plus(self) -> None:
        """Names joined by + give one corpus with the films of all."""
        films = load("overviews+synopses").films
        assert len(films) == 3
        assert set(films["genres"]) == {("Drama",), ("Comedy", "Family"), ("Horror",)}

    def test_name_and_path_by_plus(self, home: Path) -> None:
        """A table of one's own can be joined to one of the catalogue."""
        assert len(load(f"overviews + {home}/synopses/synopses.csv.gz").films) == 3

    def test_path(self, home: Path) -> None:
        """A path that exists is read as a table, even with a + in its name."""
        own = home / "my+films.csv"
        own.write_text(OVERVIEWS)
        assert len(load(own).films) == 2
        assert len(load(str(own)).films) == 2

    def test_missing_files_are_named(self, home: Path) -> None:
        """What is missing, where it was looked for and how to get it are all said."""
        (home / "cmu" / "plot_summaries.txt").unlink()
        with pytest.raises(CorpusError) as caught:
            load("cmu")
        for part in ("cmu/plot_summaries.txt", str(home), "data fetch cmu", "GENRE_DATA_HOME"):
            assert part in str(caught.value)

    def test_home_that_is_no_folder(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A GENRE_DATA_HOME that does not exist is named, not the file missing in it."""
        monkeypatch.setenv("GENRE_DATA_HOME", "/nowhere/at/all")
        with pytest.raises(
            CorpusError, match=r"GENRE_DATA_HOME must name a folder; /nowhere/at/all"
        ):
            load("overviews")

    def test_vectors_are_no_corpus(self) -> None:
        """Word vectors are refused with the corpora there are."""
        with pytest.raises(
            CorpusError, match=r"glove holds word vectors. Choose one of open, overviews"
        ):
            load("glove")

    @pytest.mark.parametrize(
        "name", ["overview", "overviews+", "+", "", "a\0b", "x" * 5_000, "nope.csv", "cmu+nope"]
    )
    def test_what_is_neither(self, name: str) -> None:
        """What is neither a name nor a path is refused with the corpora there are."""
        with pytest.raises(
            CorpusError, match=r"is neither. Choose one of open, overviews, synopses"
        ):
            load(name)


def test_import_is_light() -> None:
    """Listing the catalogue and where it lies needs no reader, no pooch and no network library."""
    code = (
        "import sys; import genre_core.data.catalogue; "
        "print({'requests', 'pooch', 'sklearn', 'tensorflow', 'streamlit'} & set(sys.modules))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "set()"


@pytest.mark.data
@pytest.mark.skipif(not REAL_HOME.is_dir(), reason="GENRE_DATA_HOME names no folder")
def test_real_corpora() -> None:
    """Every corpus in the real data home can be read, and has no more plots than were published."""
    here = [entry for entry in ENTRIES if entry.kind == "corpus" and not missing(entry)]
    assert here
    for entry in here:
        corpus = load(entry.name)
        assert corpus.name == entry.name
        assert 0 < len(corpus.films) <= entry.rows
