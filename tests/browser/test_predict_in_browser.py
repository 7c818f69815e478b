"""The page "What genre is this plot?" in a real browser."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Server

pytestmark = pytest.mark.browser

GHOST_STORY = "A ghost in the haunted cellar lets the terror of a blood curse out into the night."
LOVE_STORY = "The bride reads love letters of summer and longing before the wedding, then a kiss."
WORD_JOINER = "\u2060"

expect.set_options(timeout=30_000)


def answer_on(page: Page) -> Locator:
    """The answer in words."""
    return page.get_by_role("heading", level=3)


def chart_on(page: Page) -> Locator:
    """The bars."""
    return page.get_by_test_id("stVegaLiteChart")


def read(page: Page, plot: str) -> None:
    """Paste a plot into the box and press the button."""
    page.get_by_role("textbox").fill(plot)
    page.get_by_role("button", name="Name the genres").click()


def test_a_plot_goes_in_and_genres_come_out(app: Server, page: Page):
    """In words, and as bars with their numbers; the example's note goes with the example."""
    page.goto(app.url)
    expect(page.get_by_text("written as Horror")).to_be_visible()
    read(page, LOVE_STORY)
    expect(answer_on(page)).to_have_text("This reads like Romance.")
    expect(chart_on(page).get_by_text("✓")).to_have_count(1)
    for genre in ("Comedy", "Horror", "Romance", "Western"):
        expect(chart_on(page).get_by_text(genre, exact=True)).to_be_visible()
    expect(page.get_by_text("written as Horror")).to_have_count(0)


def test_the_text_of_a_viewer_goes_nowhere(app: Server, page: Page):
    """Neither into the address nor into the server's log."""
    page.goto(f"{app.url}/predict")
    read(page, f"{GHOST_STORY} Xylophonia")
    expect(page.get_by_text("18 words")).to_be_visible()
    expect(answer_on(page)).to_have_text("This reads like Horror.")
    assert f"{app.url}/predict" == page.url
    assert "Xylophonia" not in app.log.read_text()


def test_any_address_may_be_the_first_one_opened(
    start_app: Callable[[Path], Server], tiny_bundle: Path, page: Page
):
    """After a start of the server, too, and with what stands behind the question mark."""
    app = start_app(tiny_bundle)
    for address in (f"{app.url}/predict?from=link", f"{app.url}/?from=link"):
        page.goto(address)
        read(page, GHOST_STORY)
        expect(answer_on(page)).to_have_text("This reads like Horror.")
        expect(page.get_by_role("dialog")).to_have_count(0)
        assert address == page.url


def test_an_empty_box_gets_a_warning(app: Server, page: Page):
    """And no bars."""
    page.goto(app.url)
    read(page, "")
    expect(page.get_by_role("alert")).to_contain_text("not a word")
    expect(chart_on(page)).to_have_count(0)


def test_ctrl_enter_reads_the_box(app: Server, page: Page):
    """As the box says, and as the button does; an emptied box leaves the earlier answer, and says so."""
    page.goto(app.url)
    read(page, GHOST_STORY)
    expect(page.get_by_text("written as Horror")).to_have_count(0)  # the answer is for our text
    page.get_by_role("textbox").fill(LOVE_STORY)
    page.get_by_role("textbox").press("Control+Enter")
    expect(answer_on(page)).to_have_text("This reads like Romance.")
    expect(page.get_by_text("For the earlier text.")).to_have_count(0)
    page.get_by_role("button", name="Empty the box").click()
    expect(page.get_by_text("For the earlier text.")).to_be_visible()


def test_examples_are_chosen_from_menus(app: Server, page: Page):
    """The last one of the last menu, too, without scrolling, and again after an edit."""
    page.set_viewport_size({"width": 1280, "height": 600})
    page.goto(app.url)
    for _ in range(2):
        page.get_by_role("button", name="A hard one").click()
        last = page.get_by_role("menuitem").last
        expect(last).to_be_in_viewport(ratio=1)
        last.click()
        expect(page.get_by_text("Green chair, written as Drama.")).to_be_visible()
        expect(page.get_by_role("textbox")).to_have_value(re.compile("^Every Thursday .* bus back"))
        read(page, "An old man sits on a chair by the sea.")
        expect(page.get_by_text("written as")).to_have_count(0)


def test_a_phone_needs_no_sideways_scroll(app: Server, page: Page):
    """At 390 pixels the chart, too, fits with its numbers."""
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(app.url)
    read(page, GHOST_STORY)
    expect(chart_on(page).get_by_text("✓").first).to_be_visible()
    # It fails when the time is up; the chart may be drawn anew just while it is looked at.
    page.wait_for_function(
        "() => [...document.querySelectorAll('svg text')]"
        ".some(text => text.textContent.includes('✓') && text.getBoundingClientRect().right <= 390)"
    )
    main = page.get_by_test_id("stMain")
    assert 390 >= main.evaluate("main => main.scrollWidth")


def test_the_chart_follows_the_theme(app: Server, page: Page):
    """Light letters on a dark page, the moment it turns dark."""
    page.goto(app.url)
    number = chart_on(page).get_by_text("0.").first
    expect(number).to_have_css("fill", "rgb(27, 36, 48)")
    page.emulate_media(color_scheme="dark")
    expect(number).to_have_css("fill", "rgb(232, 236, 241)")


def test_names_from_a_bundle_are_shown_as_they_are(
    start_app: Callable[[Path], Server], altered_bundle: Callable[..., Path], page: Page
):
    """Also when none passes; nothing in them becomes a link, a picture, an icon or HTML."""
    names = (
        "<b>A</b>",
        "![B](http://example.org/b.png)",
        "[C](http://example.org) :smile:",
        "$D^2$",
    )
    page.goto(start_app(altered_bundle(genres=names, thresholds=(1, 1, 1, 1))).url)
    read(page, GHOST_STORY)
    expect(page.get_by_text("written as Horror")).to_have_count(0)  # the answer is for our text
    expect(answer_on(page)).to_contain_text("None passed its threshold: ![B](http:")
    page.get_by_text("Show the numbers").first.click()
    expect(page.get_by_role("cell", name="no", exact=True)).to_have_count(len(names))
    cells = (
        page.get_by_test_id("stTable")
        .first.get_by_role("row")
        .get_by_role("cell")
        .all_inner_texts()
    )
    assert set(names) <= {cell.replace(WORD_JOINER, "") for cell in cells}
    page.locator("[aria-roledescription=bar]").first.hover(force=True)
    tooltip = page.locator("#vg-tooltip-element")
    expect(tooltip).to_contain_text(re.compile("|".join(map(re.escape, names))))
    expect(tooltip.locator("a, img, b")).to_have_count(0)
    expect(page.get_by_test_id("stMain").locator("a, img, b")).to_have_count(0)


def test_a_damaged_bundle_is_explained(
    start_app: Callable[[Path], Server], damaged_bundle: Path, page: Page
):
    """What is wrong, and what to do."""
    page.goto(start_app(damaged_bundle).url)
    expect(page.get_by_role("alert")).to_contain_text("model.onnx is damaged")
    expect(page.get_by_role("alert")).to_contain_text("Copy the bundle again")
