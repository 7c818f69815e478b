"""The page "What does the model get to see?" in a real browser."""

import csv
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Locator, Page, expect

from genre_core.genres import GENRES
from tests.browser.conftest import Server, wait_until_drawn

pytestmark = pytest.mark.browser

expect.set_options(timeout=30_000)


def heading(page: Page, words: str) -> Locator:
    """A heading of the page."""
    return page.get_by_role("heading", name=words)


def test_the_page_may_be_the_first_one_opened(
    start_app: Callable[[Path], Server], tiny_bundle: Path, page: Page
):
    """After a start of the server, on the part and the genre that the link names."""
    address = f"{start_app(tiny_bundle).url}/dataset?part=Words&genre=Western"
    page.goto(address)
    expect(heading(page, "Which words give Western away?")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert address == page.url


def test_a_click_on_a_bar_shows_plots_of_that_genre(app: Server, page: Page):
    """Also after another genre was chosen from the list, and the link follows."""
    page.goto(f"{app.url}/dataset")
    bars = page.get_by_test_id("stVegaLiteChart").first.locator(".mark-rect path")
    expect(bars).to_have_count(len(GENRES))
    bars.nth(0).click()
    expect(heading(page, "Plots of Drama")).to_be_visible()
    page.get_by_role("combobox", name="Genre").fill("War")
    page.get_by_role("option", name="War", exact=True).click()
    expect(heading(page, "Plots of War")).to_be_visible()
    bars.nth(1).click()
    expect(heading(page, "Plots of Comedy")).to_be_visible()
    assert "genre=Comedy" in page.url


def test_the_parts_are_a_click_away(app: Server, page: Page):
    """And the map of pairs tells its counts when pointed at."""
    page.goto(f"{app.url}/dataset")
    page.get_by_role("tab", name="Pairs").click()
    expect(heading(page, "Which genres go together?")).to_be_visible()
    page.locator(".js-plotly-plot .nsewdrag").hover(position={"x": 90, "y": 20})
    expect(page.locator(".hoverlayer")).to_contain_text("of the films have both")
    page.get_by_role("tab", name="Fair test?").click()
    expect(heading(page, "Train, validation, test")).to_be_visible()


def test_the_numbers_can_be_taken_home(app: Server, page: Page):
    """As a CSV with every genre."""
    page.goto(f"{app.url}/dataset")
    page.get_by_text("Show the numbers").first.click()
    wait_until_drawn(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download as CSV").first.click()
    with download.value.path().open(encoding="utf-8-sig", newline="") as file:
        assert set(GENRES) == {row["genre"] for row in csv.DictReader(file)}


def test_a_table_of_ones_own_is_shown_to_its_owner_alone(app: Server, page: Page):
    """With its report; a new viewer sees the open corpus, and no address or log holds its words."""
    page.goto(f"{app.url}/dataset")
    page.get_by_role("button", name="Use your own table").click()
    table = b"title,plot,genres\nXylophonia,A ghost waits.,Horror\nLamp,It goes out.,Blorp\n"
    field = page.get_by_test_id("stFileUploaderDropzoneInput")
    field.set_input_files({"name": "secret.csv", "mimeType": "text/csv", "buffer": table})
    expect(heading(page, "How your table was read")).to_be_visible()
    expect(page.get_by_text("Xylophonia")).to_be_visible()
    assert "secret" not in page.url
    assert "Xylophonia" not in app.log.read_text()
    page.reload()
    expect(page.get_by_text("1,357 films")).to_be_visible()
    expect(page.get_by_text("Xylophonia")).to_have_count(0)


def test_a_click_on_the_map_shows_the_neighbours_of_a_word(app: Server, page: Page):
    """And the link follows."""
    page.goto(f"{app.url}/dataset?part=Learned words&word=ghost")
    expect(page.get_by_text("Nearest to ghost")).to_be_visible()
    point = page.locator(".js-plotly-plot .scatterlayer .point").first
    point.scroll_into_view_if_needed()
    box = point.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_url(re.compile(r"word=(?!ghost)\w+"))
    word = page.url.rpartition("word=")[2]
    expect(page.get_by_text(f"Nearest to {word}", exact=True)).to_be_visible()
    expect(page.get_by_role("textbox", name="A word")).to_have_value(word)


@pytest.mark.parametrize(
    "part", ["Genres", "Pairs", "Words", "When and where", "Fair test?", "Words to numbers"]
)
def test_charts_fit_their_places_and_a_phone(part: str, app: Server, page: Page):
    """The place of a chart is held while it is drawn: neither does the page jump, nor the chart scroll.

    At 390 pixels the page needs no sideways scroll.
    """
    page.goto(f"{app.url}/dataset?part={quote(part)}&genre=Horror")
    expect(page.get_by_role("heading", level=3).first).to_be_visible()
    charts = page.locator('[data-testid="stVegaLiteChart"], [data-testid="stPlotlyChart"]')
    if part != "Words to numbers":  # which has none
        expect(charts.last.locator("svg").first).to_be_visible()
    for chart in charts.all():
        expect(chart.locator("svg").first).to_be_visible()
        place, needed = chart.evaluate(_PLACE_AND_NEED)
        assert needed <= place <= needed + 40
    page.set_viewport_size({"width": 390, "height": 844})
    # It fails when the time is up: charts are drawn anew for the narrow page.
    page.wait_for_function(
        "() => document.querySelector('[data-testid=stMain]').clientWidth <= 390"
        " && document.querySelector('[data-testid=stMain]').scrollWidth <= 390"
    )


_PLACE_AND_NEED = """chart => {
  let place = chart.parentElement;
  while (getComputedStyle(place).overflowY !== 'auto') place = place.parentElement;
  return [place.clientHeight, chart.querySelector('svg').getBoundingClientRect().height];
}"""
