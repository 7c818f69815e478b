"""Systems side by side: who is judged on the same films, pairs, and what cannot join."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from genre_core.data.catalogue import load
from genre_core.errors import EvaluationError
from genre_core.prediction.about import SYSTEMS, read_about
from genre_core.prediction.bundle import SHIPPED
from genre_core.prediction.comparison import (
    compare,
    disagreements,
    film_sets,
    on_same_films,
    stored_scores,
    systems_frame,
)
from genre_core.prediction.evaluate import evaluate
from genre_core.prediction.predictor import Predictor
from genre_core.prediction.results import RESULTS, read_results
from genre_core.prediction.systems import System, ask, system_of_run, systems_of
from tests.tiny import tiny_corpus


@pytest.fixture(scope="module")
def run(tiny_bundle: Path) -> System:
    """A model of the train page, judged."""
    return system_of_run("my-run", "Run my-run", tiny_bundle)


@pytest.fixture
def ours() -> System:
    """The model that ships, as the results have it."""
    systems = systems_of(read_results(), RESULTS.parent, {})
    return next(system for system in systems if system.key == "plotline-honest")


def test_every_system_on_our_films_is_there_once():
    """Under one name each, and none that saw the authors' films only."""
    rows = read_results()
    systems = systems_of(rows, RESULTS.parent, {})
    honest = [f"{row.recipe}-{row.variant}" for row in rows if row.protocol == "honest"]
    assert honest == [system.key for system in systems]
    assert len({system.title for system in systems}) == len(systems)


def test_what_ships_is_ours(ours: System):
    """Its scores are those of its bundle, which can be asked about any film."""
    assert SHIPPED == ours.bundle
    assert ours.judged["overviews"].n_films == len(stored_scores(ours, "overviews").labels)


def test_a_run_is_judged_as_it_judged_itself(run: System, tiny_bundle: Path):
    """By the same figures, on its test films."""
    metrics = Predictor(tiny_bundle).bundle.manifest.metrics["test"]["tiny"]
    for figure in ("micro_f1", "macro_f1", "mAP"):
        assert metrics[figure] == pytest.approx(getattr(run.judged["tiny"], figure).estimate)
    assert metrics["element_accuracy"] == pytest.approx(run.judged["tiny"].element_accuracy)
    assert metrics["do_nothing_accuracy"] == pytest.approx(run.judged["tiny"].do_nothing_accuracy)
    assert run.megabytes > 0
    assert run.milliseconds > 0


def test_a_run_on_other_films_cannot_join_and_why(run: System, ours: System):
    """It is named with its films; so is one that was scored on other films of the same corpus."""
    same, left_out = on_same_films([ours, run], "overviews")
    assert [ours] == same
    n_films = run.judged["tiny"].n_films
    assert {
        "Run my-run": f"It was scored on {n_films} test films of tiny, and not on those of overviews. "
        "To join, train it on that corpus; or choose its own test films."
    } == left_out
    judged = {"overviews": run.judged["tiny"]}
    _, left_out = on_same_films(
        [run, replace(run, judged=judged, title="Other"), ours], "overviews"
    )
    assert "other films or genres" in left_out["Other"]
    assert "2,983" in left_out["Other"]


def test_runs_alone_are_compared_among_themselves(run: System):
    """Where no system was scored on their films."""
    other = replace(run, key="other", title="Other")
    assert {"tiny": run.judged["tiny"].n_films} == film_sets([run, other])
    assert ([run, other], {}) == on_same_films([run, other], "tiny")
    assert 0 == compare(run, other, "tiny", 20).micro_f1.estimate


def test_nothing_to_compare():
    """No system, no corpus, no row."""
    assert [] == systems_of([], RESULTS.parent, {})
    assert {} == film_sets([])
    assert ([], {}) == on_same_films([], "overviews")
    assert systems_frame([], "overviews", "mAP").empty


def test_the_frame_has_the_figures_of_the_results(ours: System):
    """With what it takes to run it; what was not noted is missing."""
    row = systems_frame([ours], "overviews", "macro_f1").iloc[0]
    figure = ours.judged["overviews"].macro_f1
    assert (figure.estimate, figure.low, figure.high) == tuple(row[["estimate", "low", "high"]])
    assert ours.megabytes == row["megabytes"]
    assert (ours.train_seconds is None) == np.isnan(row["train_minutes"])


