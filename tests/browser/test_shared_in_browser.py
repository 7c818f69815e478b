"""What all pages share, in a real browser: links to a state, model card, pictures, two viewers."""

import re
import struct
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import Server, running_app
from tests.pages import PAGES

pytestmark = pytest.mark.browser

expect.set_options(timeout=30_000)

DATASET = "dataset?part=Words&genre=Western"
THRESHOLDS = "thresholds?genre=Horror&threshold=0.62&look=More+curves"
CONTROLS = "stSelectbox", "stSlider", "stMenuButton", "stFileUploader"


def controls_on(page: Page) -> Locator:
    """What sets something, as far as it is seen."""
    names = ", ".join(f'[data-testid="{name}"]' for name in CONTROLS)
    return page.locator(names).locator("visible=true")


def lesson_link(page: Page, *, hide: bool) -> str:
    """The link that the page offers, with or without its controls."""
    page.get_by_role("button", name="Copy lesson link").click()
    page.get_by_role("checkbox", name="hide the controls").set_checked(hide)
    link = page.get_by_role("textbox", name="Link to this page")
    expect(link).to_have_value(re.compile("lesson=1$") if hide else re.compile("^((?!lesson).)*$"))
    address = link.input_value()
    page.keyboard.press("Escape")
    return address


def picture(page: Page, kind: str) -> Path:
    """The charts above the first numbers, saved."""
    button = page.get_by_role("button", name=f"Chart as {kind}").first
    if not button.is_visible():
        page.get_by_text("Show the numbers").first.click()
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)  # what is not drawn is not saved
    expect(page.locator('[data-stale="true"]')).to_have_count(0)
    expect(page.get_by_test_id("stVegaLiteChart").first.locator("svg").first).to_be_visible()
    page.wait_for_timeout(1_000)
    with page.expect_download() as download:
        button.click()
    assert download.value.suggested_filename.endswith(f".{kind.lower()}")
    return download.value.path()


@pytest.mark.parametrize("path", ["", "predict", "dataset"])
def test_the_menu_marks_the_page_that_is_open(path: str, app: Server, page: Page):
    """Also the one with two addresses, of which the menu has the open one."""
    page.goto(f"{app.url}/{path}")
    marked = page.locator('[data-testid="stTopNavLink"][aria-current="page"]')
    expect(marked).to_have_attribute("href", re.compile(f"/{path}$"))
    expect(page.get_by_test_id("stTopNavLink").filter(has_text="Predict")).to_have_count(1)


def test_pale_letters_of_a_map_take_the_colour_of_the_text(app: Server, page: Page):
    """In the dark, too; on a phone its squares have no numbers, and all tabs are seen."""
    page.emulate_media(color_scheme="dark")
    page.goto(f"{app.url}/dataset?part=Pairs")
    chart = page.get_by_test_id("stPlotlyChart")
    expect(chart.get_by_text("Western").first).to_have_css("fill", "rgb(232, 236, 241)")
    expect(chart.locator(".heatmap-label").first).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 2000})
    expect(chart.locator(".heatmap-label").first).to_be_hidden()
    expect(page.get_by_role("tab", name="Genre names")).to_be_in_viewport(ratio=1)


@pytest.fixture(scope="module")
def fresh_app(tiny_bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on which nobody has opened anything yet but lesson links."""
    log = tmp_path_factory.mktemp("fresh") / "server.log"
    with running_app(tiny_bundle, log) as server:
        yield server


@pytest.mark.parametrize("address", [DATASET, THRESHOLDS, "predict"])
def test_a_lesson_link_opens_on_the_same_state_without_controls(
    address: str, app: Server, fresh_app: Server, page: Page
):
    """Also where its page was never opened; who leaves the lesson gets the controls back."""
    page.goto(f"{app.url}/{address}")
    expect(controls_on(page).first).to_be_visible()
    heading = page.get_by_role("heading", level=3).first
    words = heading.inner_text()
    link = lesson_link(page, hide=True)
    page.goto(fresh_app.url + link.removeprefix(app.url))
    expect(heading).to_have_text(words)
    expect(controls_on(page)).to_have_count(0)
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("button", name="Leave the lesson").click()
    expect(controls_on(page).first).to_be_visible()
    expect(heading).to_have_text(words)
    expect(page).to_have_url(re.compile("^((?!lesson).)*$"))


def test_in_a_lesson_a_click_on_the_chart_moves_no_line(app: Server, page: Page):
    """What the teacher set stays set."""
    page.goto(f"{app.url}/thresholds?genre=Horror&threshold=0.62&lesson=1")
    plot = page.get_by_test_id("stVegaLiteChart").first.locator("svg")
    expect(plot).to_be_visible()
    plot.click(position={"x": 120, "y": 150})
    page.get_by_text("Show the numbers").first.click()  # something else that runs the page
    page.get_by_role("button", name="Model card").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(page.get_by_role("heading", name="Horror at 0.62")).to_be_attached()
    assert "threshold=0.62" in page.url


def test_the_link_is_copied(app: Server, page: Page):
    """Into the clipboard, as it stands in the field, with the state of the page."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{app.url}/{THRESHOLDS}")
    page.get_by_role("button", name="Copy lesson link").click()
    page.get_by_role("button", name="Copy", exact=True).click()
    expect(page.get_by_text("Copied.")).to_be_visible()
    assert f"{app.url}/{THRESHOLDS}" == page.evaluate("navigator.clipboard.readText()")


