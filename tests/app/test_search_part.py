"""A run that begins with a search, on its page, without a browser and without a worker."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from genre_core.data.catalogue import HOME_VARIABLE
from genre_core.jobs.events import append
from genre_core.jobs.lock import take_worker_lock
from genre_core.jobs.places import RUNS_VARIABLE
from genre_core.jobs.runs import SEARCH, list_runs
from tests.app.runs import end_run, write_run

RUN, OTHER = "20260101-101500-search", "20260101-111500-other"
SET = {"n_layers": 1, "units": 32, "learning_rate": 0.003, "dropout": 0.3, "max_words": 5000}
BETTER = {"n_layers": 2, "units": 64, "learning_rate": 0.01, "dropout": 0.15, "max_words": 8000}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of runs, on a machine with no corpora but the open one."""
    monkeypatch.setenv(RUNS_VARIABLE, str(tmp_path / "runs"))
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))
    return tmp_path / "runs"


@pytest.fixture
def searching(home: Path) -> Iterator[Path]:
    """A run that is in the middle of its search."""
    folder = write_run(home, RUN, n_epochs=0, attempts=4, preset="", name="Search")
    lock = take_worker_lock(home, RUN)
    assert lock is not None
    yield folder
    os.close(lock)


@pytest.fixture
def open_page() -> Callable[[], AppTest]:
    """Opens the page with the run."""

    def open_page() -> AppTest:
        page = AppTest.from_string("from pages import train; train.render()", default_timeout=60)
        page.query_params["run"] = RUN
        page.run()
        assert not page.exception
        return page

    return open_page


def try_settings(
    folder: Path, number: int, values: dict, *scores: float | None, state: str = "", **more: bool
) -> None:
    """Tell of a training of the search as the worker does; without a state it goes on."""
    append(folder, "trying", number=number, values=values, **more)
    for epoch, score in enumerate(scores, start=1):
        append(folder, "tried", number=number, epoch=epoch, score=score)
    if state:
        best = max(filter(None, scores), default=None) if state == "done" else None
        append(folder, "attempt", number=number, values=values, scores=scores, score=best,
               state=state, seconds=1.0, **more)  # fmt: skip


def said(page: AppTest) -> str:
    """All text, without the backslashes that keep it from being Markdown."""
    return "\n".join(element.value for element in page.markdown).replace("\\", "")


def progress(page: AppTest) -> str:
    return page.get("progress")[0].proto.text


def test_as_it_goes_on(searching: Path, open_page: Callable[[], AppTest]) -> None:
    """Before the first epoch, before the first end, and with a best that is not the first."""
    assert "The chart begins after the first epoch" in said(open_page())
    try_settings(searching, 1, SET, 0.2)
    page = open_page()
    assert "1 training begun, none has ended yet" in said(page)
    assert "training **1 of 4**" in progress(page)
    assert not any("Loss" in element.value for element in page.markdown)  # there is none yet
    append(
        searching, "attempt", number=1, values=SET, scores=[0.2], score=0.2, state="done", seconds=1
    )
    try_settings(searching, 2, BETTER, 0.1, 0.3, state="done")
    try_settings(searching, 3, SET, None, state="failed")
    try_settings(searching, 4, SET, 0.1)
    page = open_page()
    assert "training **4 of 4**" in progress(page)
    assert "Best so far: training **2** with layers 2, units 64" in said(page)
    assert "mAP **0.300** (with the settings it began with: 0.200)" in said(page)
    assert "Take the best settings" not in [button.label for button in page.button]


def test_the_first_is_the_best(searching: Path, open_page: Callable[[], AppTest]) -> None:
    """And where the first did not end well, that is said."""
    try_settings(searching, 1, SET, 0.4, state="done")
    try_settings(searching, 2, BETTER, 0.1, state="dropped")
    assert "mAP **0.400** (the settings it began with)" in said(open_page())


def test_the_first_failed(searching: Path, open_page: Callable[[], AppTest]) -> None:
    """There is nothing to compare with."""
    try_settings(searching, 1, SET, state="failed")
    try_settings(searching, 2, BETTER, 0.1, state="done")
    assert "(the settings it began with did not end well)" in said(open_page())


def test_going_on_from_another(searching: Path, open_page: Callable[[], AppTest]) -> None:
    """What the search had tried before is shown, and not counted again."""
    for number in (1, 2, 3):
        try_settings(searching, number, SET, 0.1 * number, state="done", is_earlier=True)
    try_settings(searching, 4, BETTER, 0.2)
    page = open_page()
    assert "training **1 of 4**" in progress(page)
    assert "Best so far: training **3**" in said(page)


def ended_search(home: Path, outcome: str = "stopped") -> Path:
    folder = write_run(home, RUN, n_epochs=0, attempts=4, preset="", name="Search")
    try_settings(folder, 1, SET, 0.2, state="done")
    try_settings(folder, 2, BETTER, 0.3, state="done")
    end_run(folder, outcome, "Stopped.", best_epoch=None)
    return folder


def press(page: AppTest, label: str) -> None:
    next(button for button in page.button if button.label.startswith(label)).click().run()
    assert not page.exception


def test_take_the_best(home: Path, open_page: Callable[[], AppTest]) -> None:
    """The knobs are turned to what did best, without another search."""
    ended_search(home)
    page = open_page()
    press(page, "Take the best settings")
    state = page.session_state
    assert BETTER == {name: state[name] for name in BETTER}
    assert 0 == state["attempts"]


def test_search_on(home: Path, open_page: Callable[[], AppTest]) -> None:
    """A new run that goes on from this one; another one trains, so that no worker starts."""
    folder = ended_search(home)
    (folder / SEARCH).write_bytes(b"what it tried")
    write_run(home, OTHER)
    lock = take_worker_lock(home, OTHER)
    assert lock is not None
    try:
        page = open_page()
        press(page, "Search on, 4 trainings more")
        new = next(run for run in list_runs() if run.settings.goes_on_from)
    finally:
        os.close(lock)
    assert (RUN, 4) == (new.settings.goes_on_from, new.settings.attempts)
    assert b"what it tried" == (new.folder / SEARCH).read_bytes()
    assert new.id == page.query_params["run"]


def test_nothing_to_go_on_from(home: Path, open_page: Callable[[], AppTest]) -> None:
    """Without the file of the search there is no such button, and its charts are not there."""
    ended_search(home)
    assert not [button for button in open_page().button if button.label.startswith("Search on")]


def test_after_the_search(home: Path, open_page: Callable[[], AppTest]) -> None:
    """Once the best settings are found, the curves of their training stand below the search."""
    folder = write_run(home, RUN, n_epochs=2, attempts=1, preset="", name="Search")
    try_settings(folder, 1, SET, 0.2, state="done")
    append(folder, "found", number=1, values=SET, score=0.2)
    end_run(folder, "done", "All epochs read.")
    words = said(open_page())
    assert words.index("The search: which settings") < words.index("Loss: how wrong is it?")
