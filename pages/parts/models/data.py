"""What is compared: the results that ship, and the runs a viewer adds; worked out once for all viewers."""

from pathlib import Path

import pandas as pd
import streamlit as st

from genre_core.data.catalogue import load
from genre_core.errors import PlotlineError
from genre_core.evaluation import Paired
from genre_core.jobs.places import bundles_of_runs
from genre_core.prediction.about import SYSTEMS, About, read_about
from genre_core.prediction.bundle import SHIPPED
from genre_core.prediction.comparison import compare, disagreements
from genre_core.prediction.manifest import MANIFEST
from genre_core.prediction.results import RESULTS, Result, read_results
from genre_core.prediction.systems import System, ask, system_of_run, systems_of
from pages.parts.bundle import load_predictor, models

__all__ = [
    "all_about",
    "ask_open",
    "differing_films",
    "full_systems",
    "joinable",
    "judge_runs",
    "model_name",
    "pair_of",
    "results",
    "stored_at",
]

RESAMPLES = 1000


def results() -> list[Result]:
    """All results; EvaluationError for a damaged file."""
    return read_results(RESULTS)


def all_about() -> list[About]:
    """Every system in words; EvaluationError for a damaged file."""
    return read_about(SYSTEMS)


def full_systems() -> list[System]:
    """The systems that were run in full on our films; EvaluationError for a damaged file."""
    return systems_of(results(), RESULTS.parent, bundles_of_runs())


def joinable(systems: list[System]) -> dict[str, str]:
    """Models to add, by name, and what to call them: those that are no system already."""
    known = {system.bundle for system in systems}
    return {
        name: f"Run {name}" if folder.parent.name == name else "The model in place of ours"
        for name, folder in models().items()
        if folder not in known and folder != SHIPPED
    }


def judge_runs(names: dict[str, str]) -> tuple[list[System], dict[str, str]]:
    """Those that can be judged, and what keeps the others from it, by title."""
    systems: list[System] = []
    faults: dict[str, str] = {}
    for name, title in names.items():
        folder = models()[name]
        try:
            systems.append(_judged(name, title, folder, stored_at(folder / MANIFEST)))
        except PlotlineError as error:
            faults[title] = str(error)
    return systems, faults


def ask_open(systems: list[System]) -> list[System]:
    """The systems, judged on the test films of the open corpus too where their model is there.

    Most runs learn from the open corpus, and without this could be compared with nothing but each other.
    """
    return [
        _asked(system, name, (system.key, stored_at(models()[name] / MANIFEST)))
        if "open" not in system.judged and (name := model_name(system))
        else system
        for system in systems
    ]


def pair_of(first: System, second: System, corpus: str) -> Paired:
    """Both on the same test films; EvaluationError, BundleError."""
    written = tuple(
        stored_at(place / MANIFEST if place.is_dir() else place) if place else 0
        for place in (first.kept, second.kept)
    )
    return _pair(first, second, corpus, (first.key, second.key, corpus, written))


def model_name(system: System) -> str | None:
    """What ``load_predictor`` calls its bundle; None where it is not there."""
    return next((name for name, folder in models().items() if folder == system.bundle), None)


def differing_films(first: str, second: str) -> tuple[pd.DataFrame, int]:
    """``disagreements`` of two models on the test films of the open corpus, and how many films those are."""
    written = tuple(stored_at(models()[name] / MANIFEST) for name in (first, second))
    return _differing(first, second, written)


def stored_at(path: Path) -> int:
    """Nanoseconds; 0 for what is not there."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


@st.cache_resource(max_entries=32, show_spinner="Scoring the run on its test films …")
def _judged(name: str, title: str, folder: Path, written_at: int) -> System:  # noqa: ARG001
    return system_of_run(name, title, folder)


@st.cache_resource(max_entries=16, show_spinner="The systems read the open corpus …")
def _asked(_system: System, name: str, key: tuple[str, int]) -> System:  # noqa: ARG001
    return ask(_system, load_predictor(name), load("open"))


@st.cache_resource(max_entries=32, show_spinner="Drawing the test films 1,000 times …")
def _pair(_first: System, _second: System, corpus: str, key: tuple[object, ...]) -> Paired:  # noqa: ARG001
    return compare(_first, _second, corpus, RESAMPLES)


@st.cache_resource(max_entries=8, show_spinner="Both models read the open corpus …")
def _differing(first: str, second: str, written: tuple[int, ...]) -> tuple[pd.DataFrame, int]:  # noqa: ARG001
    films = load("open").split("test")
    return disagreements(films, load_predictor(first), load_predictor(second)), len(films)
