"""A search that has ended, in a real browser: its buttons change the whole page, not their part of it."""

import os
import re

import pytest
from playwright.sync_api import Page, expect

from genre_core.jobs.lock import take_worker_lock
from genre_core.jobs.runs import SEARCH
from tests.app.runs import BETTER, SET, end_run, try_settings, write_run
from tests.browser.conftest import Server

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

RUN, OTHER = "20260101-101500-search", "20260101-111500-other"


def test_take_the_best_and_search_on(app: Server, page: Page):
    """One press of each is enough: the knobs are turned, and the run that goes on is watched."""
    home = app.log.with_name(f"{app.log.stem}-runs")
    folder = write_run(home, RUN, n_epochs=0, attempts=4, preset="", name="Search")
    try_settings(folder, 1, SET, 0.2, state="done")
    try_settings(folder, 2, BETTER, 0.3, state="done")
    (folder / SEARCH).write_bytes(b"what it tried")
    end_run(folder, "stopped", "Stopped.", best_epoch=None)
    address = f"{app.url}/train?run={RUN}"
    page.goto(address)
    expect(page.get_by_text("Best so far: training 2")).to_be_visible()
    page.get_by_role("button", name="Take the best settings").click()
    expect(
        page.get_by_text("with 64 LSTM units in each direction, learning rate 0.01")
    ).to_be_visible()

    write_run(home, OTHER)
    lock = take_worker_lock(home, OTHER)  # so that no worker starts
    assert lock is not None
    try:
        page.goto(address)
        page.get_by_role("button", name="Search on: 4 more").click()
        expect(page).to_have_url(re.compile(rf"run=(?!{RUN}$)"))
        expect(page.get_by_text("waiting, place 1").first).to_be_visible()
        expect(page.get_by_text("Another run is training.")).to_be_visible()
    finally:
        os.close(lock)


def test_a_mistyped_setting_is_told_in_sight(app: Server, page: Page):
    """Its knob is in a panel that is closed."""
    page.goto(f"{app.url}/train?epochs=999")
    expect(
        page.get_by_text("has to be a number from 1 to 60, and the link says “999”")
    ).to_be_visible()
