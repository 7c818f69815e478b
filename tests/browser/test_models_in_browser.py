"""The page that compares models, in a real browser: a deep link, the picture, a pair."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Server

pytestmark = pytest.mark.browser

expect.set_options(timeout=60_000)

LINK = "models?figure=mAP&scored_on=synopses&look=The+accuracy+trap"


def test_a_deep_link_opens_the_page_as_it_was(
    start_app: Callable[[Path], Server], tiny_bundle: Path, page: Page
):
    """First thing after a start of the server; then the story is told, and two systems are compared."""
    page.goto(f"{start_app(tiny_bundle).url}/{LINK}")
    expect(page.get_by_role("heading", level=3).first).to_have_text(re.compile("^By mAP, "))
    picture = page.get_by_test_id("stVegaLiteChart").first.locator("svg")
    expect(picture).to_contain_text("Plotline's LSTM")
    expect(picture).to_contain_text("guessing 0.13")
    story = page.get_by_test_id("stVegaLiteChart").nth(1).locator("svg")
    expect(story).not_to_contain_text("naming nothing")
    page.get_by_role("radio", name="2. Do nothing").click()
    expect(story).to_contain_text("Accuracy, naming nothing")
    expect(page).to_have_url(re.compile("story=2"))
    page.get_by_role("radio", name="Macro-F1").click()
    expect(picture).to_contain_text("two databases agree 0.75")
    page.get_by_role("tab", name="Two systems").click()
    expect(page.get_by_role("heading", name=re.compile(r"is better on \d+ of 18"))).to_be_visible()
    differences = page.get_by_test_id("stVegaLiteChart").nth(1).locator("svg")
    expect(differences).to_contain_text("Science Fiction")
    expect(page).to_have_url(re.compile("scored_on=synopses"))
