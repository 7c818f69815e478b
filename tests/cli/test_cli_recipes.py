"""``recipes list``, ``recipes run`` and ``recipes report`` as a person types them."""

import json
from pathlib import Path

import pytest

from genre_core.recipes.report import END, START
from tests.cli.running import fail, run

SAMPLE = ("--corpus", "open", "--films", 60)


def test_run_writes_a_bundle_and_a_result(tmp_path: Path) -> None:
    """Both stand where the app looks for runs, and the figures are printed."""
    told = run("recipes", "run", "do_nothing", *SAMPLE, "--output", tmp_path)
    assert "do_nothing, honest, open, test: micro-F1 0.000" in told.out
    assert (tmp_path / "do_nothing-honest" / "bundle" / "model.onnx").is_file()
    result = json.loads(
        (tmp_path / "do_nothing-honest" / "result.json").read_text(encoding="utf-8")
    )
    assert result["is_sample"]


def test_wrong_use(tmp_path: Path) -> None:
    """A recipe, a variant and a setting that are not there; nothing is written."""
    assert "one of do_nothing" in fail("recipes", "run", "gpt", "--output", tmp_path)
    assert "has the variants honest" in fail(
        "recipes", "run", "do_nothing", "--variant", "best", "--output", tmp_path
    )
    assert "name=value; got 'units'" in fail("recipes", "run", "lstm_text", "--set", "units")
    assert "colour" in fail("recipes", "run", "do_nothing", "--set", "colour=red")
    assert [] == list(tmp_path.iterdir())


def test_a_sample_is_not_reported(tmp_path: Path) -> None:
    """The table holds systems that read all films."""
    run("recipes", "run", "do_nothing", *SAMPLE, "--output", tmp_path)
    page = tmp_path / "page.md"
    page.write_text(f"{START}\n{END}\n")
    assert "comes from a sample" in fail(
        "recipes", "report", "--output", tmp_path, "--readme", page
    )


@pytest.mark.slow
def test_list_names_every_recipe() -> None:
    """With its variants and what its authors report."""
    rows = {row["name"]: row for row in run("recipes", "list", "--json").json()["recipes"]}
    assert 9 == len(rows)
    assert 0.881 == rows["lstm_glove_cmu12"]["reported"]
    assert ["authors", "mapped", "honest"] == rows["lstm_glove_cmu12"]["variants"]
