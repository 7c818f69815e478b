"""A table of films beside other texts: copied words are found, and genres are compared."""

import gzip
from pathlib import Path, PurePosixPath

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genre_core.data.audit.agreement import genre_agreement
from genre_core.data.audit.others import checks_beside_others
from genre_core.data.audit.runs import SharedRuns
from genre_core.errors import CorpusError
from tests.data.archive_server import CMU_MEMBERS
from tests.data.open_films import failed

OWN = "A lamplighter hears that the street he lit for 40 years goes dark. He lights it once more."
texts = st.lists(st.sampled_from("pqr"), max_size=25).map(" ".join)


def _films(*plots: str) -> pd.DataFrame:
    return pd.DataFrame({"film_id": [f"own-{n}" for n in range(len(plots))], "plot": plots})


def _runs(plot: str, *others: str) -> SharedRuns:
    runs = SharedRuns(_films(plot))
    runs.search("other", map(str, range(len(others))), others)
    return runs


@pytest.mark.parametrize(
    ("other", "longest"),
    [
        ("Nine socks go to court.", 0),
        ("that the street", 0),
        ("He lights it once", 4),
        ("the street he lit for 40 years", 7),
        ("that the street he lit for 40 years", 8),
        ("THAT—the street; he lit “for 40” years,", 8),
        ("When he lights it once, the street he lit for 40 years goes up.", 8),
        (OWN, 18),
        ("He lights it once more a lamplighter hears", 5),
    ],
)
def test_the_longest_run_is_found(other: str, longest: int) -> None:
    """Runs of four words or more are measured, in whatever case and punctuation."""
    check = _runs(OWN, "", other).check()
    assert longest == check.value
    assert ("pass" if longest <= 7 else "fail") == check.status
    assert {"other": 2} == check.counts


@given(texts, st.lists(texts, min_size=1, max_size=3))
def test_the_longest_run_is_that_of_all_comparisons(own: str, others: list[str]) -> None:
    """The quick search finds what comparing each word with each other word would."""
    words = own.split()
    slices = {
        (" ".join(words[start:end]), end - start)
        for end in range(len(words) + 1)
        for start in range(end)
    }
    lengths = [n for run, n in slices if any(f" {run} " in f" {other} " for other in others)]
    longest = max(lengths, default=0)
    assert (longest if longest >= 4 else 0) == _runs(own, *others).check().value


@pytest.mark.parametrize(
    ("plot", "is_name"),
    [
        ("She reads The Strange Case of Dr Jekyll and Mr Hyde aloud.", True),
        ("She reads the strange case of Dr Jekyll and Mr Hyde aloud.", False),
        ("she walks down to the end of the road and to the sea.", False),
        ("to the and of the in of the at the to the by", False),
    ],
)
def test_names_may_be_longer(plot: str, is_name: bool) -> None:
    """A title does not count to the longest run, but is listed to be looked at."""
    run = " ".join(plot.split()[2:11])
    check = _runs(plot, f"Lo! {run.lower()} lo!").check()
    assert (0 if is_name else 9) == check.value
    (line,) = check.found
    assert f"9 words{' (a name)' if is_name else ''} of own-0: {run}, in other 1" in line.replace(
        "other 0", "other 1"
    )


def test_runs_to_look_at_are_listed_with_all_their_sources() -> None:
    """Runs of seven words and more stand once each, the longest first."""
    runs = SharedRuns(_films(OWN, "Nine socks go to court, to be heard by a judge in socks."))
    runs.search("a", ["1", "2"], ["the street he lit for 40 years", "nine socks go to court to be"])
    runs.search("b", ["3"], ["the street he lit for 40 years. Nine socks go to court to be heard"])
    found = runs.check().found
    assert (
        "8 words of own-1: Nine socks go to court to be heard, in b 3",
        "7 words of own-0: the street he lit for 40 years, in a 1, b 3",
        "7 words of own-1: Nine socks go to court to be, in a 2",
    ) == found


