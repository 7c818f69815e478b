"""A run that begins with a search, on its page, without a browser and without a worker."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from genre_core.jobs.events import append
from genre_core.jobs.lock import take_worker_lock
from genre_core.jobs.runs import FIGURES, SEARCH, list_runs
from genre_core.jobs.settings import UPLOAD
from tests.app.runs import BETTER, SET, end_run, try_settings, write_run

RUN, OTHER = "20260101-101500-search", "20260101-111500-other"


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


def ended_search(home: Path, **settings: str) -> Path:
    folder = write_run(home, RUN, n_epochs=0, attempts=4, preset="", name="Search", **settings)
    try_settings(folder, 1, SET, 0.2, state="done")
    try_settings(folder, 2, BETTER, 0.3, state="done")
    end_run(folder, "stopped", "Stopped.", best_epoch=None)
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
        press(page, "Search on: 4 more")
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


def test_a_search_that_tried_nothing(home: Path, open_page: Callable[[], AppTest]) -> None:
    """There is nothing to draw and nothing to go on from, whatever its file holds."""
    folder = write_run(home, RUN, n_epochs=0, attempts=4, preset="", name="Search")
    (folder / SEARCH).write_bytes(b"damaged")
    end_run(folder, "failed", "A search is kept in a SQLite file.", best_epoch=None)
    page = open_page()
    assert "The search: which settings" not in said(page)
    assert not [button for button in page.button if button.label.startswith("Search on")]


def test_one_that_was_broken_off_is_not_shown(home: Path, open_page: Callable[[], AppTest]) -> None:
    """Its number stays free, and the chart ends with the last training that counts."""
    folder = write_run(home, RUN, n_epochs=0, attempts=4, preset="", name="Search")
    try_settings(folder, 1, SET, 0.2, state="done")
    try_settings(folder, 2, BETTER, 0.9)
    end_run(folder, "stopped", "Stopped.", best_epoch=None)
    page = open_page()
    assert "Best so far: training **1**" in said(page)
    assert "1 of 4 trainings of the search" in progress(page)


def test_a_table_that_is_gone(home: Path, open_page: Callable[[], AppTest]) -> None:
    """An uploaded table is not kept: the search says what to do, and no run is made."""
    folder = ended_search(home, corpus=UPLOAD)
    (folder / SEARCH).write_bytes(b"what it tried")
    page = open_page()
    press(page, "Search on")
    assert "upload the table again" in page.error[0].value
    assert [RUN] == [run.id for run in list_runs()]


@pytest.mark.parametrize("content", ["[]", '{"settings": 3}', '{"settings": {"data": []}}', "{"])
def test_charts_that_are_damaged(
    home: Path, open_page: Callable[[], AppTest], content: str
) -> None:
    """A file that somebody touched draws nothing, and breaks nothing."""
    (ended_search(home) / FIGURES).write_text(content)
    page = open_page()
    page.session_state[f"search-charts-{RUN}"] = True
    assert not page.run().exception


def test_after_the_search(home: Path, open_page: Callable[[], AppTest]) -> None:
    """Once the best settings are found, the curves of their training stand below the search."""
    folder = write_run(home, RUN, n_epochs=2, attempts=1, preset="", name="Search")
    try_settings(folder, 1, SET, 0.2, state="done")
    append(folder, "found", number=1, values=SET, score=0.2)
    end_run(folder, "done", "All epochs read.")
    words = said(open_page())
    assert words.index("The search: which settings") < words.index("Loss: how wrong is it?")
