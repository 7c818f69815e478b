"""A link whose value cannot be: the page says the value and the rule, and goes on with what it shows."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from genre_core.jobs.places import RUNS_VARIABLE


@pytest.fixture
def open_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """Opens a page by a link, on a machine without runs."""
    monkeypatch.setenv(RUNS_VARIABLE, str(tmp_path))

    def open_page(name: str, **link: str) -> AppTest:
        page = AppTest.from_string(f"from pages import {name}; {name}.render()", default_timeout=60)
        for key, value in link.items():
            page.query_params[key] = value
        page.run()
        assert not page.exception
        return page

    return open_page


def said(page: AppTest) -> list[str]:
    """What warnings about the link say."""
    return [warning.value for warning in page.warning if "the link says" in warning.value]


@pytest.mark.parametrize(
    ("page", "key", "value", "rule"),
    [
        ("thresholds", "genre", "Horrr", "one of All genres, Action"),
        ("thresholds", "purpose", "<b>fun</b>", "one of Balance"),
        ("thresholds", "threshold", "7", "a number from 0 to 1"),
        ("thresholds", "threshold", "nan", "a number from 0 to 1"),
        ("dataset", "genre", "horror", "one of Action"),
        ("train", "preset", "Quick", "one of Quick lesson"),
        ("train", "epochs", "99999", "a number from 1 to"),
        ("train", "epochs", "-inf", "a number from 1 to"),
        ("train", "n_films", "many", "a number from 20 to"),
        ("train", "dropout", "2", "a number from 0 to"),
        ("train", "learning_rate", "5", "one of 0"),
        ("train", "vectors", "mine", "one of from the model that ships"),
    ],
)
def test_a_value_that_cannot_be(open_page, page: str, key: str, value: str, rule: str) -> None:
    """The rule and the value are said once, and the value is not shown as HTML."""
    (words,) = said(open_page(page, **{key: value}))
    assert rule in words
    assert "<b>" not in words
    assert value[0] in words


@pytest.mark.parametrize(
    ("page", "link"),
    [
        ("thresholds", {"genre": "Horror", "threshold": "0.25"}),
        ("dataset", {"genre": "Western"}),
        ("train", {"epochs": "3", "dropout": "0.2", "learning_rate": "0.003", "n_films": "100"}),
        ("train", {"preset": "Overfit on purpose"}),
    ],
)
def test_a_value_that_can_be(open_page, page: str, link: dict[str, str]) -> None:
    """A link that is right brings no word about it."""
    assert [] == said(open_page(page, **link))
