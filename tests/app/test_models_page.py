"""The page "Which model reads best?" in every state: all results, few, none, damaged, with runs."""

import hashlib
import json
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import f1_score
from streamlit.testing.v1 import AppTest

from genre_core.data.catalogue import load
from genre_core.jobs.places import RUNS_VARIABLE
from genre_core.prediction.about import SYSTEMS
from genre_core.prediction.bundle import SHIPPED
from genre_core.prediction.manifest import MANIFEST, read_manifest
from genre_core.prediction.predictor import Predictor
from genre_core.prediction.results import RESULTS, read_results, write_json
from genre_core.prediction.stored_scores import StoredScores
from genre_core.prediction.systems import ask, system_of_run
from pages.parts.bundle import BUNDLE_VARIABLE
from pages.parts.models import data
from pages.parts.models.trap import STEPS, case_of

KEPT = tuple(StoredScores.__annotations__)
TRAP, CARDS = "The accuracy trap", "Every system"


def _page() -> None:
    from pages import models

    models.render()


@pytest.fixture
def open_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """Opens the page by a link, with the model that ships and no runs."""
    monkeypatch.setenv(RUNS_VARIABLE, str(tmp_path / "runs"))
    monkeypatch.delenv(BUNDLE_VARIABLE, raising=False)

    def open_page(**link: str) -> AppTest:
        page = AppTest.from_function(_page, default_timeout=120)
        for name, value in link.items():
            page.query_params[name] = value
        return page.run()

    return open_page


