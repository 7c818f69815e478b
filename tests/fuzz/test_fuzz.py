"""A minute of fuzzing in every test run, and every case that fuzzing ever found."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from tests.fuzz.targets import TARGETS

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


@pytest.mark.parametrize("case", FOUND, ids=lambda case: case.stem)
def test_what_was_found_stays_mended(case: Path) -> None:
    """Each file is one input that once broke the target it is named after."""
    TARGETS[case.stem.split("-")[0]].check(case.read_bytes())
