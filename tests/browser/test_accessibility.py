"""What axe-core finds on every page, light and dark: nothing critical and nothing serious."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from pages.dataset import _TABS as DATASET_TABS
from tests.browser.conftest import Server
from tests.pages import PAGES

pytestmark = pytest.mark.browser

expect.set_options(timeout=30_000)

GRAVE = ("serious", "critical")
# Of the lesser rules, heading-order (moderate) is broken on purpose: Streamlit's subheader is an h3
# right under the page's h1.
ADDRESSES = (
    *PAGES,
    "predict?lesson=1",
    *(f"dataset?part={part.replace(' ', '+').replace('?', '%3F')}" for part in DATASET_TABS[1:]),
    *(f"predict?look={look}" for look in ("Which+words%3F", "Watch+it+read", "Films+like+it")),
    "thresholds?look=The+accuracy+trap",
    "thresholds?look=More+curves",
    "thresholds?look=Which+films+change%3F",
    "thresholds?look=Every+genre%2C+and+a+file",
    "models?look=The+accuracy+trap&story=3.+Count+what+is+found",
    "models?look=Every+system",
)


def open_page(page: Page, address: str) -> None:
    """Wait until it is drawn."""
    page.goto(address)
    expect(page.get_by_role("heading", level=3).first).to_be_visible()
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)
    expect(page.locator('[data-stale="true"]')).to_have_count(0)


def turn_dark(page: Page) -> None:
    """As the viewer's system does in the evening."""
    page.emulate_media(color_scheme="dark")
    expect(page.get_by_test_id("stApp")).to_have_css("background-color", "rgb(18, 22, 28)")


def grave_faults(page: Page) -> list[str]:
    """Rule, place and reason of each fault that is serious or critical, Streamlit's own as well."""
    violations: list[dict[str, Any]] = Axe().run(page).response["violations"]
    return [
        f"{violation['id']} at {' '.join(map(str, node['target']))}: {reason_of(node)}"
        for violation in violations
        if violation["impact"] in GRAVE
        for node in violation["nodes"]
    ]


def reason_of(node: dict[str, Any]) -> str:
    """In axe's words."""
    return "; ".join(check["message"] for check in node["any"] + node["all"] + node["none"])


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_page_has_a_grave_fault(address: str, app: Server, page: Page):
    """Contrast, names of controls, roles: whatever axe-core calls serious or critical."""
    page.emulate_media(reduced_motion="reduce")
    open_page(page, f"{app.url}/{address}")
    assert [] == grave_faults(page)
    turn_dark(page)
    assert [] == grave_faults(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_opens_on_a_page_has_no_grave_fault(scheme: str, app: Server, page: Page):
    """The numbers under a chart, the lesson link, the model card."""
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    open_page(page, f"{app.url}/predict")
    page.get_by_text("Show the numbers").first.click()
    expect(page.get_by_role("button", name="Chart as PNG")).to_be_visible()
    assert [] == grave_faults(page)
    page.get_by_role("button", name="Copy lesson link").click()
    expect(page.get_by_role("textbox", name="Link to this page")).to_be_visible()
    assert [] == grave_faults(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Model card").click()
    expect(page.get_by_role("heading", name="How to read the figures")).to_be_attached()
    assert [] == grave_faults(page)


def test_a_grave_fault_is_found(page: Page):
    """The tests above can fail: a button without a name is critical."""
    page.set_content("<main><h1>A page</h1><button></button></main>")
    assert any(fault.startswith("button-name") for fault in grave_faults(page))
