"""The page "Where do we draw the line?" in a real browser."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Server, wait_until_drawn

pytestmark = pytest.mark.browser

expect.set_options(timeout=30_000)


def chart_on(page: Page) -> Locator:
    """The curves."""
    return page.get_by_test_id("stVegaLiteChart").first


def heading_on(page: Page) -> Locator:
    """The genre, and where the line is."""
    return page.get_by_role("heading", level=3).first


def point_at(page: Page, share: float) -> tuple[float, float]:
    """Move the pointer over the curves, ``share`` of their width from the left."""
    plot = chart_on(page).locator("svg")
    expect(chart_on(page).get_by_text("threshold", exact=True)).to_be_visible()
    plot.scroll_into_view_if_needed()
    box = plot.bounding_box()
    assert box
    at = (box["x"] + share * box["width"], box["y"] + box["height"] / 2)
    page.mouse.move(*at)
    return at


def test_the_page_may_be_the_first_one_opened(
    start_app: Callable[[Path], Server], tiny_bundle: Path, page: Page
):
    """By a link that holds genre, purpose, line and tab, after a start of the server."""
    address = (
        f"{start_app(tiny_bundle).url}/thresholds?genre=Horror&threshold=0.62&look=More+curves"
    )
    page.goto(address)
    expect(heading_on(page)).to_have_text("Horror at 0.62")
    expect(chart_on(page).get_by_text("line 0.62")).to_be_visible()
    expect(page.get_by_text("Calibration: is 0.7 right")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert address == page.url


def test_the_pointer_reads_the_curves_and_a_click_draws_the_line(app: Server, page: Page):
    """Again and again, also back where it was before; the link follows."""
    page.goto(f"{app.url}/thresholds?genre=Horror&threshold=0.1")
    for _ in range(2):
        expect(heading_on(page)).to_have_text("Horror at 0.10")
        at = point_at(page, 0.6)
        readout = chart_on(page).get_by_text(re.compile(r"^0\.\d\d: ")).last
        expect(readout).to_be_visible()
        threshold = (readout.text_content() or "")[:4]
        page.mouse.click(*at)
        expect(heading_on(page)).to_have_text(f"Horror at {threshold}")
        expect(page).to_have_url(re.compile(f"threshold={float(threshold)}"))
        slider = page.get_by_role("slider").first
        slider.focus()
        for _ in range(round(float(threshold) * 100) - 10):
            slider.press("ArrowLeft")


def test_thresholds_come_as_a_file(app: Server, page: Page):
    """One for each genre of the model."""
    page.goto(f"{app.url}/thresholds?look=Every+genre%2C+and+a+file")
    page.get_by_role("button", name="Download").first.wait_for()
    wait_until_drawn(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download thresholds as JSON").click()
    content = json.loads(download.value.path().read_text(encoding="utf-8"))
    assert ["Comedy", "Horror", "Romance", "Western"] == list(content["thresholds"])


def test_a_phone_needs_no_sideways_scroll(app: Server, page: Page):
    """At 390 pixels the chart fits."""
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{app.url}/thresholds?look=More+curves")
    expect(chart_on(page).locator("svg")).to_be_visible()
    expect(page.get_by_text("Calibration: is 0.7 right")).to_be_attached()
    box = chart_on(page).bounding_box()
    assert box
    assert box["x"] + box["width"] <= 390
    assert 390 >= page.get_by_test_id("stMain").evaluate("main => main.scrollWidth")
