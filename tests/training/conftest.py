"""What every test of training begins with."""

import pytest

from genre_core.training.prepare import Prepared, prepare
from tests.tiny import tiny_corpus


@pytest.fixture(scope="session")
def prepared() -> Prepared:
    """The tiny corpus, ready for training."""
    return prepare([tiny_corpus()], max_words=1_000, min_plots=1)
