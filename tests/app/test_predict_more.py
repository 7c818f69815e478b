"""What stands beneath an answer on the page "What genre is this plot?", run without a browser."""

import csv
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from genre_core.jobs.places import RUNS_VARIABLE
from genre_core.limits import MAX_SHARED_CHARACTERS
from pages.parts.bundle import BUNDLE_VARIABLE

GHOST_STORY = "A ghost in the haunted cellar lets the terror of a blood curse out into the night."
LOVE_STORY = "The bride reads love letters of summer and longing before the wedding, then a kiss."
HOSTILE = "<b>ghost</b> ![grave](http://x.org/a.png) $curse$ :smile: :red[blood] `terror` # night"
OWN = {"Comedy": 0.0, "Horror": 1.0, "Romance": 1.0, "Western": 1.0}


def _page() -> None:
    from pages import predict

    predict.render()


@pytest.fixture
def open_page(tiny_bundle: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """Opens the page as a new viewer, by a link, with the tiny bundle or the one given."""

    def open_page(bundle: Path = tiny_bundle, **link: str) -> AppTest:
        monkeypatch.setenv(BUNDLE_VARIABLE, str(bundle))
        page = AppTest.from_function(_page, default_timeout=60)
        for name, value in link.items():
            page.query_params[name] = value
        page.run()
        assert not page.exception
        return page

    return open_page


def press(page: AppTest, label: str) -> AppTest:
    """Click the button with this label."""
    return next(button for button in page.button if button.label == label).click().run()


def read(page: AppTest, plot: str) -> AppTest:
    """Put a plot into the box and press the button."""
    page.text_area[0].set_value(plot).run()
    press(page, "Name the genres")
    assert not page.exception
    return page


def said(page: AppTest) -> str:
    """All sentences of the page."""
    return "\n".join(markdown.value for markdown in page.markdown)


def test_how_often_it_is_right_is_told_for_each_named_genre(open_page: Callable[..., AppTest]):
    """It is the tab that is open at first; too few films are said to be too few."""
    page = read(open_page(), f"{GHOST_STORY} {LOVE_STORY}")
    named = page.subheader[0].value.count("**") // 2
    lines = [line for line in said(page).splitlines() if line.startswith("- **")]
    assert named == len(lines)
    assert all("right **" in line or "too few to say" in line for line in lines)
    assert ["genre", "score", "plots", "right", "share right", "low", "high"] == list(
        page.table[1].value
    )


def test_words_are_marked_and_ranked(open_page: Callable[..., AppTest]):
    """For the leading genre, or for the one of the link; another plot starts with its own."""
    page = read(open_page(look="Which words?"), GHOST_STORY)
    assert "Horror" == page.selectbox(key="evidence").value
    assert ":blue-background[**" in said(page)
    assert "not proof of why" in said(page)
    strongest = page.table[1].value
    assert strongest["word"].iloc[0] in GHOST_STORY
    assert strongest["change"].iloc[0].startswith("+")
    page.selectbox(key="evidence").select("Comedy").run()
    assert "The score of **Comedy**" in said(page)
    read(page, LOVE_STORY)
    assert "Romance" == page.selectbox(key="evidence").value
    assert "Comedy" == open_page(look="Which words?", evidence="Comedy").selectbox[0].value


@pytest.mark.parametrize(
    "look", ["How often right?", "Which words?", "Watch it read", "Change and compare", "Share"]
)
@pytest.mark.parametrize(
    "plot", ["", "ghost", HOSTILE, "ghost-" * 5_000, "👻 " * 3_000 + "ghost", "zyx qwv"]
)
def test_no_text_breaks_a_tab(look: str, plot: str, open_page: Callable[..., AppTest]):
    """Nothing, one word, markup, words without spaces, pictures, unknown words."""
    page = read(open_page(look=look), plot)
    assert not page.exception


def test_watch_it_read_has_a_line_for_each_genre(open_page: Callable[..., AppTest]):
    """And its numbers, word by word."""
    page = read(open_page(look="Watch it read"), GHOST_STORY)
    table = page.table[1].value
    assert ["words read", "word", "Horror"] == list(table)[:3]
    assert GHOST_STORY.lower().strip(".").split() == table["word"].tolist()


def test_an_answer_is_pinned_and_compared(open_page: Callable[..., AppTest]):
    """Which bars moved, in words and numbers; the pin can be moved and taken away."""
    page = read(open_page(look="Change and compare"), GHOST_STORY)
    press(page, "Pin this answer")
    assert "This is the answer that you pinned" in page.info[0].value
    read(page, LOVE_STORY)
    assert "**Horror** falls from" in said(page)
    assert "**Romance** rises from" in said(page)
    assert "and is **now named**" in said(page)
    table = page.table[1].value.set_index("genre")
    assert table.loc["Horror", "change"].startswith("-")
    press(page, "Pin the answer of now instead")
    assert "This is the answer that you pinned" in page.info[0].value
    press(page, "Take the pin away")
    assert any(button.label == "Pin this answer" for button in page.button)


def test_hardly_a_bar_moves(open_page: Callable[..., AppTest]):
    """A text that differs by a comma is the same to the model."""
    page = read(open_page(look="Change and compare"), GHOST_STORY)
    press(page, "Pin this answer")
    read(page, GHOST_STORY.replace(" lets", ", lets"))
    assert "**Hardly a bar moves**" in said(page)


def test_similar_films_come_with_their_plots(open_page: Callable[..., AppTest]):
    """Five to open, and fifty in the table; the nearest first."""
    page = read(open_page(look="Films like it"), GHOST_STORY)
    table = page.table[1].value
    assert 50 == len(table)
    assert (
        sorted(table["likeness"].astype(float), reverse=True)
        == table["likeness"].astype(float).tolist()
    )
    assert 5 == sum(" · " in expander.label for expander in page.expander)


def test_own_thresholds_from_a_file(open_page: Callable[..., AppTest]):
    """They name other genres and say so, until the model's own are wanted back."""
    page = read(open_page(), GHOST_STORY)
    content = {"format": "plotline-thresholds", "version": 1, "thresholds": OWN}
    file = ("mine.json", json.dumps(content).encode(), "application/json")
    page.file_uploader(key="own_thresholds_file").set_value(file).run()
    assert "This reads like **Comedy**." == page.subheader[0].value
    assert "Your own thresholds are in use" in said(page)
    assert "These are your own." in said(page)
    press(page, "Back to the model's own")
    assert "This reads like **Horror**." == page.subheader[0].value
    assert "Your own thresholds are in use" not in said(page)


def test_a_bad_file_of_thresholds_changes_nothing(open_page: Callable[..., AppTest]):
    """It is refused with the reason."""
    page = read(open_page(), GHOST_STORY)
    file = ("mine.json", b'{"format": "plotline-thresholds", "version": 1}', "application/json")
    page.file_uploader(key="own_thresholds_file").set_value(file).run()
    assert "a number for each genre" in page.error[0].value
    assert "This reads like **Horror**." == page.subheader[0].value


def test_thresholds_of_another_model_are_not_used(
    open_page: Callable[..., AppTest], altered_bundle: Callable[..., Path]
):
    """And the page says so."""
    page = open_page(altered_bundle(genres=("A", "B", "C", "D")))
    page.session_state["own_thresholds"] = OWN
    page.run()
    assert not page.exception
    assert "Your thresholds are for another model" in said(page)


def test_thresholds_come_from_the_thresholds_page(open_page: Callable[..., AppTest]):
    """One button there, and they are in use here."""

    def table() -> None:
        import streamlit as st

        from pages import thresholds
        from pages.parts.bundle import get_predictor
        from pages.parts.own_thresholds import get_thresholds

        thresholds.render()
        st.json({"own": None if (own := get_thresholds(get_predictor())) is None else own.tolist()})

    open_page()
    page = AppTest.from_function(table, default_timeout=60)
    page.query_params["look"] = "Every genre, and a file"
    page.run()
    assert {"own": None} == json.loads(page.json[0].value)
    press(page, "Use these thresholds on the predict page")
    assert not page.exception
    assert 4 == len(json.loads(page.json[0].value)["own"])
    assert "They are in use" in page.success[0].value


def test_a_table_is_scored(open_page: Callable[..., AppTest]):
    """Rows are counted, those that could not be judged or read too; formulas are quoted."""
    page = open_page(look="A whole table")
    table = f"title,plot\n=1+1,{GHOST_STORY}\nTwo,…\nThree,too,many\n"
    page.file_uploader(key="bulk_file").set_value(("t.csv", table.encode(), "text/csv")).run()
    press(page, "Name the genres of all rows")
    assert not page.exception
    assert "**1 row** of 2 got one genre or more." in said(page)
    assert "1 row could not be judged" in said(page)
    assert "1 row left out" in said(page)
    content = page.session_state["bulk_result"].csv.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content, "")))
    assert [("'=1+1", "Horror"), ("Two", "")] == [(r["title"], r["predicted_genres"]) for r in rows]
    assert page.get("download_button")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"a,b\n1,2\n", "Give the column one of these names in the first line"),
        (b"PK\x03\x04rest", "zip archive"),
        (b"plot\n" + b"a ghost\n" * 20_001, "20,000 rows"),
    ],
)
def test_a_table_that_cannot_be_scored_is_explained(
    content: bytes, reason: str, open_page: Callable[..., AppTest]
):
    """Empty, without plots, no text, too long."""
    page = open_page(look="A whole table")
    page.file_uploader(key="bulk_file").set_value(("t.csv", content, "text/csv")).run()
    press(page, "Name the genres of all rows")
    assert not page.exception
    assert reason in page.error[0].value.replace("\\", "")


