"""``data audit``: a report for people and for programs, and an exit code for scripts."""

from pathlib import Path

import pytest

from genre_core.data.catalogue import CATALOGUE, folder_of
from tests.cli.running import fail, run, run_process
from tests.data.open_films import few_films

OPEN = folder_of(CATALOGUE["open"]) / "assets/corpus/films.csv"


@pytest.fixture(autouse=True)
def no_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No data home, and a terminal of usual width."""
    monkeypatch.setenv("GENRE_DATA_HOME", str(tmp_path / "nowhere"))
    monkeypatch.setenv("COLUMNS", "100")


@pytest.fixture
def poor(tmp_path: Path) -> Path:
    """Twelve films, two of which break a rule for single films."""
    path = tmp_path / "poor.csv"
    films = few_films(12)
    films.loc[3, "genres"] = "Sock\x1b[31mumentary"
    films.loc[5, "year"] = "1909"
    films.to_csv(path, index=False)
    return path


def test_a_table_that_passes() -> None:
    """Exit code 0, every rule with its value, and the counts that a README may quote."""
    ran = run("data", "audit", OPEN)
    assert 0 == ran.code
    assert "0 failed, 3 could not be checked." in ran.out
    for part in ("Films in Drama, %", "at least 1,200", "1,357", "France", "2020s", "no data home"):
        assert part in ran.out


def test_a_table_that_fails(poor: Path) -> None:
    """Exit code 1, with what breaks the rules, made fit for a terminal."""
    ran = run("data", "audit", poor)
    assert 1 == ran.code
    assert "lamp-0005: 1909" in ran.out
    assert "lamp-0003: Sock" in ran.out
    assert "\x1b" not in ran.out
    assert "and 8 more, which --json lists" in ran.out  # Of 18 genres that are too rare.
    assert "8 failed, 3 could not" in ran.out


@pytest.mark.parametrize("passes", [True, False])
def test_json(poor: Path, passes: bool) -> None:
    """The same as one object, everything found included, with the same exit code."""
    path = OPEN if passes else poor
    ran = run("data", "audit", path, "--json")
    answer = ran.json()
    assert (0 if passes else 1) == ran.code
    assert (str(path), passes) == (answer["path"], answer["passed"])
    checks = {check["name"]: check for check in answer["checks"]}
    assert len(checks) == len(answer["checks"])
    assert (answer["films"], "pass" if passes else "fail") == (
        checks["Films"]["value"],
        checks["Films"]["status"],
    )
    assert ({"pass", "info", "not checked"} | (set() if passes else {"fail"})) == {
        check["status"] for check in checks.values()
    }
    assert (0 if passes else 18) == len(checks["Films of the rarest genre"]["found"])


def test_a_table_that_cannot_be_audited(tmp_path: Path) -> None:
    """What is wrong with it is said without a report."""
    path = tmp_path / "films.csv"
    path.write_text("title,plot\nLamp,A lamp hums.\n")
    assert "lacks film_id" in fail("data", "audit", path)


def test_a_process_ends_with_the_exit_code(poor: Path) -> None:
    """Scripts see 1 for a failed check, and no traceback."""
    ran = run_process("data", "audit", poor)
    assert 1 == ran.code
    assert "" == ran.err
