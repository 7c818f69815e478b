"""What holds for all tests: how Hypothesis draws, and when a marked test can run."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

pytest_plugins = ["tests.fixtures_bundle"]

# A test's verdict depends on the code alone: the same examples every time, and no stopwatch, which
# would measure how busy the machine is.
settings.register_profile("plotline", derandomize=True, deadline=None, max_examples=60)
settings.load_profile("plotline")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with slow tests first, so that none runs alone in the end; skip what needs data not there."""
    slow = {item.path for item in items if any(map(item.get_closest_marker, ("slow", "browser")))}
    items.sort(key=lambda item: item.path not in slow)  # stable: within a file the order stays
    marked = [item for item in items if item.get_closest_marker("data")]
    if marked and not _has_data_home():
        for item in marked:
            item.add_marker(pytest.mark.skip(reason="GENRE_DATA_HOME is not set"))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what needs a GPU where there is none; TensorFlow is loaded only when such a test's turn comes."""
    if item.get_closest_marker("gpu") and not _has_gpu():
        pytest.skip("TensorFlow finds no GPU")


def _has_data_home() -> bool:
    home = os.environ.get("GENRE_DATA_HOME")
    if home and not Path(home).expanduser().is_dir():
        raise pytest.UsageError(f"GENRE_DATA_HOME must name a folder; there is none at {home}.")
    return bool(home)


def _has_gpu() -> bool:
    import tensorflow as tf

    return bool(tf.config.list_physical_devices("GPU"))
