"""What a page has loaded is not searched for garbage after each of its runs."""

import gc
from collections.abc import Iterator

import pytest

from pages.parts.garbage import spare


@pytest.fixture(autouse=True)
def freshly_started() -> Iterator[None]:
    """As in a process that has drawn no page yet; and so again afterwards."""
    spare.clear()
    gc.unfreeze()
    yield
    spare.clear()
    gc.unfreeze()


def test_a_page_is_spared_once():
    """What is loaded by the first run is; what later runs make is searched as ever."""
    spare("Dataset")
    spared = gc.get_freeze_count()
    assert spared > 10_000
    later = [[] for _ in range(1000)]
    spare("Dataset")
    assert spared >= gc.get_freeze_count()
    spare("Train")
    assert gc.get_freeze_count() > spared
    assert len(later) == 1000


def test_garbage_of_later_runs_is_found():
    """Sparing what is loaded must not switch the search off."""
    spare("Dataset")
    loop: list = []
    loop.append(loop)
    del loop
    assert gc.collect() >= 1
