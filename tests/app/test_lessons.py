"""The lessons in docs/lessons.md: every link opens on the state it names, and shows what is quoted."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from genre_core.data.catalogue import HOME_VARIABLE
from genre_core.jobs.places import RUNS_VARIABLE
from pages.parts.bundle import BUNDLE_VARIABLE
from pages.parts.lesson import LESSON
from tests.pages import PAGES

ROOT = Path(__file__).resolve().parents[2]
LESSONS = (ROOT / "docs" / "lessons.md").read_text(encoding="utf-8")
_STEP = re.compile(
    r"\[([^\]]+)\]\((http://localhost:8501[^)]*)\)(.*?)(?=\n\d\. |\n## |\Z)", re.DOTALL
)


@dataclass(frozen=True)
class Step:
    """A link of a lesson, and the words that the page shows."""

    title: str
    page: str
    link: dict[str, str]
    quoted: list[str]


def steps() -> list[Step]:
    """All steps of all lessons, in their order."""
    found = []
    for title, address, rest in _STEP.findall(LESSONS):
        parts = urlsplit(address)
        quoted = [" ".join(words.split()) for words in re.findall(r"`([^`]+)`", rest)]
        page = parts.path.strip("/") or "predict"
        found.append(Step(title, page, dict(parse_qsl(parts.query)), quoted))
    return found


@pytest.fixture
def open_step(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[Step], AppTest]:
    """Opens a link as a new viewer does, with the bundle that ships."""

    def open_step(step: Step) -> AppTest:
        monkeypatch.delenv(BUNDLE_VARIABLE, raising=False)
        monkeypatch.setenv(RUNS_VARIABLE, str(tmp_path))
        monkeypatch.delenv(HOME_VARIABLE, raising=False)
        script = f"from pages import {step.page}\n{step.page}.render()"
        app = AppTest.from_string(script, default_timeout=60)
        for name, value in step.link.items():
            app.query_params[name] = value
        return app.run()

    return open_step


def words_on(page: AppTest) -> str:
    """All sentences of the page, without their marks."""
    parts: list[Any] = [*page.title, *page.subheader, *page.markdown, *page.warning, *page.info]
    return " ".join(" ".join(re.sub(r"\*\*|\\", "", part.value) for part in parts).split())


@pytest.mark.parametrize("step", steps(), ids=lambda step: step.title)
def test_a_link_of_a_lesson_opens_on_its_state(step: Step, open_step: Callable[[Step], AppTest]):
    """Every choice that it names is made, nothing has failed, and the page says what is quoted."""
    if step.page not in PAGES:
        pytest.skip(f"The app has no page {step.page}, which this link opens.")
    page = open_step(step)
    assert not page.exception
    assert [] == [error.value for error in page.error]
    for name, value in step.link.items():
        if name == LESSON:
            assert page.button(key="leave-lesson")
        else:
            assert value == str(page.session_state[name])
    said = words_on(page)
    assert [] == [words for words in step.quoted if words not in said]


def test_there_are_three_lessons_of_twenty_minutes():
    """The minutes of each add up."""
    lessons = LESSONS.split("\n## ")[1:]
    minutes = [sum(map(int, re.findall(r"\((\d+)\s+minutes\)", lesson))) for lesson in lessons]
    assert [20, 20, 20] == minutes


def test_every_address_in_the_lessons_is_a_step():
    """None goes untested because it is written in another way."""
    assert LESSONS.count("http://localhost:8501") == len(steps()) > 12