@pytest.mark.parametrize("address", [DATASET, THRESHOLDS, "predict"])
def test_charts_can_be_saved_as_pictures(address: str, app: Server, page: Page):
    """Twice as sharp as on the page, in lines as well, on the background of the page, light or dark."""
    page.goto(f"{app.url}/{address}")
    check_pictures(page, "rgb(255, 255, 255)")
    page.emulate_media(color_scheme="dark")
    expect(page.get_by_test_id("stApp")).to_have_css("background-color", "rgb(18, 22, 28)")
    check_pictures(page, "rgb(18, 22, 28)")


def check_pictures(page: Page, background: str) -> None:
    """Both files of the first chart."""
    chart = page.get_by_test_id("stVegaLiteChart").first.locator("svg")
    expect(chart).to_be_visible()
    drawing = ElementTree.parse(picture(page, "SVG")).getroot()  # noqa: S314 - our own file
    assert [background] == [drawing[0].get("fill")]
    assert len(list(drawing.iter())) > 30
    width, height = (float(drawing.get(side)) for side in ("width", "height"))
    content = picture(page, "PNG").read_bytes()
    assert content.startswith(b"\x89PNG")
    assert (2 * width, 2 * height) == struct.unpack(">II", content[16:24])


def test_two_viewers_do_not_disturb_each_other(app: Server, page: Page, chromium: Browser):
    """Each has a text, a genre and a line of their own."""
    other = chromium.new_context().new_page()
    other.set_default_timeout(30_000)
    for viewer in (page, other):
        viewer.goto(app.url)
    page.get_by_role("textbox").fill("A ghost in the haunted cellar, terror, blood and a curse.")
    other.get_by_role("textbox").fill("The bride reads love letters before the wedding, a kiss.")
    for viewer in (page, other):
        viewer.get_by_role("button", name="Name the genres").click()
    answer = [viewer.get_by_role("heading", level=3).first for viewer in (page, other)]
    expect(answer[0]).to_have_text("This reads like Horror.")
    expect(answer[1]).to_have_text("This reads like Romance.")
    page.goto(f"{app.url}/thresholds?genre=Horror&threshold=0.3")
    other.goto(f"{app.url}/thresholds?genre=Comedy&threshold=0.7")
    expect(page.get_by_role("heading", name="Horror at 0.30")).to_be_visible()
    expect(other.get_by_role("heading", name="Comedy at 0.70")).to_be_visible()
    other.context.close()


def test_a_plot_is_read_by_keyboard_alone(app: Server, page: Page):
    """Tab to the box, type, Tab to the button, Enter; and what has the focus is seen to have it."""
    page.goto(app.url)
    expect(page.get_by_role("heading", level=3).first).to_be_visible()
    tab_to(page, "textarea")
    page.keyboard.press("Control+A")
    page.keyboard.type("The bride reads love letters of summer before the wedding, then a kiss.")
    tab_to(page, "button", "Name the genres")
    seen = page.evaluate(
        "(({ outlineStyle, boxShadow }) => [outlineStyle, boxShadow])"
        "(getComputedStyle(document.activeElement))"
    )
    assert ["none", "none"] != seen
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=3).first).to_have_text("This reads like Romance.")


def tab_to(page: Page, tag: str, words: str = "", most: int = 60) -> None:
    """Press Tab until such an element has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "[document.activeElement.tagName.toLowerCase(), document.activeElement.textContent]"
        )
        if tag == focused[0] and words in focused[1]:
            return
    pytest.fail(f"No {tag} {words} within {most} presses of Tab.")


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("lesson", ["", "?lesson=1"])
def test_a_phone_needs_no_sideways_scroll(address: str, lesson: str, app: Server, page: Page):
    """At 390 pixels, with its controls and without, also with the link or the model card open."""
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{app.url}/{address}{lesson}")
    expect(page.get_by_role("heading", level=3).first).to_be_visible()
    main = page.get_by_test_id("stMain")
    assert 390 >= main.evaluate("main => main.scrollWidth")
    page.get_by_role("button", name="Copy lesson link").click()
    field = page.get_by_role("textbox", name="Link to this page")
    expect(field).to_be_visible()
    box = field.bounding_box()
    assert box
    assert box["x"] >= 0
    assert 390 >= box["x"] + box["width"]
    page.keyboard.press("Escape")
    check_model_card(page)


def check_model_card(page: Page) -> None:
    """It opens and closes by keyboard alone, has the rows of all genres, and fits."""
    page.get_by_role("button", name="Model card").focus()
    page.keyboard.press("Enter")
    card = page.get_by_role("dialog")
    expect(card.get_by_role("heading", name="How to read the figures")).to_be_attached()
    for genre in ("Comedy", "Horror", "Romance", "Western"):
        expect(card.get_by_role("cell", name=genre, exact=True)).to_be_attached()
    assert 390 >= card.evaluate("card => card.scrollWidth")
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
