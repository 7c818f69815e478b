"""Signing in: nobody is asked where it is not set up, and where it is, nobody passes who has not."""

import sys
from pathlib import Path
from typing import Any

import pytest
from streamlit import config
from streamlit.testing.v1 import AppTest

APP = Path(__file__).resolve().parents[2] / "app.py"
ONE = {"client_id": "plotline", "client_secret": "secret", "cookie_secret": "c" * 32}
TWO = {"cookie_secret": "c" * 32, "school": {"client_id": "a"}, "city": {"client_id": "b"}}


@pytest.fixture
def authlib(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What signing in needs can be found, whether it is installed here or not."""
    for name in ("authlib", "httpx2"):
        (tmp_path / f"{name}.py").touch()
    monkeypatch.syspath_prepend(tmp_path)


def open_app(auth: dict[str, Any], **user: object) -> AppTest:
    """The app as a viewer finds it: what is set up, and what Streamlit knows of them."""
    page = AppTest.from_file(str(APP), default_timeout=60)
    page.secrets["auth"] = auth
    page.user = user
    page.run()
    assert not page.exception
    return page


def titles(page: AppTest) -> list[str]:
    """Of the page that is open."""
    return [title.value for title in page.title]


def labels(page: AppTest) -> list[str]:
    """What stands on the buttons."""
    return [button.label for button in page.button]


@pytest.mark.usefixtures("authlib")
def test_who_has_not_signed_in_sees_the_way_in_and_nothing_else() -> None:
    """One button, and not a word of any page."""
    page = open_app(ONE, is_logged_in=False)
    assert ["Plotline"] == titles(page)
    assert ["Sign in"] == labels(page)
    assert [] == [*page.text_area, *page.selectbox]


@pytest.mark.usefixtures("authlib")
def test_each_provider_has_a_button() -> None:
    """By the name that it has in the secrets."""
    page = open_app(TWO, is_logged_in=False)
    assert ["Sign in with school", "Sign in with city"] == labels(page)


def test_who_has_signed_in_sees_the_page_and_the_way_out() -> None:
    """With their name, in which nothing is marked up."""
    page = open_app(ONE, is_logged_in=True, name="*Ada*")
    assert ["What genre is this plot?"] == titles(page)
    assert "Sign out" in labels(page)
    assert any(r"Signed in: \*Ada\*" in m.value for m in page.markdown)


def test_without_it_nothing_changes() -> None:
    """Streamlit knows nothing of the viewer, and nobody is asked."""
    page = AppTest.from_file(str(APP), default_timeout=60).run()
    assert ["What genre is this plot?"] == titles(page)
    assert not {"Sign in", "Sign out"} & set(labels(page))


def test_without_authlib_the_page_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is let in meanwhile."""
    monkeypatch.setitem(sys.modules, "authlib", None)  # as if it were not installed
    page = open_app(ONE, is_logged_in=False)
    assert "pip install -r requirements-login.txt" in page.error[0].value
    assert [] == labels(page)


def test_secrets_that_cannot_be_read_let_nobody_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Streamlit takes them for none: a slip of the pen in them would open the door to all."""
    secrets = tmp_path / "secrets.toml"
    secrets.write_text("[auth\nclient_id = ", encoding="utf-8")
    before = config.get_option("secrets.files")
    config.set_option("secrets.files", [str(secrets)])
    try:
        page = AppTest.from_file(str(APP), default_timeout=60).run()
    finally:
        config.set_option("secrets.files", before)
    assert not page.exception
    assert ["Plotline"] == titles(page)
    assert "`secrets.toml` cannot be read" in page.error[0].value
