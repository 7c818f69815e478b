"""Example plots to click: invented films, in our own words."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

__all__ = ["Example", "find_example", "get_examples", "get_examples_by_kind"]

_FILE = Path(__file__).resolve().parents[2] / "assets" / "corpus" / "examples.json"


@dataclass(frozen=True)
class Example:
    """The plot of a film that does not exist, and why it is worth a look."""

    label: str
    kind: str
    """How hard it is: ``clear case``, ``blend`` or ``hard one``."""
    genres: tuple[str, ...]
    """The genres it was written to have."""
    plot: str
    notice: str
    """What to notice in the answer."""


@cache
def get_examples() -> tuple[Example, ...]:
    """All examples, in the order they are shown; the first is what a new viewer sees."""
    entries = json.loads(_FILE.read_text(encoding="utf-8"))
    return tuple(
        Example(
            entry["label"], entry["kind"], tuple(entry["genres"]), entry["plot"], entry["notice"]
        )
        for entry in entries
    )


def get_examples_by_kind() -> dict[str, list[Example]]:
    """Kind -> its examples, both in the order they are shown."""
    kinds: dict[str, list[Example]] = {}
    for example in get_examples():
        kinds.setdefault(example.kind, []).append(example)
    return kinds


def find_example(plot: str) -> Example | None:
    """The example with exactly this plot."""
    return next((example for example in get_examples() if example.plot == plot), None)
