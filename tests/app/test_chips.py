"""The row under every page's title: what the page stands on, the model card, the lesson link."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.parts.bundle import BUNDLE_VARIABLE
from pages.parts.lesson import LESSON
from tests.pages import PAGES

LEAVE = "leave-lesson"


@pytest.fixture
def open_page(tiny_bundle: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """Opens a page as a new viewer, with the tiny bundle or the one given, by a link."""

    def open_page(page: str, bundle: Path = tiny_bundle, **link: str) -> AppTest:
        monkeypatch.setenv(BUNDLE_VARIABLE, str(bundle))
        app = AppTest.from_string(f"from pages import {page}\n{page}.render()", default_timeout=60)
        for name, value in link.items():
            app.query_params[name] = value
        return app.run()

    return open_page


def said(page: AppTest) -> str:
    """All sentences of the page."""
    assert not page.exception
    return "\n".join(markdown.value for markdown in page.markdown)


def keys_of_buttons(page: AppTest) -> set[str | None]:
    """The keys of all buttons on the page."""
    return {button.key for button in page.button}


def open_card(page: AppTest) -> AppTest:
    """Press the button of the model card."""
    return page.button(key="model-card").click().run()


@pytest.mark.parametrize("name", PAGES)
def test_every_page_names_its_films_their_split_and_the_model(
    name: str, open_page: Callable[..., AppTest]
):
    """In three chips."""
    page = open_page(name)
    assert "Model: tiny" in said(page)
    assert ":material/movie:" in said(page)
    assert ":material/call_split:" in said(page)


@pytest.mark.parametrize("name", PAGES)
def test_the_model_card_opens_on_every_page(name: str, open_page: Callable[..., AppTest]):
    """It says what the model learned from and what it is not for."""
    page = open_card(open_page(name))
    headings = [heading.value for heading in page.subheader]
    assert "The model tiny" in headings
    assert "What it learned from" in headings
    assert "What it is not for" in said(page)
    tables = [set(table.value.columns) for table in page.table]
    assert any({"plots", "F1", "accuracy of naming nothing"} <= columns for columns in tables)
    assert "What it gets wrong" in headings
    assert any({"words", "plots", "F1, all genres"} <= columns for columns in tables)
    mixed_up = next(columns for columns in tables if "by chance" in columns)
    assert mixed_up == {"named in vain", "and missed", "films", "by chance"}


def test_the_card_is_that_of_the_bundle_in_use(
    open_page: Callable[..., AppTest], altered_bundle: Callable[..., Path]
):
    """A run's name, and no score where it keeps none; nothing in a name becomes a link."""
    bundle = altered_bundle(name="[my](http://example.org) run", metrics={})
    page = open_card(open_page("predict", bundle))
    assert not page.exception
    card = [heading.value for heading in page.subheader if "The model" in heading.value]
    assert [r"The model \[my\]"] == [heading.partition("\\(")[0] for heading in card]
    assert ["This model keeps no scores of test films."] == [info.value for info in page.info][-1:]


@pytest.mark.parametrize("name", PAGES)
def test_a_lesson_link_hides_the_controls_until_one_leaves(
    name: str, open_page: Callable[..., AppTest]
):
    """And the link loses the word for it."""
    page = open_page(name, **{LESSON: "1"})
    assert not page.exception
    page.button(key=LEAVE).click().run()
    assert LESSON not in page.query_params
    assert LEAVE not in keys_of_buttons(page)


def test_without_a_lesson_nothing_is_hidden(open_page: Callable[..., AppTest]):
    """No button to leave what one is not in."""
    assert LEAVE not in keys_of_buttons(open_page("predict"))


@pytest.mark.parametrize("value", ["0", "", "false"])
def test_only_lesson_1_is_a_lesson(value: str, open_page: Callable[..., AppTest]):
    """A link that says no to it means no."""
    assert LEAVE not in keys_of_buttons(open_page("predict", **{LESSON: value}))
