"""The pictures of docs/pictures: one of every page in light and dark, and those the README shows."""

import re
import struct
from pathlib import Path

import pytest

from tests.browser.pictures import FOLDER, MOST_BYTES, SCHEMES, WIDTH
from tests.pages import PAGES

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_page_has_a_picture(page: str, scheme: str):
    """A small one of 1280 pixels; ``make pictures`` takes it."""
    picture = FOLDER / f"{page}-{scheme}.png"
    assert picture.is_file(), f"{picture.name} is missing: run make pictures."
    content = picture.read_bytes()
    assert (WIDTH,) == struct.unpack(">I", content[16:20])
    assert MOST_BYTES >= len(content)


def test_the_readme_shows_pictures_that_are_there():
    """At least one."""
    named = re.findall(r"docs/pictures/([\w-]+\.png)", (ROOT / "README.md").read_text("utf-8"))
    assert named
    assert set(named) <= {picture.name for picture in FOLDER.iterdir()}
