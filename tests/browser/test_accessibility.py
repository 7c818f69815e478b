"""What axe-core finds on every page, light and dark: nothing critical and nothing serious."""

from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from pages.dataset import _TABS as DATASET_TABS
from tests.browser.conftest import Server
from tests.pages import PAGES

pytestmark = pytest.mark.browser

expect.set_options(timeout=30_000)

GRAVE = ("serious", "critical")
BACKGROUNDS = {"light": "rgb(255, 255, 255)", "dark": "rgb(18, 22, 28)"}
EVERY_RULE = {"resultTypes": ["violations"]}
COLOURS = {
    **EVERY_RULE,
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
}
# Of the lesser rules, heading-order (moderate) is broken on purpose: Streamlit's subheader is an h3
# right under the page's h1.
TABS = {
    "dataset": DATASET_TABS[1:],
    "predict": ("Which words?", "Watch it read", "Films like it"),
    "thresholds": (
        "The accuracy trap",
        "More curves",
        "Which films change?",
        "Every genre, and a file",
    ),
    "models?look=The+accuracy+trap&story=3.+Count+what+is+found": ("Every system",),
}
"""What else an address shows, a click away."""
ADDRESSES = tuple(dict.fromkeys((*PAGES, "predict?lesson=1", *TABS)))


def open_page(page: Page, address: str) -> None:
    """Wait until it is drawn."""
    page.goto(address)
    wait_until_drawn(page)


def wait_until_drawn(page: Page) -> None:
    """Nothing is to come, and nothing is of before."""
    expect(page.get_by_role("heading", level=3).locator("visible=true").first).to_be_visible()
    expect(page.get_by_test_id("stSkeleton").locator("visible=true")).to_have_count(0)
    expect(page.locator('[data-stale="true"]')).to_have_count(0)


def turn(page: Page, scheme: Literal["light", "dark"]) -> None:
    """As the viewer's system does in the evening, and in the morning."""
    page.emulate_media(color_scheme=scheme)
    expect(page.get_by_test_id("stApp")).to_have_css("background-color", BACKGROUNDS[scheme])


def grave_faults(page: Page, rules: dict[str, Any] = EVERY_RULE) -> list[str]:
    """Rule, place and reason of each fault that is serious or critical, Streamlit's own as well."""
    violations: list[dict[str, Any]] = Axe().run(page, options=rules).response["violations"]
    return [
        f"{violation['id']} at {' '.join(map(str, node['target']))}: {reason_of(node)}"
        for violation in violations
        if violation["impact"] in GRAVE
        for node in violation["nodes"]
    ]


def faults_in_both(page: Page) -> list[str]:
    """All as it stands, light or dark; then of the other, which differs in nothing else, those of colours."""
    is_light = page.evaluate("matchMedia('(prefers-color-scheme: light)').matches")
    faults = grave_faults(page)
    turn(page, "dark" if is_light else "light")
    return faults + [f"turned: {fault}" for fault in grave_faults(page, COLOURS)]


def reason_of(node: dict[str, Any]) -> str:
    """In axe's words."""
    return "; ".join(check["message"] for check in node["any"] + node["all"] + node["none"])


@pytest.mark.timeout(900)  # seconds: eight tabs, on a busy machine
@pytest.mark.parametrize("address", ADDRESSES)
def test_no_page_has_a_grave_fault(address: str, app: Server, page: Page):
    """Contrast, names of controls, roles: whatever axe-core calls serious or critical, on every tab."""
    page.emulate_media(reduced_motion="reduce")
    open_page(page, f"{app.url}/{address}")
    faults = {address: faults_in_both(page)}
    for name in TABS.get(address, ()):
        tab = page.get_by_role("tab", name=name, exact=True)
        tab.click()
        page.mouse.move(0, 0)  # what a pointer rests on has other colours
        expect(tab).to_have_attribute("aria-selected", "true")
        wait_until_drawn(page)
        faults[name] = faults_in_both(page)
    assert {} == {place: found for place, found in faults.items() if found}


def test_what_opens_on_a_page_has_no_grave_fault(app: Server, page: Page):
    """The numbers under a chart, the lesson link, the model card."""
    page.emulate_media(reduced_motion="reduce")
    open_page(page, f"{app.url}/predict")
    page.get_by_text("Show the numbers").first.click()
    expect(page.get_by_role("button", name="Chart as PNG")).to_be_visible()
    assert [] == faults_in_both(page)
    page.get_by_role("button", name="Copy lesson link").click()
    expect(page.get_by_role("textbox", name="Link to this page")).to_be_visible()
    assert [] == faults_in_both(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Model card").click()
    expect(page.get_by_role("heading", name="How to read the figures")).to_be_attached()
    assert [] == faults_in_both(page)


def test_a_grave_fault_is_found(page: Page):
    """The tests above can fail: a button without a name is critical, pale letters are serious."""
    page.set_content(
        "<main><h1>A page</h1><button></button><p style='color: #999'>Pale on white</p></main>"
    )
    assert {"button-name", "color-contrast"} <= {fault.split()[0] for fault in grave_faults(page)}
    assert ["color-contrast"] == [fault.split()[0] for fault in grave_faults(page, COLOURS)]
