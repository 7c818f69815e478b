"""The search for better settings: proposes, drops, keeps on disk, goes on. What is trained is a formula."""

import math
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from genre_core.errors import TrainingError
from genre_core.training.search import (
    SPACE,
    Attempt,
    Range,
    Report,
    Values,
    figures_of,
    fingerprint_of,
    search,
)
from tests.tiny import tiny_corpus

ROOT = Path(__file__).resolve().parents[2]
START = {"n_layers": 1, "units": 32, "learning_rate": 0.003, "dropout": 0.3, "max_words": 5000}


def peak_at_64_units(values: Values, report: Report) -> float:
    """A training whose score is highest at 64 units, and grows with each of three epochs."""
    score = 1 - abs(math.log2(values["units"]) - 6) / 10
    for epoch in (1, 2, 3):
        if report(epoch, score * epoch / 3):
            break
    return score


def units_of(attempts: list[Attempt]) -> list[int]:
    return [attempt.values["units"] for attempt in attempts]


def test_begins_as_set_and_finds_better(tmp_path: Path) -> None:
    """The first attempt has the settings to compare with; the best of twenty is better."""
    attempts = search(tmp_path / "s.db", peak_at_64_units, 20, START)
    assert list(range(1, 21)) == [attempt.number for attempt in attempts]
    first = attempts[0]
    assert (START, "done", (0.3, 0.6, 0.9)) == (
        first.values,
        first.state,
        pytest.approx(first.scores),
    )
    assert 0.9 == first.score
    assert max(a.score for a in attempts if a.score is not None) > 0.96
    for attempt in attempts:
        for name, place in SPACE.items():
            assert place.low <= attempt.values[name] <= place.high
            assert isinstance(attempt.values[name], int) == place.is_whole


def test_poor_trainings_are_dropped(tmp_path: Path) -> None:
    """After the second epoch, once three have ended; what is dropped has no score, and never wins."""
    attempts = search(tmp_path / "s.db", peak_at_64_units, 20, START)
    dropped = [attempt for attempt in attempts if attempt.state == "dropped"]
    assert dropped
    assert all(attempt.score is None and len(attempt.scores) == 2 for attempt in dropped)
    assert min(attempt.number for attempt in dropped) > 3


def test_goes_on(tmp_path: Path) -> None:
    """A second call knows the first one's attempts, and draws no setting again."""
    before = search(tmp_path / "s.db", peak_at_64_units, 4, START)
    after = search(tmp_path / "s.db", peak_at_64_units, 3, START)
    assert before == after[:4]
    assert [5, 6, 7] == [attempt.number for attempt in after[4:]]
    assert 7 == len({tuple(attempt.values.items()) for attempt in after})


def test_one_seed_one_search(tmp_path: Path) -> None:
    """The same seed tries the same settings, another seed others."""
    tried = [
        units_of(search(tmp_path / f"{n}.db", peak_at_64_units, 5, START, seed=seed))
        for n, seed in enumerate((1, 1, 2))
    ]
    assert tried[0] == tried[1] != tried[2]


def test_lowest_wins_where_it_should(tmp_path: Path) -> None:
    """For a loss, what is dropped is what is high."""
    attempts = search(
        tmp_path / "s.db", lambda v, r: -peak_at_64_units(v, lambda e, s: r(e, -s)), 20, START,
        direction="minimize",
    )  # fmt: skip
    done = [attempt.score for attempt in attempts if attempt.score is not None]
    assert min(done) < -0.96
    assert {"done", "dropped"} == {attempt.state for attempt in attempts}


@pytest.mark.parametrize("fault", ["raises", "gives no number"])
def test_what_fails_does_not_end_it(tmp_path: Path, fault: str) -> None:
    """Two layers break off or give no number; the others are tried all the same."""

    def only_one_layer(values: Values, report: Report) -> float:
        if values["n_layers"] == 1:
            return peak_at_64_units(values, report)
        if fault == "raises":
            raise TrainingError("The loss is no number.")
        return float("nan")

    attempts = search(tmp_path / "s.db", only_one_layer, 12, START)
    assert 12 == len(attempts)
    failed = [attempt for attempt in attempts if attempt.state == "failed"]
    assert failed
    assert {2} == {attempt.values["n_layers"] for attempt in failed}


def test_other_faults_are_not_swallowed(tmp_path: Path) -> None:
    """A fault of ours ends the search; what was tried before is kept."""

    def breaks(values: Values, report: Report) -> float:
        if values["units"] != START["units"]:
            raise ZeroDivisionError
        return peak_at_64_units(values, report)

    with pytest.raises(ZeroDivisionError):
        search(tmp_path / "s.db", breaks, 5, START)
    assert [1] == [a.number for a in search(tmp_path / "s.db", peak_at_64_units, 0, START)]


