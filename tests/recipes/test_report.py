"""The table of results is written from the results, and from nothing else."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from genre_core.errors import BundleError, EvaluationError
from genre_core.prediction.about import read_about
from genre_core.prediction.bundle import load_bundle
from genre_core.prediction.results import RESULTS, Result, judge_bundle, read_results, write_json
from genre_core.recipes.registry import RECIPES
from genre_core.recipes.report import END, START, about, in_markers, results_tables, write_report
from genre_core.recipes.run import RESULT, configure, result_of, run_recipe

README = Path(__file__).resolve().parents[2] / "README.md"


@pytest.fixture(scope="module")
def ran(tmp_path_factory) -> Path:
    """The folder of one run: naming nothing, on the open corpus."""
    folder = tmp_path_factory.mktemp("runs")
    recipe = configure("do_nothing", "honest", corpus="open")
    run_recipe(recipe, "honest", folder / "do_nothing-honest")
    return folder


def of_overviews(result: Result, **changes) -> Result:
    """As if its test films had been the overviews."""
    judged = {"overviews": result.judged["open"].model_copy(update=changes.pop("judged", {}))}
    return result.model_copy(update={"judged": judged, **changes})


@pytest.fixture
def result(ran: Path) -> Result:
    text = (ran / "do_nothing-honest" / RESULT).read_text(encoding="utf-8")
    return of_overviews(Result.model_validate_json(text))


@pytest.fixture
def page(tmp_path: Path) -> Path:
    (tmp_path / "page.md").write_text(f"before\n{START}\nold\n{END}\nafter\n", encoding="utf-8")
    return tmp_path / "page.md"


def test_the_readme_shows_the_results():
    """Whoever runs a system again writes the README again."""
    rows = read_results()
    assert len(rows) >= 2, RESULTS
    assert README.read_text(encoding="utf-8") == in_markers(README, results_tables(rows))
    assert not any(row.is_sample for row in rows)
    assert {row.recipe for row in rows} <= set(RECIPES)


def test_the_page_tells_what_the_recipes_tell():
    """Whoever changes what a recipe says writes the report again."""
    assert [about(name) for name in RECIPES] == read_about()


def test_naming_nothing_scores_nothing(ran: Path, result: Result):
    """Its F1 is 0 without a doubt, its mAP is the genres' share, its accuracy is the trap."""
    judged = result.judged["overviews"]
    assert (0, 0, 0) == tuple(judged.micro_f1.model_dump().values())
    assert judged.do_nothing_accuracy == judged.element_accuracy
    test = load_bundle(ran / "do_nothing-honest" / "bundle").scores("test")
    assert test.labels.mean() == pytest.approx(judged.mAP.estimate, abs=0.02)
    estimate, low, high = judged.mAP.model_dump().values()
    assert low < estimate < high
    assert 0 < result.megabytes < 0.1
    assert result.milliseconds > 0


def test_any_bundle_can_be_judged(tiny_bundle: Path):
    """A model of the train page has no recipe, and joins all the same."""
    judged = judge_bundle(load_bundle(tiny_bundle), n_resamples=50)["tiny"]
    manifest = load_bundle(tiny_bundle).manifest
    assert manifest.metrics["test"]["tiny"]["mAP"] == pytest.approx(judged.mAP.estimate)
    assert manifest.metrics["test"]["tiny"]["n_plots"] == judged.n_films


def test_file_and_page_are_written(result: Result, tmp_path: Path, page: Path):
    """A result that is run again takes the place of the old one; what stands around the table stays."""
    write_json(tmp_path / "a" / RESULT, result.model_copy(update={"epochs": 1}))
    write_report(tmp_path, page, tmp_path / "results.json")
    write_json(tmp_path / "a" / RESULT, result.model_copy(update={"epochs": 2}))
    rows = write_report(tmp_path, page, tmp_path / "results.json")
    assert (
        [2]
        == [row.epochs for row in rows]
        == [r.epochs for r in read_results(tmp_path / "results.json")]
    )
    text = page.read_text(encoding="utf-8")
    assert text.startswith("before\n")
    assert text.endswith("after\n")
    assert "\nold\n" not in text
    assert "| Naming nothing | honest | 0.000 (0.000–0.000) |" in text
    assert list(RECIPES) == [one.recipe for one in read_about(tmp_path / "systems.json")]
    assert text == in_markers(page, results_tables(rows))


