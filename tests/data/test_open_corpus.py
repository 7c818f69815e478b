"""The corpus that ships: it is always here, has a split of its own, and passes its audit."""

from pathlib import Path

import pytest

from genre_core.data import catalogue
from genre_core.data.audit.report import Audit, audit
from genre_core.data.catalogue import CATALOGUE, folder_of, load, missing
from genre_core.data.corpus import COLUMNS, SPLITS
from genre_core.data.splits import split_of
from genre_core.errors import CorpusError

ENTRY = CATALOGUE["open"]
PATH = folder_of(ENTRY) / ENTRY.files[0].path


def _failed(result: Audit) -> list[tuple]:
    return [(it.name, it.value, it.found) for it in result.checks if it.status == "fail"]


@pytest.fixture(params=["missing", "empty", "unset"])
def no_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    """A machine without data, whatever GENRE_DATA_HOME says."""
    monkeypatch.setenv("GENRE_DATA_HOME", str(tmp_path / "missing"))
    if request.param == "empty":
        monkeypatch.setenv("GENRE_DATA_HOME", str(tmp_path))
    elif request.param == "unset":
        monkeypatch.delenv("GENRE_DATA_HOME")


@pytest.mark.usefixtures("no_home")
def test_it_needs_no_data_home() -> None:
    """It is never missing and reads whole, under its name."""
    assert [] == missing(ENTRY)
    corpus = load("open")
    assert "open" == corpus.name
    assert COLUMNS == tuple(corpus.films.columns)
    assert {} == corpus.report.dropped == corpus.report.unmapped_genres
    assert ("country",) == corpus.report.unknown_columns


def test_the_catalogue_tells_its_size() -> None:
    """The rows are those of the file, a film each."""
    films = load("open").films
    assert ENTRY.rows == len(films) == films["film_id"].nunique()


def test_its_split_is_its_own() -> None:
    """70 % train, 15 % validation and 15 % test, by film id, within two percentage points."""
    films = load("open").films
    assert [split_of(film, (14, 3, 3)) for film in films["film_id"]] == list(films["split"])
    for split, share in zip(SPLITS, (0.7, 0.15, 0.15), strict=True):
        assert abs((films["split"] == split).mean() - share) < 0.02


def test_some_of_its_splits_are_pinned() -> None:
    """These splits never change: they would mix training and test films of old runs."""
    pinned = {
        "casablanca-1942": "test",
        "metropolis-1927": "validation",
        "parasite-2019": "train",
    }
    splits = load("open").films.set_index("film_id")["split"]
    assert pinned == {film: splits[film] for film in pinned}


def test_it_joins_others() -> None:
    """Joined to another corpus it keeps its split."""
    alone = load("open").films
    joined = load(f"open+{PATH}").films
    assert list(alone["split"]) == list(joined["split"])


def test_a_copy_without_the_file_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names Plotline's folder, not the data home."""
    monkeypatch.setattr(catalogue, "PLOTLINE", tmp_path)
    with pytest.raises(CorpusError, match=r"assets/corpus/films\.csv.*get Plotline anew") as caught:
        load("open")
    assert "GENRE_DATA_HOME" not in str(caught.value)


def test_it_passes_its_audit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every rule that needs no other texts holds."""
    monkeypatch.setenv("GENRE_DATA_HOME", str(tmp_path))
    result = audit(PATH)
    assert [] == _failed(result)
    assert ENTRY.rows == result.films
    unchecked = [it.value for it in result.checks if it.status == "not checked"]
    assert 3 == len(unchecked)
    assert all(value.startswith("not checked: no data home") for value in unchecked)


@pytest.mark.data
def test_it_shares_no_run_of_words_with_known_texts() -> None:
    """All rules hold beside every text in the data home, and each text there is searched."""
    result = audit(PATH)
    assert [] == _failed(result)
    (runs,) = [it for it in result.checks if "longest run" in it.name]
    here = [
        entry.name
        for entry in CATALOGUE.values()
        if entry.kind == "corpus" and not entry.ships and not missing(entry)
    ]
    assert here == list(runs.counts)
