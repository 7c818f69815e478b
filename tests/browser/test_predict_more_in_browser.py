"""What stands beneath an answer on the page "What genre is this plot?", in a real browser."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, WebSocket, expect

from tests.browser.conftest import Server

pytestmark = pytest.mark.browser

GHOST_STORY = "A ghost in the haunted cellar lets the terror of a blood curse out into the night."
LOVE_STORY = "The bride reads love letters of summer and longing before the wedding, then a kiss."
HOSTILE = (
    "<img src=x onerror=alert(1)> <b>ghost</b> ![grave](http://example.org/a.png) "
    "[curse](http://example.org) $terror^2$ :smile: :red[blood] ] http://example.org demon"
)

expect.set_options(timeout=30_000)


def read(page: Page, plot: str) -> None:
    """Paste a plot into the box, press the button, wait until the answer is for it."""
    page.get_by_role("textbox").first.fill(plot)
    page.get_by_role("button", name="Name the genres", exact=True).click()
    expect(page.get_by_text("The answer of the model:")).to_be_visible()


def test_a_deep_link_opens_plot_tab_and_genre(
    start_app: Callable[[Path], Server], tiny_bundle: Path, page: Page
):
    """After a start of the server, and the address stays as it was."""
    plot = LOVE_STORY.replace(" ", "+").replace(",", "%2C")
    address = (
        f"{start_app(tiny_bundle).url}/predict?plot={plot}&look=Which+words%3F&evidence=Horror"
    )
    page.goto(address)
    expect(page.get_by_role("heading", level=3)).to_have_text("This reads like Romance.")
    expect(page.get_by_text("The score of Horror is")).to_be_visible()
    assert address == page.url
    read(page, GHOST_STORY)
    expect(page.get_by_role("heading", level=3)).to_have_text("This reads like Horror.")
    assert "plot=" not in page.url


def test_marks_show_a_hostile_text_as_it_is(app: Server, page: Page):
    """Nothing in it becomes a link, a picture, a formula or HTML."""
    page.goto(f"{app.url}/predict?look=Which+words%3F")
    read(page, HOSTILE)
    box = page.get_by_test_id("stMarkdownContainer").filter(has_text="onerror=alert(1)")
    expect(box).to_have_count(1)
    expect(box).to_contain_text("![grave")
    expect(box.locator("a, img, b, .katex, [data-testid=stIconMaterial]")).to_have_count(0)
    expect(box.locator(".stMarkdownColoredBackground").first).to_be_visible()


def test_reading_along_plays_in_the_browser(app: Server, page: Page):
    """The step moves on by itself to the end, and the server is not asked."""
    asked: list[str | bytes] = []

    def note(socket: WebSocket) -> None:
        socket.on("framesent", lambda frame: asked.append(frame))  # noqa: PLW0108 - not a built-in

    page.on("websocket", note)
    page.goto(f"{app.url}/predict?look=Watch+it+read")
    read(page, GHOST_STORY)
    expect(page.locator(".vega-bind input[type=range]")).to_have_attribute("max", "17")
    assert asked  # as the page did for this answer
    asked.clear()
    page.get_by_role("checkbox", name="Play").check()
    step = page.get_by_role("slider", name="Step")
    expect(step).not_to_have_value("17")
    expect(step).to_have_value("17")
    expect(page.get_by_test_id("stVegaLiteChart").last.get_by_text("night").first).to_be_visible()
    assert [] == asked


def test_a_pinned_answer_stands_beside_the_one_of_now(app: Server, page: Page):
    """Two bars a genre, and what moved in words."""
    page.goto(f"{app.url}/predict?look=Change+and+compare")
    read(page, GHOST_STORY)
    page.get_by_role("button", name="Pin this answer").click()
    expect(page.get_by_text("This is the answer that you pinned")).to_be_visible()
    read(page, LOVE_STORY)
    expect(page.get_by_text("Romance rises from")).to_be_visible()
    chart = page.get_by_test_id("stVegaLiteChart").last
    expect(chart.get_by_text("pinned", exact=True)).to_be_visible()
    expect(chart.get_by_text("✓")).to_have_count(2)


def test_thresholds_travel_from_one_page_to_the_other(app: Server, page: Page, tmp_path: Path):
    """By the button there; and by a file, after which the model's own come back."""
    page.goto(f"{app.url}/thresholds?threshold=1.0&look=Every+genre%2C+and+a+file")
    page.get_by_text("This line for all").click()
    page.get_by_role("button", name="Use these thresholds on the predict page").click()
    expect(page.get_by_text("They are in use")).to_be_visible()
    page.get_by_role("link", name="Predict").click()
    expect(page.get_by_text("Your own thresholds are in use")).to_be_visible()
    expect(page.get_by_role("heading", level=3)).to_contain_text("None passed its threshold")
    page.get_by_role("button", name="Back to the model's own").click()
    expect(page.get_by_role("heading", level=3)).to_contain_text("This reads like")
    everything = dict.fromkeys(("Comedy", "Horror", "Romance", "Western"), 0)
    mine = tmp_path / "mine.json"
    content = {"format": "plotline-thresholds", "version": 1, "thresholds": everything}
    mine.write_text(json.dumps(content))
    page.get_by_role("button", name="Thresholds").click()
    page.locator("input[type=file]").first.set_input_files(mine)
    expect(page.get_by_role("heading", level=3)).to_contain_text("Western")


def test_a_table_goes_in_and_comes_back(app: Server, page: Page, tmp_path: Path):
    """With its genres, and what was counted."""
    table = tmp_path / "plots.csv"
    table.write_text(f'title,plot\n@one,"{GHOST_STORY}"\ntwo,"{LOVE_STORY}"\n', encoding="utf-8")
    page.goto(f"{app.url}/predict?look=A+whole+table")
    page.locator("input[type=file]").last.set_input_files(table)
    page.get_by_role("button", name="Name the genres of all rows").click()
    expect(page.get_by_text("2 rows of 2 got one genre or more.")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the table with genres").click()
    text = download.value.path().read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(text.splitlines()))
    assert ["'@one", "two"] == [row["title"] for row in rows]
    assert ["Horror", "Romance"] == [row["predicted_genres"] for row in rows]


def test_a_phone_needs_no_sideways_scroll(app: Server, page: Page):
    """In each tab with a chart or a table."""
    page.set_viewport_size({"width": 390, "height": 844})
    for look in ("How+often+right%3F", "Which+words%3F", "Watch+it+read", "Share"):
        page.goto(f"{app.url}/predict?look={look}")
        expect(page.get_by_role("tabpanel").get_by_test_id("stMarkdown").first).to_be_visible()
        assert 390 >= page.get_by_test_id("stMain").evaluate("main => main.scrollWidth")
