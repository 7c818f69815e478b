"""The model a viewer reads with, on every page."""

import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from genre_core.jobs.places import RUNS_VARIABLE


def _page() -> None:
    from pages import predict

    predict.render()


@pytest.fixture
def run(tiny_bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A run with a bundle of its own, beside the bundle that ships."""
    monkeypatch.setenv(RUNS_VARIABLE, str(tmp_path))
    shutil.copytree(tiny_bundle, tmp_path / "my-run" / "bundle")
    return tmp_path / "my-run"


def test_a_run_can_be_chosen_by_a_link(run: Path):
    """Its genres are the answer's."""
    page = AppTest.from_function(_page, default_timeout=30)
    page.query_params["model"] = "Run my-run"
    page.run()
    assert not page.exception
    assert run.name == page.selectbox(key="model").value
    assert 4 == len(page.table[0].value)
    page.selectbox(key="model").select("plotline").run()
    assert 18 == len(page.table[0].value)


def test_a_deleted_run_gives_way_to_what_ships(run: Path):
    """A link to it still opens."""
    page = AppTest.from_function(_page, default_timeout=30)
    page.query_params["model"] = "Run my-run"
    page.run()
    shutil.rmtree(run)
    page.run()
    assert not page.exception
    assert 18 == len(page.table[0].value)
