"""Where runs live."""

from pathlib import Path

import pytest

from genre_core.jobs.places import RUNS_VARIABLE, bundle_of_run, bundles_of_runs, runs_home


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


@pytest.mark.parametrize(
    ("name", "is_found"),
    [("20260101-000000", True), ("20260102-000000", False), ("none", False)]
    + [(name, False) for name in ("", ".", "..", "../other", "../runs/20260101-000000", "a\0b")],
)
def test_a_run_is_found_by_its_name_alone(
    name: str, is_found: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """What is no name of a run with a bundle, a way out of the folder among them, finds none."""
    home = tmp_path / "runs"
    monkeypatch.setenv(RUNS_VARIABLE, str(home))
    for folder in (home / "20260101-000000", tmp_path, home, tmp_path / "other"):
        (folder / "bundle").mkdir(parents=True)
        (folder / "bundle" / "bundle.json").write_text("{}")
    (home / "20260102-000000").mkdir()
    expected = home / name / "bundle" if is_found else None
    assert expected == bundle_of_run(name)