def test_stopped_in_the_middle(tmp_path: Path) -> None:
    """The attempt that Stop broke off does not count; the search ends at once."""
    asked: list[int] = []

    def stops_at_the_third(values: Values, report: Report) -> float:
        asked.append(1)
        return peak_at_64_units(values, report)

    attempts = search(
        tmp_path / "s.db", stops_at_the_third, 9, START, cancelled=lambda: len(asked) == 3
    )
    assert (3, [1, 2]) == (len(asked), [attempt.number for attempt in attempts])


def test_stopped_in_the_first_one(tmp_path: Path) -> None:
    """The settings to compare with are tried by the next call then, once."""
    asked: list[int] = []

    def stops(values: Values, report: Report) -> float:
        asked.append(1)
        return peak_at_64_units(values, report)

    assert [] == search(tmp_path / "s.db", stops, 9, START, cancelled=lambda: bool(asked))
    attempts = search(tmp_path / "s.db", peak_at_64_units, 3, START)
    assert START == attempts[0].values
    assert START not in [attempt.values for attempt in attempts[1:]]


def test_texts_are_told_apart_by_what_they_say() -> None:
    """Not by the name of their file: another plot, another label, another order."""
    films = pd.DataFrame({"plot": ["a ghost", "a duel"], "genres": [("Horror",), ("Western",)]})
    corpora = [
        films,
        films.assign(plot=["a ghost", "a duel."]),
        films.assign(genres=[("Horror", "War"), ("Western",)]),
        films.iloc[::-1],
    ]
    corpus = tiny_corpus()
    prints = [fingerprint_of([replace(corpus, films=each)]) for each in corpora]
    assert 4 == len(set(prints))
    assert prints[0] == fingerprint_of([replace(corpus, films=films.copy(), name="other")])


def test_killed_in_the_middle(tmp_path: Path) -> None:
    """A process that ends without a word leaves what it had tried, and the search goes on from there."""
    program = f"""
import os
from pathlib import Path
from genre_core.training.search import search
from tests.training.test_search import START, peak_at_64_units
def killed(values, report):
    if values["units"] != 32: os._exit(9)
    return peak_at_64_units(values, report)
search(Path({str(tmp_path / "s.db")!r}), killed, 5, START)
"""
    ended = subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=os.environ, check=False)
    assert 9 == ended.returncode
    attempts = search(tmp_path / "s.db", peak_at_64_units, 3, START)
    assert [1, 3, 4, 5] == [attempt.number for attempt in attempts]


def test_another_search_is_refused(tmp_path: Path) -> None:
    """Scores of other epochs do not compare: the rule, both values, the next step."""
    search(tmp_path / "s.db", peak_at_64_units, 1, START, about={"epochs": 4, "corpus": "open"})
    with pytest.raises(
        TrainingError, match=r"had epochs=4, and this one has 5\. Begin a new search"
    ):
        search(tmp_path / "s.db", peak_at_64_units, 1, START, about={"epochs": 5, "corpus": "open"})


@pytest.mark.parametrize("content", [b"no database at all" * 100, None])
def test_a_file_that_is_no_search(tmp_path: Path, content: bytes | None) -> None:
    """A damaged file, and a folder in its place, are named."""
    path = tmp_path / "s.db"
    if content is None:
        path.mkdir()
    else:
        path.write_bytes(content)
    with pytest.raises(TrainingError, match=r"s\.db cannot be read or written"):
        search(path, peak_at_64_units, 1, START)


def test_charts(tmp_path: Path) -> None:
    """Optuna's own, as far as there is something to draw."""
    search(tmp_path / "s.db", peak_at_64_units, 1, START)
    assert {"history", "epochs", "settings"} == set(figures_of(tmp_path / "s.db", "mAP"))
    search(tmp_path / "s.db", peak_at_64_units, 29, START)
    figures = figures_of(tmp_path / "s.db", "mAP")
    assert {"history", "epochs", "settings", "importance"} == set(figures)
    bars = figures["importance"]["data"][0]
    assert {*SPACE} == {*bars["y"]}
    assert 1 == pytest.approx(sum(bars["x"]))


@pytest.mark.parametrize(
    ("place", "value", "nearest"),
    [
        (Range(16, 128), 32, 32),
        (Range(16, 128), 256, 128),
        (Range(0.0, 0.6, step=0.05), 0.33, 0.35),
        (Range(0.0, 0.6, step=0.05), 0.9, 0.6),
        (Range(5e-4, 2e-2), 1.0, 2e-2),
    ],
)
def test_nearest(place: Range, value: float, nearest: float) -> None:
    """What a run is set to may lie outside of what is searched."""
    assert nearest == place.nearest(value)
