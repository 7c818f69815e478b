"""A server for strangers shows all it has and takes nothing: the pages, and what stands behind them."""

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit import config
from streamlit.testing.v1 import AppTest

from genre_core.data.upload import read_upload
from genre_core.errors import CorpusError, EvaluationError, RunError
from genre_core.jobs.again import go_on
from genre_core.jobs.manager import delete_run, start_run, stop_run, tick
from genre_core.jobs.runs import SETTINGS, list_runs
from genre_core.jobs.settings import make_settings
from genre_core.prediction.bulk import predict_upload
from genre_core.prediction.own_thresholds import read_thresholds
from genre_core.prediction.predictor import Predictor
from genre_core.read_only import READ_ONLY, READ_ONLY_VARIABLE, is_read_only
from pages.parts.words import plain
from tests.app.runs import METRICS, end_run, lose_run, try_settings, write_run
from tests.pages import PAGES

DONE, QUEUED = "20260101-101500-done", "20260101-111500-queued"
TABLE = b"plot,genres\nA ghost waits in the cellar.,Horror\n"


@pytest.fixture
def runs(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A read-only server with a run that has ended and one that waits."""
    end_run(write_run(home, DONE), "done", "It is done.", metrics=METRICS)
    write_run(home, QUEUED, n_epochs=0)
    monkeypatch.setenv(READ_ONLY_VARIABLE, "1")
    return home


@pytest.fixture(autouse=True)
def upload_size() -> Iterator[None]:
    """The limit of the server, which the mode changes in this process, is put back."""
    size = config.get_option("server.maxUploadSize")
    yield
    config.set_option("server.maxUploadSize", size)


def _whole_page(name: str) -> None:
    import importlib

    from pages.parts.read_only import show_read_only

    show_read_only()
    importlib.import_module(f"pages.{name}").render()


def open_page(name: str, **link: str) -> AppTest:
    """The page as the app draws it."""
    page = AppTest.from_function(_whole_page, default_timeout=60, kwargs={"name": name})
    for key, value in link.items():
        page.query_params[key] = value
    page.run()
    assert not page.exception
    return page


def test_only_what_says_no_leaves_it_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """A word that nobody thought of is taken for yes: the safe side."""
    found = {}
    for value in ("", "0", "no", "Off", " false ", "1", "yes", "true", "ja"):
        monkeypatch.setenv(READ_ONLY_VARIABLE, value)
        found[value] = is_read_only()
    assert ["1", "yes", "true", "ja"] == [value for value, on in found.items() if on]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_so_and_takes_nothing(runs: Path, name: str) -> None:
    """The sentence stands above it, no field takes a file, and Streamlit's own address takes none either."""
    page = open_page(name)
    assert plain(READ_ONLY) in page.markdown[0].value
    assert [] == list(page.get("file_uploader"))
    assert 0 == config.get_option("server.maxUploadSize")


def test_without_the_variable_all_is_on(home: Path) -> None:
    """The tests above can fail."""
    end_run(write_run(home, DONE), "done", "It is done.", metrics=METRICS)
    page = open_page("train")
    assert len(page.get("file_uploader")) == 1
    assert {"Start", "Delete it"} <= {button.label for button in page.button}
    assert not any(plain(READ_ONLY) in m.value for m in page.markdown)
    assert config.get_option("server.maxUploadSize") > 0


def test_runs_are_shown_and_cannot_be_changed(runs: Path) -> None:
    """They can be watched, used and taken away; nothing starts, stops, goes on or is deleted."""
    labels = {button.label for button in open_page("train").button}
    assert {"Watch"} == labels - {"Model card", "Copy lesson link"}
    try_settings(runs / DONE, 1, {"units": 32}, 0.5, state="done")
    watched = {button.label for button in open_page("train", run=DONE).button}
    assert "All runs" in watched
    assert not watched & {"New run", "Change and start again", "Stop and keep the best"}


def test_a_lost_run_does_not_show_its_log(runs: Path) -> None:
    """A log names folders of the machine."""
    lose_run(write_run(runs, "20260101-121500-lost"), "Traceback in /srv/plotline")
    page = open_page("train", run="20260101-121500-lost")
    assert "It was lost" in page.error[0].value
    assert [] == list(page.code)


def test_what_changes_runs_refuses(runs: Path) -> None:
    """Whoever calls it: nothing starts, and the folder stays as it was."""
    before = sorted(runs.rglob("*"))
    for change in (
        lambda: start_run(make_settings(name="New")),
        lambda: stop_run(QUEUED),
        lambda: delete_run(DONE),
        lambda: go_on(DONE),
    ):
        with pytest.raises(RunError, match="This server is read-only"):
            change()
    assert [QUEUED, DONE] == [run.id for run in tick()]
    assert before == sorted(runs.rglob("*"))


def test_what_takes_files_refuses(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Tables to look at, tables to score, and thresholds."""
    predictor = Predictor()
    thresholds = dict.fromkeys(predictor.genres, 0.5)
    file = {"format": "plotline-thresholds", "version": 1, "thresholds": thresholds}
    takers: list[tuple[Callable[[], object], type[Exception]]] = [
        (lambda: read_upload(TABLE, "films.csv"), CorpusError),
        (lambda: predict_upload(TABLE, "films.csv", predictor), CorpusError),
        (lambda: read_thresholds(json.dumps(file).encode(), predictor.genres), EvaluationError),
    ]
    for take, _ in takers:
        take()
    monkeypatch.setenv(READ_ONLY_VARIABLE, "1")
    for take, error in takers:
        with pytest.raises(error, match="This server is read-only"):
            take()


def test_without_tensorflow_the_page_says_what_is_missing(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And how to get it; nothing is started that would only fail, and runs can still be deleted."""
    end_run(write_run(home, DONE), "done", "It is done.", metrics=METRICS)
    write_run(home, QUEUED, n_epochs=0)
    monkeypatch.setitem(sys.modules, "tensorflow", None)  # as if it were not installed
    page = open_page("train")
    assert "here tensorflow is missing" in page.warning[0].value
    assert "Start" not in {button.label for button in page.button}
    with pytest.raises(RunError, match=r"pip install -r requirements\.txt"):
        start_run(make_settings(name="New"))
    assert ["queued", "done"] == [run.state for run in tick()]
    delete_run(DONE)
    assert [QUEUED] == [run.id for run in list_runs()]
    assert (home / QUEUED / SETTINGS).is_file()
