"""Where runs live."""

from pathlib import Path

import pytest

from genre_core.jobs.places import RUNS_VARIABLE, bundles_of_runs, runs_home


def test_only_runs_with_a_bundle_offer_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The youngest comes first; a run that ended badly has none."""
    monkeypatch.setenv(RUNS_VARIABLE, str(tmp_path))
    for name in ("20260101-000000", "20260102-000000", "20260103-000000"):
        (tmp_path / name / "bundle").mkdir(parents=True)
    for name in ("20260101-000000", "20260102-000000"):
        (tmp_path / name / "bundle" / "bundle.json").write_text("{}")
    assert ["20260102-000000", "20260101-000000"] == list(bundles_of_runs())
    assert tmp_path / "20260102-000000" / "bundle" == bundles_of_runs()["20260102-000000"]


def test_there_need_not_be_any_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A fresh machine has no folder for runs."""
    monkeypatch.setenv(RUNS_VARIABLE, str(tmp_path / "none"))
    assert {} == bundles_of_runs()
    monkeypatch.delenv(RUNS_VARIABLE)
    assert "runs" == runs_home().name
