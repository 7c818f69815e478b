"""What can be fuzzed: a check, what it is given, and how much of that in the normal test run."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from genre_core.genres import GENRES
from genre_core.jobs.settings import RunSettings
from genre_core.prediction.bundle import SHIPPED
from genre_core.prediction.manifest import MANIFEST, seal_of
from genre_core.prediction.own_thresholds import FORMAT
from tests.fuzz import checks, run_checks
from tests.fuzz.inputs import HOSTILE_TEXTS, damaged, json_lines, mutated_json, tables, texts
from tests.fuzz.page_links import open_page, page_links
from tests.fuzz.samples import EVENT_LINES, archives, scores_file, with_mistakes

__all__ = ["TARGETS", "Target"]


@dataclass(frozen=True)
class Target:
    """Something to fuzz."""

    check: Callable[[bytes], None]
    """Raises when a promise is broken."""
    inputs: st.SearchStrategy[bytes]
    n_short: int
    """Inputs in the normal test run."""


_SHIPPED: dict[str, Any] = json.loads((SHIPPED / MANIFEST).read_bytes())
_THRESHOLDS = {"format": FORMAT, "version": 1, "thresholds": dict.fromkeys(GENRES, 0.5)}


def _sealed(content: Any) -> bytes:
    """As somebody would write it who knows how: the seal fits, whatever it seals."""
    if isinstance(content, dict):
        content = {name: value for name, value in content.items() if name != "seal"}
        content["seal"] = seal_of(content)
    return json.dumps(content).encode()


def _dumped(document: Any) -> st.SearchStrategy[bytes]:
    return mutated_json(document).map(lambda value: json.dumps(value).encode())


_NOISE = st.binary(max_size=300)
_QUERIES = st.lists(
    st.tuples(
        st.sampled_from(["plot", "run", "genre", "threshold", "epochs", "lesson", "model", "x"]),
        st.one_of(st.sampled_from(HOSTILE_TEXTS), st.text(max_size=30), st.floats().map(str)),
    ),
    max_size=5,
).map(lambda pairs: "&".join(f"{key}={value}" for key, value in pairs).encode("utf-8", "replace"))

TARGETS: dict[str, Target] = {
    "tokeniser": Target(checks.tokeniser, texts, 300),
    "cells": Target(checks.cells, st.one_of(texts, _NOISE), 600),
    "table": Target(checks.table, st.one_of(tables(), tables().flatmap(damaged), _NOISE), 180),
    "bulk": Target(checks.bulk, st.one_of(tables(), tables().flatmap(damaged)), 150),
    "file": Target(checks.file, st.one_of(tables(), archives.flatmap(damaged), _NOISE), 450),
    "archive": Target(checks.archive, st.one_of(archives, archives.flatmap(damaged), _NOISE), 450),
    "json": Target(run_checks.json_text, st.one_of(_dumped([_THRESHOLDS]), _NOISE), 600),
    "events": Target(run_checks.events, st.one_of(json_lines(EVENT_LINES), _NOISE), 120),
    "manifest": Target(
        run_checks.manifest,
        st.one_of(
            mutated_json(with_mistakes(_SHIPPED)).map(_sealed),
            st.just(json.dumps(_SHIPPED).encode()).flatmap(damaged),
        ),
        300,
    ),
    "scores": Target(
        run_checks.scores, st.one_of(scores_file(), scores_file().flatmap(damaged)), 450
    ),
    "thresholds": Target(run_checks.thresholds, st.one_of(_dumped(_THRESHOLDS), _NOISE), 600),
    "links": Target(run_checks.links, st.one_of(_QUERIES, _NOISE), 600),
    "settings": Target(
        run_checks.run_settings, _dumped(RunSettings().model_dump(mode="json")), 600
    ),
    "pages": Target(open_page, page_links, 6),
}
