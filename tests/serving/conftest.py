"""One model, and its API without a server in between."""

from collections.abc import Generator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from genre_core.benchmarks.served import Served, started
from genre_core.prediction.predictor import Predictor
from genre_core.serving.api import make_api


@pytest.fixture(scope="package")
def predictor(tiny_bundle: Path) -> Predictor:
    """A predictor of the tiny bundle, as a program would use it."""
    return Predictor(tiny_bundle)


@pytest.fixture(scope="package")
def client(tiny_bundle: Path) -> Generator[TestClient]:
    """Talks to the API in this process; an error nobody caught would be raised here."""
    with TestClient(make_api(Predictor(tiny_bundle))) as client:
        yield client


@pytest.fixture(scope="package")
def served(tiny_bundle: Path) -> Generator[Served]:
    """A server in a process of its own, for tests that leave it running."""
    with started(tiny_bundle) as served:
        yield served