def _known(*rows: tuple[str, str, str]) -> pd.DataFrame:
    films = pd.DataFrame(rows, columns=["title", "year", "genres"])
    return films.assign(film_id=[f"own-{n}" for n in range(len(films))])


def test_genres_are_compared_where_the_film_is_known() -> None:
    """Titles are matched by their words and the year; films at odds are named."""
    films = _known(
        ("The Lamp & the Sock", "1951", "Drama|War"),
        ("Key", "1960", "Horror"),
        ("Door", "1970", "Family"),
        ("Roof", "?", "Music"),
    )
    facts = [
        ("the lamp and the sock", 1951, ("Comedy", "Drama")),
        ("The Lamp and the Sock", 1951, ("Western",)),
        ("Key", 1960, ("Comedy",)),
        ("Key", 1961, ("Horror",)),
        ("Door", 1970, ()),
    ]
    check = genre_agreement(films, "a database", facts)
    assert [2, 1, 2, 2] == list(check.counts.values())
    assert 20.0 == check.value
    assert "info" == check.status
    assert ("own-1: Horror, there Comedy",) == check.found


def test_a_database_without_our_films_says_nothing() -> None:
    """There is no share of nothing."""
    check = genre_agreement(_known(("Key", "1960", "Horror")), "a database", [])
    assert "no film in common" == check.value


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data home with overviews and the CMU pair, of our own words."""
    monkeypatch.setenv("GENRE_DATA_HOME", str(tmp_path))
    (tmp_path / "overviews").mkdir()
    (tmp_path / "overviews" / "overviews.csv.gz").write_bytes(
        gzip.compress(f"film_id,title,year,genres,plot\nx:1,Lamp,1951,Drama,{OWN}\n".encode())
    )
    (tmp_path / "cmu").mkdir()
    for member, content in CMU_MEMBERS.items():
        (tmp_path / "cmu" / PurePosixPath(member).name).write_bytes(content)
    return tmp_path


def _lamp(plot: str) -> pd.DataFrame:
    row = {"title": "Lamp", "year": "1951", "genres": "Drama|History"}
    return _films(plot).assign(**row)


@pytest.mark.usefixtures("home")
def test_every_corpus_in_the_data_home_is_read() -> None:
    """A copied plot is found, and genres are compared with those of each source of them."""
    runs, own_variety, their_variety, overviews, cmu = checks_beside_others(_lamp(OWN))
    assert (18, "fail", {"overviews": 1, "cmu": 2}) == (runs.value, runs.status, runs.counts)
    assert own_variety.value == their_variety.value
    assert ("Genres that overviews gives too, %", 50.0) == (overviews.name, overviews.value)
    assert ("Genres that CMU gives too, %", "no film in common") == (cmu.name, cmu.value)


@pytest.mark.usefixtures("home")
def test_genres_of_the_cmu_metadata_count_without_a_plot(home: Path) -> None:
    """The metadata names more films than there are plots."""
    (home / "cmu" / "plot_summaries.txt").unlink()
    *_, cmu = checks_beside_others(_lamp(OWN).assign(title="The Lamplighter"))
    assert ("Genres that CMU gives too, %", 50.0) == (cmu.name, cmu.value)


def test_without_a_data_home_nothing_fails(tmp_path: Path, monkeypatch) -> None:
    """What could not be checked says so."""
    monkeypatch.setenv("GENRE_DATA_HOME", str(tmp_path / "nowhere"))
    checks = checks_beside_others(_lamp(OWN))
    assert [] == failed(checks)
    unchecked = [it for it in checks if it.status == "not checked"]
    assert 3 == len(unchecked)
    assert all(it.value.startswith("not checked: no data home") for it in unchecked)


def test_a_damaged_corpus_is_not_passed_over(home: Path) -> None:
    """An audit that left out a corpus in silence would promise too much."""
    (home / "overviews" / "overviews.csv.gz").write_bytes(b"\x1f\x8bnot gzip")
    with pytest.raises(CorpusError, match="damaged"):
        checks_beside_others(_lamp(OWN))
