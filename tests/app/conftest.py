"""What tests of several pages share."""

from pathlib import Path

import pytest

from genre_core.data.catalogue import HOME_VARIABLE
from genre_core.jobs.places import RUNS_VARIABLE


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of runs, on a machine with no corpora but the open one."""
    monkeypatch.setenv(RUNS_VARIABLE, str(tmp_path / "runs"))
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))
    return tmp_path / "runs"