def test_two_models_stand_side_by_side(
    open_page: Callable[..., AppTest],
    tiny_bundle: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
):
    """Only where there are two."""
    assert "Two models" not in [tab.label for tab in open_page().tabs]
    monkeypatch.setenv(RUNS_VARIABLE, str(tmp_path))
    shutil.copytree(tiny_bundle, tmp_path / "my-run" / "bundle")
    page = read(open_page(look="Two models"), GHOST_STORY)
    assert "- **my\\-run**: This reads like **Horror**." in said(page)
    assert ["+0.000"] * 4 == page.table[1].value["change"].tolist()


def test_a_link_without_the_plot_and_one_with_it(open_page: Callable[..., AppTest]):
    """The plot is in it when it is asked for, with a warning; such a link opens on the plot."""
    page = read(open_page(look="Share"), LOVE_STORY)
    assert "bride" not in page.code[0].value
    page.toggle(key="share_with_plot").set_value(True).run()
    assert "bride" in page.code[0].value
    assert "Whoever has the link can read the plot" in page.warning[0].value
    opened = open_page(plot=LOVE_STORY)
    assert LOVE_STORY == opened.text_area[0].value
    assert "This reads like **Romance**." == opened.subheader[0].value
    assert LOVE_STORY == opened.query_params["plot"]
    read(opened, GHOST_STORY)
    assert "plot" not in opened.query_params


def test_a_plot_too_long_for_a_link(open_page: Callable[..., AppTest]):
    """It is refused when the link is made, and when one is opened."""
    long = "ghost " * (MAX_SHARED_CHARACTERS // 6 + 1)
    page = read(open_page(look="Share"), long)
    page.toggle(key="share_with_plot").set_value(True).run()
    assert "2,000 characters" in page.error[0].value.replace("\\", "")
    opened = open_page(plot=long)
    assert "2,000 characters" in opened.error[0].value.replace("\\", "")
    assert long != opened.text_area[0].value