def test_scores_are_kept_for_pairs(ran: Path, result: Result, tmp_path: Path, page: Path):
    """Beside the results, film by film, as the bundle has them."""
    shutil.copytree(ran, tmp_path / "runs")
    write_json(tmp_path / "runs" / "do_nothing-honest" / RESULT, result)
    write_report(tmp_path / "runs", page, tmp_path / "results" / "results.json")
    kept = tmp_path / "results" / "do_nothing-honest.npz"
    with np.load(kept, allow_pickle=False) as scores:
        assert result.judged["overviews"].n_films == len(scores["film_ids"])
        assert len(result.genres) == scores["probabilities"].shape[1] == len(result.thresholds)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"is_sample": True}, "comes from a sample"),
        ({"judged": {"films": "0" * 64}, "variant": "other"}, "same test films"),
    ],
)
def test_what_is_not_reported(change, message, result: Result, tmp_path: Path, page: Path):
    """Samples, and systems on other films; the page stays as it was."""
    before = page.read_text(encoding="utf-8")
    write_json(tmp_path / "a" / RESULT, result)
    write_json(tmp_path / "b" / RESULT, of_overviews_again(result, change))
    with pytest.raises(EvaluationError, match=message):
        write_report(tmp_path, page, tmp_path / "results.json")
    assert before == page.read_text(encoding="utf-8")
    assert not (tmp_path / "results.json").exists()


def of_overviews_again(result: Result, change: dict) -> Result:
    judged = result.judged["overviews"].model_copy(update=change.get("judged", {}))
    return result.model_copy(update={**change, "judged": {"overviews": judged}})


def test_nothing_to_report(tmp_path: Path, page: Path):
    """No results, a damaged one, a page without markers."""
    with pytest.raises(EvaluationError, match="needs results"):
        write_report(tmp_path, page, tmp_path / "results.json")
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / RESULT).write_text("{", encoding="utf-8")
    with pytest.raises(EvaluationError, match="is no result of this"):
        write_report(tmp_path, page, tmp_path / "results.json")
    (tmp_path / "results.json").write_text("[1]", encoding="utf-8")
    with pytest.raises(EvaluationError, match="does not hold results"):
        read_results(tmp_path / "results.json")
    page.write_text("nothing", encoding="utf-8")
    with pytest.raises(EvaluationError, match="lacks them"):
        in_markers(page, "table")


def test_a_result_is_whole_or_not_there(result: Result, tmp_path: Path):
    """What is no JSON is refused before the old file is touched."""
    write_json(tmp_path / "r.json", result)
    before = (tmp_path / "r.json").read_bytes()
    with pytest.raises(ValueError, match="not JSON compliant"):
        write_json(tmp_path / "r.json", result.model_copy(update={"figures": {"x": np.nan}}))
    assert before == (tmp_path / "r.json").read_bytes()
    assert ["r.json"] == [path.name for path in tmp_path.iterdir()]


def test_a_run_replaces_only_a_bundle(tmp_path: Path):
    """A folder of other files is left alone, before any training."""
    (tmp_path / "bundle").mkdir()
    (tmp_path / "bundle" / "diary.txt").write_text("mine")
    with pytest.raises(BundleError, match="replaces only a bundle"):
        run_recipe(configure("do_nothing", "honest", corpus="open"), "honest", tmp_path)


def test_the_bundle_that_ships_has_a_result():
    """Ours joins without being trained again; the same films give the same figures as its own."""
    bundle = load_bundle()
    result = result_of(configure("plotline", "honest"), "honest", bundle)
    assert ("overviews", "synopses") == tuple(result.judged)
    assert bundle.manifest.metrics["test"]["overviews"]["micro_f1"] == pytest.approx(
        result.judged["overviews"].micro_f1.estimate
    )
