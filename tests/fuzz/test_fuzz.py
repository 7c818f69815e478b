"""Some seconds of fuzzing in every test run, and every case that fuzzing ever found."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.__main__ import drawn
from tests.fuzz.targets import TARGETS, Target

FOUND = sorted((Path(__file__).parent / "found").glob("*.bin"))


@pytest.mark.parametrize("name", TARGETS)
def test_nothing_breaks(name: str) -> None:
    """Any bytes are read, or refused in words."""
    target = TARGETS[name]

    @settings(max_examples=target.n_short, suppress_health_check=list(HealthCheck))
    @given(target.inputs)
    def try_one(data: bytes) -> None:
        target.check(data)

    try_one()


def test_a_fault_is_found_and_made_small(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A target that breaks at any NUL: fuzzing must find it, and leave nothing else of the input."""

    def break_at_nul(data: bytes) -> None:
        assert b"\0" not in data

    monkeypatch.setitem(TARGETS, "planted", Target(break_at_nul, st.binary(), 1))
    assert b"\0" == drawn("planted", 20, tmp_path).broke


@pytest.mark.parametrize("case", FOUND, ids=lambda case: case.stem)
def test_what_was_found_stays_mended(case: Path) -> None:
    """Each file is one input that once broke the target it is named after."""
    TARGETS[case.stem.split("-")[0]].check(case.read_bytes())
