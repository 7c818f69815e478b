"""``make pictures``: every page in light and dark, as PNG, into docs/pictures."""

import shutil
import tempfile
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, expect, sync_playwright

from genre_core.prediction.bundle import SHIPPED
from tests.browser.conftest import ROOT, find_chromium, running_app
from tests.pages import PAGES

__all__ = ["ADDRESSES", "FOLDER", "MOST_BYTES", "SCHEMES", "WIDTH"]

FOLDER = ROOT / "docs" / "pictures"
WIDTH, _HEIGHT = 1280, 900
_REST_MILLISECONDS = 1500  # what moves comes to rest
MOST_BYTES = 250_000
"""Of one picture, so that the repository stays small."""

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
ADDRESSES = {
    "dataset": "dataset?part=Words&genre=Western",
    "thresholds": "thresholds?genre=Horror",
}
"""What a picture shows, where it is not the page as it opens."""


expect.set_options(timeout=60_000)


def take_pictures(folder: Path = FOLDER) -> list[Path]:
    """Write the pictures of all pages that the app has; returns their files."""
    with (
        tempfile.TemporaryDirectory() as work,
        running_app(SHIPPED, Path(work) / "server.log") as server,
        sync_playwright() as playwright,
    ):
        executable = find_chromium()
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        new = Path(work) / "new"
        new.mkdir()
        for name, link in ((page, ADDRESSES.get(page, page)) for page in PAGES):
            for scheme in SCHEMES:
                _take(browser, f"{server.url}/{link}", scheme, new / f"{name}-{scheme}.png")
        browser.close()
        shutil.rmtree(folder, ignore_errors=True)  # those of pages that are gone, too
        shutil.copytree(new, folder)
    return sorted(folder.iterdir())


def _take(browser: Browser, address: str, scheme: Literal["light", "dark"], file: Path) -> None:
    context = browser.new_context(
        viewport={"width": WIDTH, "height": _HEIGHT}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(address)
    page.get_by_role("heading", level=1).first.wait_for()
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)  # charts and tables are there
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(_REST_MILLISECONDS)
    page.screenshot(path=file)
    context.close()


if __name__ == "__main__":
    for file in take_pictures():
        print(f"{file.relative_to(ROOT)}  {file.stat().st_size / 1000:.0f} kB")