def test_a_pair_gives_the_difference_of_the_results(ours: System):
    """And ours reads better than naming nothing, on every genre."""
    systems = {system.key: system for system in systems_of(read_results(), RESULTS.parent, {})}
    nothing = systems["do_nothing-honest"]
    paired = compare(ours, nothing, "overviews", 50)
    expected = ours.judged["overviews"].micro_f1.estimate
    assert expected == pytest.approx(paired.micro_f1.estimate)
    assert 18 == paired.n_surely_better


def test_a_model_that_is_there_is_asked_about_more_films(ours: System):
    """As ``evaluate`` scores it on them; it can then be compared with a run on those films."""
    corpus = load("open")
    predictor = Predictor(SHIPPED)
    asked = ask(ours, predictor, corpus)
    films = replace(corpus, films=corpus.split("test"))
    expected = evaluate(predictor, films)
    judged = asked.judged["open"]
    assert expected.scores.n_plots == judged.n_films
    assert expected.scores.micro_f1 == pytest.approx(judged.micro_f1.estimate)
    assert expected.scores.mAP == pytest.approx(judged.mAP.estimate)
    assert 0 == compare(asked, asked, "open", 5).micro_f1.estimate
    assert 2_983 == len(stored_scores(asked, "overviews").labels)


def test_a_model_of_few_genres_is_asked_about_films_of_these(run: System, tiny_bundle: Path):
    """Others say nothing about it."""
    asked = ask(run, Predictor(tiny_bundle), load("open"))
    assert 0 < asked.judged["open"].n_films < len(load("open").split("test"))
    assert asked.asked.labels.any(axis=1).all()


@pytest.mark.parametrize("fault", ["missing", "no npz", "other films", "other genres"])
def test_scores_that_are_not_those_of_the_result(fault: str, ours: System, tmp_path: Path):
    """Each is refused with what to do."""
    kept = tmp_path / "scores.npz"
    scores = stored_scores(ours, "overviews")
    arrays = {name: getattr(scores, name) for name in type(scores).__annotations__}
    if fault == "no npz":
        kept.write_bytes(b"PK nothing")
    elif fault == "other films":
        np.savez(kept, **{**arrays, "labels": ~scores.labels})
    elif fault == "other genres":
        np.savez(kept, **{**arrays, "labels": scores.labels[:, :5]})
    broken = replace(ours, kept=None if fault == "missing" else kept)
    with pytest.raises(EvaluationError, match="recipes report"):
        stored_scores(broken, "overviews")


def test_films_may_stand_in_another_order(ours: System, tmp_path: Path):
    """They are matched by name."""
    scores = stored_scores(ours, "overviews")
    turned = {name: getattr(scores, name)[::-1] for name in type(scores).__annotations__}
    np.savez(tmp_path / "turned.npz", **turned)
    other = replace(ours, kept=tmp_path / "turned.npz")
    assert 0 == compare(ours, other, "overviews", 5).per_genre["difference"].abs().max()


def test_films_on_which_two_models_differ(tiny_bundle: Path, altered_bundle: Callable[..., Path]):
    """A model is at odds with one that names all genres, and with itself on nothing."""
    films = tiny_corpus().split("test")
    model, eager = Predictor(tiny_bundle), Predictor(altered_bundle(thresholds=(0.0,) * 4))
    assert disagreements(films, model, model).empty
    frame = disagreements(films, model, eager)
    assert {4} == {len(names) for names in frame["second"]}
    assert frame["differences"].is_monotonic_decreasing
    assert frame["differences"].tolist() == [4 - len(names) for names in frame["first"]]
    for row in frame.itertuples():
        true, first = set(row.genres), set(row.first)
        f1 = 2 * len(true & first) / (len(true) + len(first)), 2 * len(true) / (len(true) + 4)
        assert row.nearer == ("first" if f1[0] > f1[1] else "second" if f1[0] < f1[1] else "")
    assert "first" in frame["nearer"].tolist()


def test_systems_in_words(tmp_path: Path):
    """All that ship can be read; none where there is no file; a damaged one is refused."""
    assert {row.recipe for row in read_results()} <= {one.recipe for one in read_about(SYSTEMS)}
    assert [] == read_about(tmp_path / "systems.json")
    (tmp_path / "systems.json").write_text('[{"recipe": 1}]', encoding="utf-8")
    with pytest.raises(EvaluationError, match="does not describe systems"):
        read_about(tmp_path / "systems.json")
