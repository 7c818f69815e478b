"""The page "How does it learn?" in a real browser: real runs, with a worker that trains."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from genre_core.jobs.lock import take_worker_lock
from tests.app.runs import METRICS, end_run, write_run
from tests.browser.conftest import Server, wait_until_drawn

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]

expect.set_options(timeout=30_000)

SHORT = "epochs=2&units=4&n_films=60&max_words=500"
TRAINING_MS = 180_000  # seconds on an idle machine, minutes on a busy one


def button(page: Page, name: str) -> Locator:
    """The first button of that name."""
    return page.get_by_role("button", name=name, exact=True).first


def chart_on(page: Page) -> Locator:
    """The curve of the loss."""
    return page.get_by_test_id("stVegaLiteChart").first


def outcome_on(page: Page) -> Locator:
    """The sentence with what a run scored."""
    return page.get_by_text(re.compile(r"On 203 test plots it never learned from"))


def finished_run(app: Server, run_id: str = "20260101-101500-finished") -> str:
    """A run that has ended, in the server's folder; its id."""
    home = app.log.with_name(f"{app.log.stem}-runs")
    if not (home / run_id).exists():
        end_run(write_run(home, run_id, n_epochs=3), "done", "All epochs read.", metrics=METRICS)
    return run_id


def test_the_page_may_be_the_first_one_opened(
    start_app: Callable[[Path], Server], tiny_bundle: Path, page: Page
):
    """On an experiment, its knobs and the run that the link names."""
    app = start_app(tiny_bundle)
    address = f"{app.url}/train?preset=Tiny+data&epochs=3"
    page.goto(address)
    expect(page.get_by_role("heading", name="Tiny data")).to_be_visible()
    expect(page.get_by_text("Changed: epochs.")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert address == page.url
    page.goto(f"{app.url}/train?run={finished_run(app)}")
    expect(page.get_by_text("micro-F1 0.43").first).to_be_visible()


def test_a_lesson(app: Server, page: Page, chromium: Browser):
    """Two presses give one run; its curve survives a reload, others see it too; its model is used."""
    page.goto(f"{app.url}/train?{SHORT}")
    expect(page.get_by_role("heading", name="Runs")).to_have_count(0)
    button(page, "Start").dblclick()
    expect(button(page, "Stop and keep the best")).to_be_visible()
    expect(page).to_have_url(re.compile("run="))
    curve = chart_on(page).locator("svg")
    expect(curve).to_be_visible(timeout=TRAINING_MS)
    expect(page.get_by_role("button", name="Files")).to_have_count(1)  # a row for the one run
    page.reload()
    expect(page.get_by_role("heading", name="Quick lesson, ")).to_be_visible()
    expect(curve).to_be_visible()
    other = chromium.new_context().new_page()
    other.goto(page.url)
    expect(other.get_by_role("heading", name="Quick lesson, ")).to_be_visible()
    expect(chart_on(page).get_by_text(re.compile(r"^best: epoch \d$"))).to_be_visible(
        timeout=TRAINING_MS
    )
    expect(outcome_on(page)).to_be_visible(timeout=TRAINING_MS)
    expect(outcome_on(other)).to_be_visible()
    other.context.close()
    button(page, "Use this model").click()
    expect(page.get_by_text("In use on the other pages").first).to_be_visible()
    page.get_by_role("link", name="Try it on a plot").first.click()
    expect(page.get_by_role("heading", name="What genre is this plot?")).to_be_visible()
    model = page.get_by_role("combobox", name="Model")
    expect(model).to_have_value(re.compile(r"^Run \d{8}-\d{6}-quick-lesson"))
    expect(page.get_by_text("The answer of the model")).to_be_visible()


def test_a_run_is_stopped(app: Server, page: Page):
    """Its chart grows and is not drawn anew; what it has learned until then is kept and scored."""
    page.goto(f"{app.url}/train?epochs=50&patience=50&units=4&n_films=60&max_words=500")
    button(page, "Start").click()
    expect(chart_on(page).get_by_text(re.compile(r"^best: epoch \d+$"))).to_be_visible(
        timeout=TRAINING_MS
    )
    curve = chart_on(page).locator("svg")
    curve.evaluate("svg => svg.dataset.seen = 'yes'")
    expect(page.get_by_text(re.compile(r"epoch [2-9] of 50"))).to_be_visible(timeout=TRAINING_MS)
    expect(curve).to_have_attribute("data-seen", "yes")
    button(page, "Stop and keep the best").click()
    expect(outcome_on(page)).to_be_visible(timeout=TRAINING_MS)
    expect(page.get_by_text("stopped early").first).to_be_visible()


def test_a_projector_shows_the_whole_curve_of_the_loss(app: Server, page: Page):
    """At 1280 by 800, what stands above it leaves that much room."""
    home = app.log.with_name(f"{app.log.stem}-runs")
    folder = write_run(home, "20260101-121500-live", n_epochs=3)
    lock = take_worker_lock(home, folder.name)
    assert lock is not None
    try:
        page.goto(f"{app.url}/train?run={folder.name}")
        expect(button(page, "Stop and keep the best")).to_be_visible()
        expect(chart_on(page).locator("svg")).to_be_in_viewport(ratio=0.9)
    finally:
        end_run(folder, "stopped", "Enough was seen.")
        os.close(lock)


def test_the_files_of_a_run_come(app: Server, page: Page):
    """The history has a row an epoch, the settings are those of the run."""
    page.goto(f"{app.url}/train?run={finished_run(app)}")
    for name, words in (("History (CSV)", "val_micro_f1"), ("Settings (JSON)", '"epochs": 4')):
        page.get_by_role("button", name=name).first.wait_for()
        wait_until_drawn(page)
        with page.expect_download() as download:
            page.get_by_role("button", name=name).first.click()
        assert words in download.value.path().read_text(encoding="utf-8")


def test_a_run_is_deleted_after_a_question(app: Server, page: Page):
    """And its link then says that it is gone."""
    gone = finished_run(app, "20260101-111500-gone")
    page.goto(f"{app.url}/train?run={gone}")
    page.get_by_role("button", name="Delete").first.click()  # the youngest run stands first
    button(page, "Delete it").click()
    expect(button(page, "Start")).to_be_visible()
    page.goto(f"{app.url}/train?run={gone}")
    expect(page.get_by_role("alert")).to_contain_text("There is no run")


@pytest.mark.parametrize("link", ["", "run"])
def test_a_phone_needs_no_sideways_scroll(link: str, app: Server, page: Page):
    """At 390 pixels, before a run and on one."""
    page.set_viewport_size({"width": 390, "height": 844})
    run = finished_run(app)
    page.goto(f"{app.url}/train?compare={run}" + (f"&run={run}" if link else ""))
    expect(page.get_by_role("heading", name="Runs", exact=True)).to_be_visible()
    if link:
        expect(chart_on(page).locator("svg")).to_be_visible()
    assert 390 >= page.get_by_test_id("stMain").evaluate("main => main.scrollWidth")
