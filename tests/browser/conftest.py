"""A server of the app and a Chromium to open it with."""

import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    WebSocket,
    sync_playwright,
)

from genre_core.benchmarks.processes import free_ports
from genre_core.jobs.places import RUNS_VARIABLE
from pages.parts.bundle import BUNDLE_VARIABLE

ROOT = Path(__file__).resolve().parents[2]
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
START_SECONDS = 60
OUR_HOSTS = ("127.0.0.1", "localhost", None)  # None: made in the page itself (data:, blob:)

# On a deep link Streamlit first looks beside the page for what lies at the root.
KNOWN_FAULTS = tuple(
    f"/{page}/_stcore/{file}"
    for page in ("dataset", "thresholds", "train", "predict", "models")
    for file in ("health", "host-config")
)


@dataclass(frozen=True)
class Server:
    """A running app: its address, the file it writes its log to, and its process."""

    url: str
    log: Path
    process: subprocess.Popen[bytes]


@contextmanager
def running_app(bundle: Path, log: Path) -> Generator[Server]:
    """Start the app in a process of its own, wait until it answers, stop it in the end."""
    [port] = free_ports(1)
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true"]
    command += ["--server.address=127.0.0.1", f"--server.port={port}"]
    # Beside the log, so that no test writes into the folder of one's own runs.
    runs = log.with_name(f"{log.stem}-runs")
    environment = {**os.environ, BUNDLE_VARIABLE: str(bundle), RUNS_VARIABLE: str(runs)}
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        url = f"http://127.0.0.1:{port}"
        deadline = time.monotonic() + START_SECONDS
        while not answers(f"{url}/_stcore/health"):
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.1)
        yield Server(url, log, process)
    finally:
        process.terminate()
        process.wait(timeout=60)  # on a busy machine it takes its time


def find_chromium() -> str | None:
    """The program that CHROMIUM names, else the first that is there."""
    named = os.environ.get("CHROMIUM")
    return named or next(filter(None, map(shutil.which, CHROMIUMS)), None)


def answers(url: str) -> bool:
    """Whether a server is there and well."""
    try:
        with urllib.request.urlopen(url, timeout=1) as response:
            return response.status == 200
    except (urllib.error.URLError, TimeoutError, ConnectionError):
        return False


def wait_until_drawn(page: Page) -> None:
    """Until the server has drawn all of the page: a button pressed before that may be another one then."""
    page.locator('[data-test-script-state="notRunning"]').first.wait_for()


@pytest.fixture
def start_app(tmp_path: Path) -> Iterator[Callable[[Path], Server]]:
    """Starts a fresh server that reads with the bundle given."""
    servers = []

    def start(bundle: Path) -> Server:
        server = running_app(bundle, tmp_path / f"server-{len(servers)}.log")
        servers.append(server)
        return server.__enter__()

    yield start
    for server in servers:
        server.__exit__(None, None, None)


@pytest.fixture(scope="session")
def app(tiny_bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that reads with the tiny bundle, for all tests that need no fresh one."""
    with running_app(tiny_bundle, tmp_path_factory.mktemp("app") / "server.log") as server:
        yield server


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A headless Chromium."""
    executable = find_chromium()
    if not executable:
        # CI must not pass by leaving them out; a user without a browser still has all other tests.
        give_up = pytest.fail if os.environ.get("CI") else pytest.skip
        give_up(
            "The browser tests need Chromium, and none was found: install it (Debian: sudo apt "
            "install chromium), or name one with CHROMIUM=/path/to/chromium."
        )
    with sync_playwright() as playwright:
        # Without a graphics card it would draw as one does, in software, and then once more as a picture.
        arguments = ["--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=executable, args=arguments)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def window(chromium: Browser) -> Iterator[BrowserContext]:
    """What all pages open in: Streamlit's own files are loaded once, and kept."""
    with chromium.new_context(
        viewport={"width": 1280, "height": 800}, color_scheme="light"
    ) as window:
        yield window


@pytest.fixture
def page(window: BrowserContext) -> Iterator[Page]:
    """An empty page of a new viewer; in the end the browser must have found no fault.

    Nor may it have asked any other machine for anything. Nothing is left to the next one: neither
    cookies, nor what is stored, nor what was permitted.
    """
    faults: list[str] = []
    asked_elsewhere: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.location["url"].endswith(KNOWN_FAULTS):
            faults.append(f"{message.text} ({message.location['url']})")

    def note_address(request: Request | WebSocket) -> None:
        if urlsplit(request.url).hostname not in OUR_HOSTS:
            asked_elsewhere.append(request.url)

    page = window.new_page()
    page.set_default_timeout(30_000)
    page.on("request", note_address)
    page.on("websocket", note_address)
    page.on("console", note)
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    if page.url.startswith("http"):
        page.evaluate("localStorage.clear()")
    for opened in window.pages:
        opened.close()
    window.clear_cookies()
    window.clear_permissions()
    assert [] == faults
    assert [] == asked_elsewhere
