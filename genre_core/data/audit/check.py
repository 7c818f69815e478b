"""One rule of an audit: what was measured, and whether it holds."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from genre_core.data.tally import one_line

__all__ = ["Check", "Status", "check", "information", "none_of", "not_checked"]

Status = Literal["pass", "fail", "info", "not checked"]

_FOUND_CHARACTERS = 160


@dataclass(frozen=True)
class Check:
    """A rule in words, the value measured, and the verdict."""

    name: str
    rule: str
    value: float | str
    status: Status
    found: tuple[str, ...] = ()
    """What breaks the rule, or what a person should look at, a line each."""
    counts: dict[str, int] = field(default_factory=dict)
    """What the value was computed from, where it is a matter of counting."""


def check(
    name: str,
    rule: str,
    value: float | str,
    *,
    holds: bool,
    found: Iterable[str] = (),
    counts: dict[str, int] | None = None,
) -> Check:
    """A rule that holds or does not; ``found`` may quote a file, and is made fit to print."""
    lines = tuple(one_line(line, _FOUND_CHARACTERS) for line in found)
    return Check(name, rule, value, "pass" if holds else "fail", lines, counts or {})


def none_of(name: str, rule: str, found: Iterable[str]) -> Check:
    """A rule that each line of ``found`` breaks; the value is their number."""
    faults = list(found)
    return check(name, rule, len(faults), holds=not faults, found=faults)


def information(
    name: str,
    rule: str,
    value: float | str,
    found: Iterable[str] = (),
    counts: dict[str, int] | None = None,
) -> Check:
    """A value that no rule judges; ``rule`` says what it is."""
    lines = tuple(one_line(line, _FOUND_CHARACTERS) for line in found)
    return Check(name, rule, value, "info", lines, counts or {})


def not_checked(name: str, rule: str, why: str) -> Check:
    """A rule that could not be tried, which is no failure."""
    return Check(name, rule, f"not checked: {why}", "not checked")
