"""Two copies of the app behind the nginx of deploy/: a viewer stays with one, and the other takes over."""

import re
import shutil
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from genre_core.benchmarks.processes import free_ports
from genre_core.prediction.bundle import SHIPPED
from genre_core.read_only import READ_ONLY, READ_ONLY_VARIABLE
from tests.browser.conftest import ROOT, Server, answers, running_app

pytestmark = pytest.mark.browser

COOKIE = "plotline_copy"
UPLOAD = """async address => {
    const token = document.cookie.match(/_streamlit_xsrf=([^;]+)/)[1];
    const form = new FormData();
    form.append("file", new Blob(["plot"]), "films.csv");
    return (await fetch(address, {method: "PUT", body: form, headers: {"X-Xsrftoken": token}})).status;
}"""
"""What Streamlit's own field for files does with one."""

THRESHOLDS = "thresholds?genre=Horror&threshold=0.62"


@dataclass(frozen=True)
class Site:
    """What viewers see, the copies behind it by the name that the cookie has for them, and nginx's log."""

    url: str
    copies: dict[str, Server]
    log: Path


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """As compose.yaml has it, but for addresses, and for folders that nginx writes to."""
    nginx = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/bin:/opt/homebrew/bin")
    if nginx is None:
        pytest.skip("nginx is not installed (Debian: sudo apt install nginx-light)")
    monkeypatch.setenv(READ_ONLY_VARIABLE, "1")
    monkeypatch.setenv("STREAMLIT_SERVER_COOKIE_SECRET", "the same for both")
    with ExitStack() as stack, ThreadPoolExecutor() as side_by_side:
        apps = [running_app(SHIPPED, tmp_path / f"copy-{number}.log") for number in (1, 2)]
        copies = list(side_by_side.map(lambda app: app.__enter__(), apps))
        for app in apps:
            stack.push(app)
        [port] = free_ports(1)
        file = tmp_path / "nginx.conf"
        file.write_text(_configuration(tmp_path, copies, port), encoding="utf-8")
        log = tmp_path / "nginx.log"
        command = [nginx, "-c", str(file), "-p", str(tmp_path), "-g", "daemon off;"]
        proxy = subprocess.Popen(command, stderr=stack.enter_context(log.open("wb")))
        stack.callback(proxy.wait, timeout=10)
        stack.callback(proxy.terminate)
        url = f"http://127.0.0.1:{port}"
        deadline = time.monotonic() + 10
        while not answers(f"{url}/_stcore/health"):
            assert proxy.poll() is None, log.read_text()
            assert time.monotonic() < deadline
            time.sleep(0.05)
        yield Site(url, {"1": copies[0], "2": copies[1]}, log)


def _configuration(folder: Path, copies: list[Server], port: int) -> str:
    """The file that ships, with the addresses of this machine."""
    text = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    text = text.replace("listen 8080", f"listen 127.0.0.1:{port}")
    text = text.replace("/tmp/", f"{folder}/")  # noqa: S108 - where nginx writes in its container
    for number, copy in enumerate(copies, start=1):
        address = f"172.30.85.1{number}:8501"
        here = copy.url.removeprefix("http://")
        assert address in text
        text = text.replace(address, here).replace(
            address.replace(".", r"\."), here.replace(".", r"\.")
        )
    return text


def test_a_viewer_stays_with_a_copy_and_is_taken_over_when_it_dies(
    site: Site, chromium: Browser
) -> None:
    """New viewers go to both; no file gets in; with the copy killed, the page and what its link says stay."""
    assert {"1", "2"} == {_copy_for_a_stranger(site) for _ in range(4)}
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.set_default_timeout(30_000)
    sessions = _sessions_of(page)
    page.goto(f"{site.url}/{THRESHOLDS}")
    slider = page.get_by_role("slider", name=re.compile("threshold")).first
    expect(slider).to_have_value("0.62", timeout=30_000)
    expect(page.get_by_text(READ_ONLY[:50])).to_be_visible()
    first = _copy_of(context)
    assert 413 == page.evaluate(UPLOAD, f"/_stcore/upload_file/{sessions[0]}/a-file")

    site.copies[first].process.kill()
    expect(page.get_by_test_id("stConnectionStatus")).to_be_visible()
    expect(page.get_by_test_id("stConnectionStatus")).to_be_hidden(timeout=30_000)
    expect(slider).to_have_value("0.62")
    page.get_by_test_id("stTopNavLink").filter(has_text="Dataset").click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("What does the model get to see?", timeout=30_000)
    assert first != _copy_of(context)
    assert len(set(sessions)) == 2  # a new one: what only the dead copy knew is lost
    assert "Horror" not in site.log.read_text(encoding="utf-8")
    context.close()


def _sessions_of(page: Page) -> list[str]:
    """The ids of the page's sessions, as servers tell them from now on."""
    found: list[str] = []

    def note(payload: str | bytes) -> None:
        message = ForwardMsg.FromString(bytes(payload))  # pyright: ignore[reportArgumentType]
        if message.HasField("new_session"):
            found.append(message.new_session.initialize.session_id)

    page.on("websocket", lambda socket: socket.on("framereceived", note))
    return found


def _copy_of(context: BrowserContext) -> str:
    """The name that the browser's cookie has for the copy it stays with."""
    return {cookie.get("name"): cookie.get("value", "") for cookie in context.cookies()}[COOKIE]


def _copy_for_a_stranger(site: Site) -> str:
    """The name in the cookie that a browser without one gets."""
    with urllib.request.urlopen(f"{site.url}/", timeout=10) as answer:
        found = re.match(rf"{COOKIE}=(\d);.*HttpOnly", answer.headers["Set-Cookie"])
    assert found
    return found[1]
