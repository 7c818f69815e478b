"""Runs that take long enough to be killed at a chosen moment."""

import pytest

from tests.jobs.conftest import home, table
from tests.tiny import tiny_corpus

__all__ = ["home", "long_table", "table"]


@pytest.fixture(scope="session")
def long_table() -> bytes:
    """The tiny corpus, each plot told forty times: it takes a while to read word by word."""
    films = tiny_corpus().films
    plots = (films["plot"] + " ") * 40
    frame = films.assign(genres=films["genres"].map("|".join), plot=plots)
    return frame[["title", "genres", "split", "plot"]].to_csv(index=False).encode()
