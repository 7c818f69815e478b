"""The model a viewer reads with, on every page."""

import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from genre_core.jobs.places import RUNS_VARIABLE
from pages.parts.examples import get_examples


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


def test_a_link_to_a_model_that_is_not_here_is_answered(run: Path):
    """With a word about it, and by the model that ships."""
    page = AppTest.from_function(_page, default_timeout=30)
    page.query_params["model"] = "Run <b>gone</b>"
    page.run()
    assert not page.exception
    assert r"Run \<b\>gone\<\/b\>" in page.warning[0].value
    assert 18 == len(page.table[0].value)
    page.query_params["model"] = f"Run {run.name}"
    page.run()
    assert not page.warning


def test_a_runs_model_has_one_name_and_no_note_on_an_example(run: Path):
    """The menu and the badge agree; what is to be noticed was seen in the model that ships."""
    page = AppTest.from_function(_page, default_timeout=30).run()
    assert get_examples()[0].notice in page.info[0].value
    page.selectbox(key="model").select(run.name).run()
    assert any(f"Model: Run {run.name}" in m.value.replace("\\", "") for m in page.markdown)
    assert get_examples()[0].notice not in page.info[0].value


@pytest.mark.parametrize("others", [0, 1])
def test_a_deleted_run_gives_way_to_what_ships(run: Path, others: int):
    """With a word about it that stays until another is chosen; whether there are other runs or none."""
    if others:
        shutil.copytree(run, run.parent / "other-run")
    page = AppTest.from_function(_page, default_timeout=30)
    page.query_params["model"] = "Run my-run"
    page.run()
    shutil.rmtree(run)
    for _ in range(2):
        page.run()
        assert not page.exception
        assert 18 == len(page.table[0].value)
        [warning] = page.warning
        assert r"Run my\-run** is no longer here" in warning.value
    if others:
        page.selectbox(key="model").select("other-run").run()
        assert 4 == len(page.table[0].value)
        assert not [it for it in page.warning if "no longer here" in it.value]
