"""The page "Where do we draw the line?", run without a browser."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from genre_core.evaluation import draw_line, tune_global, tune_per_genre
from genre_core.prediction.bundle import load_bundle
from genre_core.prediction.stored_scores import StoredScores
from pages.parts.bundle import BUNDLE_VARIABLE
from pages.parts.thresholds.changes import rounded_down
from pages.parts.thresholds.wording import RARE, rare_warning

GENRES = ["Comedy", "Horror", "Romance", "Western"]


def _page() -> None:
    from pages import thresholds

    thresholds.render()


@pytest.fixture
def open_page(tiny_bundle: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """Opens the page as a new viewer, with the tiny bundle or the one given, by a link."""

    def open_page(bundle: Path = tiny_bundle, **link: str) -> AppTest:
        monkeypatch.setenv(BUNDLE_VARIABLE, str(bundle))
        page = AppTest.from_function(_page, default_timeout=30)
        for name, value in link.items():
            page.query_params[name] = value
        return page.run()

    return open_page


@pytest.fixture
def validation(tiny_bundle: Path) -> StoredScores:
    """What the tiny model said about its validation films."""
    return load_bundle(tiny_bundle).scores("validation")


def line_of(page: AppTest) -> float:
    """Where the line is."""
    assert not page.exception
    return page.slider(key="threshold").value


def said(page: AppTest) -> str:
    """All sentences of the page."""
    return "\n".join(markdown.value for markdown in page.markdown)


def look_at(page: AppTest, tab: str) -> AppTest:
    """Open a tab."""
    page.session_state["look"] = tab
    return page.run()


def test_a_new_viewer_sees_the_best_line_for_all_genres(
    open_page: Callable[..., AppTest], validation: StoredScores
):
    """The tuned threshold, and what it does in counts."""
    page = open_page()
    assert "Where do we draw the line?" == page.title[0].value
    best = tune_global(validation.labels, validation.probabilities)
    assert best == line_of(page)
    line = draw_line(validation.labels, validation.probabilities, best)
    assert f"({line.found:,} of {line.true:,}, {line.missed:,} missed)" in said(page)
    assert f"({line.found:,} of {line.named:,}, {line.wrong:,} wrong)" in said(page)


def test_a_genre_has_its_own_best_line(open_page: Callable[..., AppTest], validation: StoredScores):
    """Choosing one moves the line there, and few films bring a warning."""
    page = open_page()
    page.selectbox(key="genre").select("Horror").run()
    best = tune_per_genre(validation.labels, validation.probabilities)[1]
    assert round(best, 2) == line_of(page)
    assert "Horror at" in page.subheader[0].value
    assert "Of 100 Horror plots" in said(page)
    assert f"Only {validation.labels[:, 1].sum()} plots here are Horror" in page.warning[0].value


def test_a_purpose_moves_the_line(open_page: Callable[..., AppTest], validation: StoredScores):
    """To the best threshold for its F-beta: lower to find all, higher to be right."""
    page = open_page()
    lines = {}
    for purpose, beta in (("Tags shown to viewers", 0.5), ("A filter for children", 4)):
        page.selectbox(key="purpose").select(purpose).run()
        lines[beta] = line_of(page)
        expected = tune_global(validation.labels, validation.probabilities, beta)
        assert pytest.approx(expected) == lines[beta]
    assert lines[4] <= lines[0.5]


def test_a_weight_of_ones_own(open_page: Callable[..., AppTest], validation: StoredScores):
    """Any, by a slider."""
    page = open_page()
    page.selectbox(key="purpose").select("My own weight").run()
    page.slider(key="weight").set_value(3.0).run()
    assert "**F3** is the measure" in said(page)
    assert tune_global(validation.labels, validation.probabilities, 3) == line_of(page)


@pytest.mark.parametrize("average", ["micro", "macro", "samples"])
def test_all_genres_are_averaged_in_three_ways(average: str, open_page: Callable[..., AppTest]):
    """Each explained in a sentence."""
    page = open_page(average=average)
    assert f"**{average}**: every" in said(page)
    assert 0 < line_of(page) < 1


def test_a_link_opens_on_exactly_its_state(open_page: Callable[..., AppTest]):
    """Genre, purpose, line and tab."""
    page = open_page(
        genre="Western", purpose="A filter for children", threshold="0.62", look="More curves"
    )
    assert 0.62 == line_of(page)
    assert "Western at 0.62" == page.subheader[0].value
    assert "**F4** is the measure" in said(page)
    assert "Precision against recall" in said(page)


@pytest.mark.parametrize(
    "link",
    [
        {"threshold": "7"},
        {"threshold": "nan"},
        {"threshold": "<b>"},
        {"genre": "Opera"},
        {"purpose": "x"},
        {"average": "weighted"},
        {"look": "nowhere"},
        {"purpose": "My own weight", "weight": "1e9"},
        {"films": "none"},
    ],
)
def test_a_link_that_makes_no_sense_does_no_harm(
    link: dict[str, str], open_page: Callable[..., AppTest]
):
    """The page opens on what it can use of it."""
    assert 0 <= line_of(open_page(**link)) <= 1


def test_the_best_line_can_be_gone_back_to(open_page: Callable[..., AppTest]):
    """By a button that is there only when the line is elsewhere."""
    page = open_page()
    best = line_of(page)
    assert not [button for button in page.button if "Move the line" in button.label]
    page.slider(key="threshold").set_value(0.9).run()
    next(button for button in page.button if "Move the line" in button.label).click().run()
    assert best == line_of(page)


def test_both_splits_are_shown_at_the_line(
    open_page: Callable[..., AppTest], tiny_bundle: Path, validation: StoredScores
):
    """Test films do not choose the line, they check it."""
    tables = [table.value for table in open_page(threshold="0.4").table]
    table = next(table for table in tables if "split" in table.columns)
    test = load_bundle(tiny_bundle).scores("test")
    for row, scores in zip(("Validation", "Test"), (validation, test), strict=True):
        line = draw_line(scores.labels, scores.probabilities, 0.4)
        shown = table.set_index("split").loc[row]
        assert [f"{line.recall:.1%}", f"{line.precision:.1%}"] == shown.iloc[:2].tolist()
        assert [f"{line.f_beta():.3f}", str(len(scores.labels))] == shown.iloc[2:].tolist()


def test_at_one_nothing_is_named_and_accuracy_looks_good(
    open_page: Callable[..., AppTest], validation: StoredScores
):
    """The trap: it is that of naming nothing, which the page says."""
    page = look_at(open_page(genre="Western"), "The accuracy trap")
    next(button for button in page.button if "1.00" in button.label).click().run()
    assert 1.0 == line_of(page)
    lacking = 1 - validation.labels[:, 3].mean()
    assert "**Nothing is named any more**" in said(page)
    assert f"still **{lacking:.1%}** of all answers are right" in said(page)
    assert "**Nothing is named**" in said(page)
    page.slider(key="threshold").set_value(0.5).run()
    assert f"is **{lacking:.1%}** “accurate”" in said(page)


def test_films_of_the_open_corpus_change_by_title(open_page: Callable[..., AppTest]):
    """A raised line only takes names away; an equal one changes nothing."""
    page = look_at(open_page(genre="Horror", threshold="0.3", other="0.6"), "Which films change?")
    assert "Raised from 0.30 to 0.60" in said(page)
    table = page.dataframe[-1].value
    assert ["title", "year", "genre", "score", "has it", "change"] == table.columns.tolist()
    assert {"no longer named"} == set(table["change"])
    assert table["score"].between(0.3, 0.6).all()
    page.slider(key="other").set_value(0.3).run()
    assert "**Nothing changes**" in said(page)


def test_no_score_seems_to_reach_a_line_that_it_misses(open_page: Callable[..., AppTest]):
    """Where a score just under a line would be rounded up to it, the table rounds down."""
    page = look_at(open_page(threshold="0.0", other="0.3"), "Which films change?")
    shown = page.dataframe[-1].value["score"]
    assert np.array_equal(shown, (shown * 1000).round() / 1000)
    assert "0.300" not in {f"{score:.3f}" for score in shown}


def test_scores_are_rounded_down():
    """And those that have three decimals stay what they are."""
    scores = pd.Series([0.4996, 0.49999997, 0.5, 0.29, 0.9999, 0.0004])
    assert [0.499, 0.499, 0.5, 0.29, 0.999, 0.0] == rounded_down(scores).tolist()


def test_every_genre_is_in_the_table_with_both_splits(
    open_page: Callable[..., AppTest], validation: StoredScores
):
    """Its best threshold is the one that tuning gives."""
    page = look_at(open_page(), "Every genre, and a file")
    table = page.dataframe[0].value if len(page.dataframe) == 1 else page.dataframe[-2].value
    assert GENRES == table["genre"].tolist()
    tuned = tune_per_genre(validation.labels, validation.probabilities)
    assert np.allclose(tuned, table["best"])
    assert {"F1 validation", "F1 test"} <= set(table.columns)


def test_thresholds_can_be_taken_away(tiny_bundle: Path, monkeypatch: pytest.MonkeyPatch):
    """As JSON that says what they were chosen for and on."""
    from pages.parts.thresholds.question import Question
    from pages.parts.thresholds.table import thresholds_json

    monkeypatch.setenv(BUNDLE_VARIABLE, str(tiny_bundle))
    question = Question(None, "micro", 2.0, None)
    content = json.loads(thresholds_json(question, dict.fromkeys(GENRES, 0.25)))
    assert ("plotline-thresholds", 1) == (content["format"], content["version"])
    assert (2.0, "all", "validation") == (content["beta"], content["films"], content["split"])
    assert dict.fromkeys(GENRES, 0.25) == content["thresholds"]


def test_a_damaged_bundle_is_explained(open_page: Callable[..., AppTest], damaged_bundle: Path):
    """A sentence that says what to do, and nothing to set."""
    page = open_page(damaged_bundle)
    assert not page.exception
    assert r"model\.onnx is damaged" in page.error[0].value
    assert not page.slider


def test_a_bundle_without_scores_is_explained(
    open_page: Callable[..., AppTest],
    altered_bundle: Callable[..., Path],
    tiny_bundle: Path,
):
    """Without test films there is nothing to check a line on."""
    files = dict(load_bundle(tiny_bundle).manifest.files)
    del files["test.npz"]
    page = open_page(altered_bundle(files=files))
    assert not page.exception
    assert r"does not list test\.npz" in page.error[0].value


def test_names_from_a_bundle_do_no_harm(
    open_page: Callable[..., AppTest], altered_bundle: Callable[..., Path]
):
    """Markup in a genre's name is shown as it is, on every tab."""
    names = ("<b>A</b>", "![B](http://example.org/b.png)", "[C](http://x.org) :smile:", "$D^2$")
    page = open_page(altered_bundle(genres=names))
    page.selectbox(key="genre").select(names[1]).run()
    for tab in ("The scores", "The accuracy trap", "More curves", "Every genre, and a file"):
        look_at(page, tab)
        assert not page.exception
        assert "![B]" not in said(page)


def test_few_plots_bring_a_warning_for_all_genres_too(
    open_page: Callable[..., AppTest], validation: StoredScores
):
    """The count is that of all plots."""
    n_plots = len(validation.labels)
    assert n_plots < RARE
    assert f"There are only {n_plots} plots here" in open_page().warning[0].value


def test_enough_plots_bring_none():
    """Of a genre or of all."""
    assert rare_warning(None, RARE) is None
    assert rare_warning("Horror", RARE) is None
    assert "There is only 1 plot here." in (rare_warning(None, 1) or "")