@pytest.fixture
def results(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the results, to be changed."""
    folder = shutil.copytree(RESULTS.parent, tmp_path / "results")
    monkeypatch.setattr(data, "RESULTS", folder / RESULTS.name)
    monkeypatch.setattr(data, "SYSTEMS", folder / SYSTEMS.name)
    return folder / RESULTS.name


def keep(results: Path, *keys: str) -> None:
    """Leave only these systems in the results."""
    rows = [row for row in read_results(results) if f"{row.recipe}-{row.variant}" in keys]
    write_json(results, rows)


def headings(page: AppTest) -> list[str]:
    """Without a fault on the page."""
    assert not page.exception
    assert [] == [error.value for error in page.error]
    return [heading.value.replace("\\", "") for heading in page.subheader]


def said(page: AppTest) -> str:
    """All sentences, warnings and remarks."""
    parts = [*page.markdown, *page.warning, *page.info]
    return " ".join(part.value.replace("\\", "") for part in parts)


def test_the_picture_and_its_numbers_agree(open_page: Callable[..., AppTest]):
    """The best stands first; every system that was scored on these films has a row."""
    page = open_page()
    table = page.table[0].value
    honest = [
        row for row in read_results() if row.protocol == "honest" and "overviews" in row.judged
    ]
    assert len(honest) == len(table)
    figures = [row.judged["overviews"].micro_f1.estimate for row in honest]
    assert [f"{figure:.3f}" for figure in sorted(figures, reverse=True)] == table[
        "Micro-F1"
    ].tolist()
    assert headings(page)[0].endswith(f"reads best: {max(figures):.3f}")
    assert "TMDB and IMDb" in said(page)
    assert "2,983 test films" in said(page)


@pytest.mark.parametrize("measure", ["Macro-F1", "mAP"])
def test_another_measure_and_other_films_by_a_link(measure: str, open_page: Callable[..., AppTest]):
    """Both are in the link; only F1 has a ceiling."""
    page = open_page(figure=measure, scored_on="synopses", sorted_by="size")
    assert measure in headings(page)[0]
    assert "689 test films" in said(page)
    assert ("TMDB" in said(page)) == (measure != "mAP")
    sizes = [float(cell) for cell in page.table[0].value["MB"]]
    assert sorted(sizes) == sizes


def test_a_link_that_names_nothing_known_opens_all_the_same(open_page: Callable[..., AppTest]):
    """As if it had not been there."""
    page = open_page(figure="x", scored_on="x", sorted_by="x", first="x", story="9", joined="x")
    assert "Micro-F1" in headings(page)[0]


def test_two_systems_genre_by_genre(open_page: Callable[..., AppTest]):
    """In words, as numbers, with speed and size; the other way round by choosing so."""
    page = open_page(first="Plotline's LSTM", second="TF-IDF and logistic regression")
    assert "Plotline's LSTM is better on" in headings(page)[1]
    genres = next(t.value for t in page.table if "difference" in t.value.columns)
    assert 18 == len(genres)
    better = sum(cell.startswith("+") and float(cell) > 0 for cell in genres["difference"])
    assert f"is better on {better} of 18 genres" in headings(page)[1]
    beside = next(t.value for t in page.table if "one plot" in t.value.iloc[:, 0].tolist())
    assert "MB" in str(beside.iloc[3, 1])
    page.selectbox(key="first").select("do_nothing-honest").run()
    assert "Naming nothing is better on 0 of 18 genres" in headings(page)[1]
    page.selectbox(key="second").select("do_nothing-honest").run()
    assert "Choose two different systems." in said(page)


def test_a_pair_whose_scores_are_not_there(results: Path, open_page: Callable[..., AppTest]):
    """Says so, and still compares speed and size."""
    (results.parent / "tfidf_logreg-honest.npz").unlink()
    page = open_page(first="Plotline's LSTM", second="TF-IDF and logistic regression")
    assert 1 == len(headings(page))
    assert "cannot be compared genre by genre" in said(page)
    assert any("one plot" in t.value.iloc[:, 0].tolist() for t in page.table)


def test_a_run_on_the_same_films_joins(tmp_path: Path, open_page: Callable[..., AppTest]):
    """With a dot, as one of a pair, and with films that the two read differently."""
    shutil.copytree(SHIPPED, tmp_path / "runs" / "20260101-120000-mine" / "bundle")
    page = open_page(differing="true")
    n_systems = len(page.table[0].value)
    page.multiselect(key="joined").select("20260101-120000-mine").run()
    assert n_systems + 1 == len(page.table[0].value)
    page.selectbox(key="first").select("plotline-honest").run()
    page.selectbox(key="second").select("20260101-120000-mine").run()
    assert "better on 0 of 18 genres" in headings(page)[1]
    page.toggle(key="differing").set_value(True).run()
    assert "**0 of " in said(page)


def test_films_that_two_models_read_differently(tmp_path: Path, open_page: Callable[..., AppTest]):
    """A run that names every genre is at odds with ours on every film, and seldom nearer to it."""
    bundle = shutil.copytree(SHIPPED, tmp_path / "runs" / "20260101-120000-mine" / "bundle")
    manifest = read_manifest(bundle).model_copy(update={"thresholds": (0.0,) * 18})
    (bundle / MANIFEST).write_text(manifest.to_json(), encoding="utf-8")
    mine = "Run 20260101-120000-mine"
    page = open_page(joined=mine, first="Plotline's LSTM", second=mine, differing="true")
    assert "better on 18 of 18 genres" in headings(page)[1]
    assert "**203 of 203** test films" in said(page)
    nearer = re.search(r"own genres on (\d+), .* on (\d+)\.", said(page))
    assert nearer
    assert int(nearer[1]) > 5 * int(nearer[2])
    films = page.table[-1].value
    assert 12 == len(films)
    assert {18} == {cell.count(",") + 1 for cell in films[films.columns[-1]]}


def test_a_run_on_other_films_says_why_it_cannot_join(
    tiny_bundle: Path, tmp_path: Path, open_page: Callable[..., AppTest]
):
    """And can be looked at among its own kind."""
    shutil.copytree(tiny_bundle, tmp_path / "runs" / "20260101-120000-mine" / "bundle")
    page = open_page()
    page.multiselect(key="joined").select("20260101-120000-mine").run()
    assert "is not in the picture. It was scored on 48 test films of tiny" in said(page)
    page.selectbox(key="scored_on").select("tiny").run()
    assert "Run 20260101-120000-mine reads best" in headings(page)[0]
    assert "It takes two systems" in said(page)


def test_a_run_on_the_open_corpus_meets_the_model_that_ships(
    tmp_path: Path, open_page: Callable[..., AppTest]
):
    """Which reads the same test films now."""
    bundle = shutil.copytree(SHIPPED, tmp_path / "runs" / "20260101-120000-mine" / "bundle")
    run = system_of_run("mine", "Mine", bundle)
    said_of = ask(run, Predictor(bundle), load("open")).asked
    np.savez(bundle / "test.npz", **{name: getattr(said_of, name) for name in KEPT})
    manifest = read_manifest(bundle)
    sha256 = hashlib.sha256((bundle / "test.npz").read_bytes()).hexdigest()
    manifest = manifest.model_copy(update={"files": {**manifest.files, "test.npz": sha256}})
    (bundle / MANIFEST).write_text(manifest.to_json(), encoding="utf-8")
    page = open_page()
    page.multiselect(key="joined").select("20260101-120000-mine").run()
    assert "is not in the picture" in said(page)
    page.selectbox(key="scored_on").select("open").run()
    table = page.table[0].value
    assert {"Run 20260101-120000-mine", "Plotline's LSTM"} == {
        name.replace("\\", "") for name in table["system"]
    }
    assert 1 == table["Micro-F1"].nunique()
    assert "better on 0 of 18 genres" in headings(page)[1]


def test_a_run_that_is_deleted_leaves_the_picture(
    tmp_path: Path, open_page: Callable[..., AppTest]
):
    """Without a fault."""
    folder = tmp_path / "runs" / "20260101-120000-mine"
    for name in ("20260101-120000-mine", "20260101-120000-other"):
        shutil.copytree(SHIPPED, tmp_path / "runs" / name / "bundle")
    page = open_page()
    n_systems = len(page.table[0].value)
    page.multiselect(key="joined").select(folder.name).run()
    assert n_systems + 1 == len(page.table[0].value)
    shutil.rmtree(folder)
    page.run()
    assert headings(page)
    assert n_systems == len(page.table[0].value)


def test_a_damaged_run_cannot_join(tmp_path: Path, open_page: Callable[..., AppTest]):
    """With the reason, and the page stays."""
    bundle = shutil.copytree(SHIPPED, tmp_path / "runs" / "20260101-120000-mine" / "bundle")
    (bundle / "test.npz").write_bytes(b"!")
    page = open_page()
    page.multiselect(key="joined").select("20260101-120000-mine").run()
    assert headings(page)
    assert "damaged" in said(page)


def test_the_trap_is_told_in_three_steps(open_page: Callable[..., AppTest]):
    """Each adds a sentence and bars; the last tells the two apart."""
    case = case_of(data.results(), data.all_about())
    rows = []
    for step in STEPS:
        page = open_page(look=TRAP, story=step)
        headings(page)
        rows.append(len(next(t.value for t in page.table if "value" in t.value.columns)))
        assert (f"**{case.nothing:.1%}**" in said(page)) == (step != STEPS[0])
        assert (f"**{case.f1:.1%}**" in said(page)) == (step == STEPS[2])
        assert (f"**{case.f1_of_all:.1%}**" in said(page)) == (step == STEPS[2])
    assert [2, 3, 6] == rows


def test_naming_everything_has_an_f1_of_its_own():
    """As scikit-learn counts it: 30 answers, 6 of them yes."""
    truth = np.zeros((10, 3), dtype=bool)
    truth[:6, 0] = True
    case = replace(case_of(data.results(), data.all_about()), nothing=1 - truth.mean())
    assert f1_score(truth, np.ones_like(truth), average="micro") == pytest.approx(case.f1_of_all)


def test_the_story_is_of_the_system_whose_authors_reported_accuracy(results: Path):
    """Where it was run; until then of the best system on our films."""
    rows, about = data.results(), data.all_about()
    keep(results, "do_nothing-honest", "plotline-honest", "tfidf_logreg-honest")
    assert "Plotline's LSTM" == case_of(data.results(), about).title
    theirs = next(row for row in rows if row.protocol == "authors")
    by = theirs.by_authors.model_copy(
        update={"metric": "element_accuracy", "ours": 0.9, "nothing": 0.8}
    )
    case = case_of(
        [*data.results(), theirs.model_copy(update={"title": "Theirs", "by_authors": by})], about
    )
    assert ("Theirs", 0.9, 0.8, 0.881) == (case.title, case.accuracy, case.nothing, case.reported)
    assert case_of([], about) is None


def test_every_system_has_a_card(open_page: Callable[..., AppTest]):
    """Also one that was not run yet, with how to run it."""
    page = open_page(look=CARDS)
    headings(page)
    about = json.loads(SYSTEMS.read_text(encoding="utf-8"))
    assert len(about) == sum("What they did" in markdown.value for markdown in page.markdown)
    for one in about:
        assert f"recipes run {one['recipe']}`" in said(page)
    assert "0.881" in said(page)


@pytest.mark.parametrize("look", ["Two systems", TRAP, CARDS])
def test_one_system_alone(look: str, results: Path, open_page: Callable[..., AppTest]):
    """Is shown, and there is nothing to compare it with."""
    keep(results, "do_nothing-honest")
    page = open_page(look=look)
    assert "By Micro-F1, Naming nothing reads best: 0.000" == headings(page)[0]
    assert ("It takes two systems" in said(page)) == (look == "Two systems")


@pytest.mark.parametrize("look", ["Two systems", TRAP, CARDS])
@pytest.mark.parametrize("empty", ["no file", "no row"])
def test_nothing_was_run(empty: str, look: str, results: Path, open_page: Callable[..., AppTest]):
    """The page says how to run something."""
    results.unlink() if empty == "no file" else write_json(results, [])
    (results.parent / SYSTEMS.name).unlink()
    page = open_page(look=look)
    assert ["There is nothing to compare yet"] == headings(page)
    assert "recipes run" in said(page)


@pytest.mark.parametrize("name", [RESULTS.name, SYSTEMS.name])
def test_damaged_results(name: str, results: Path, open_page: Callable[..., AppTest]):
    """A reason and no traceback."""
    (results.parent / name).write_text("{", encoding="utf-8")
    page = open_page(look=TRAP)
    assert not page.exception
    assert ["recipes report" in error.value.replace("\\", "") for error in page.error] == [True]
