"""The kinds of knobs of a run: how each is drawn, and what a link may give it."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from genre_core import limits
from genre_core.data.catalogue import CATALOGUE, missing
from genre_core.genres import GENRES
from genre_core.jobs.settings import RunSettings
from pages.parts.unknown import warn_of_mistyped, warn_of_outside
from pages.parts.words import small

__all__ = [
    "VECTORS",
    "Knob",
    "films",
    "genres",
    "number",
    "rate",
    "share",
    "start_vectors",
    "switch",
]

_FEWEST_FILMS = 20
_RATES = (1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 0.1, 0.3, 1.0)
VECTORS = {
    "shipped": "from the model that ships",
    "word2vec": "word2vec, learned from these plots",
    "counted": "counted in these plots",
    "glove": "GloVe",
    "random": "random numbers",
}
"""Where word vectors start, in words."""


@dataclass(frozen=True)
class Knob:
    """A setting that can be changed: its name in the settings and the link, and what it means."""

    name: str
    label: str
    sentence: str
    draw: Callable[["Knob", Any], Any]

    def show(self, default: Any) -> Any:
        """Draw it, with its sentence; its value."""
        with st.container(gap="xxsmall"):
            value = self.draw(self, default)
            st.markdown(small(self.sentence))
        return value


def number(step: int = 1) -> Callable[[Knob, Any], Any]:
    """A knob for whole numbers within the limits of its setting."""

    def draw(knob: Knob, default: Any) -> Any:
        low, high = _limits(knob.name)
        warn_of_outside(knob.name, low, high, knob.label)
        bind = None if _is_infinite(knob.name) else "query-params"
        return st.number_input(knob.label, low, high, default, step, key=knob.name, bind=bind)

    return draw


def films(knob: Knob, default: Any) -> Any:
    """Draw it; None for all there are."""
    warn_of_outside(knob.name, _FEWEST_FILMS, limits.MAX_FILMS, knob.label)
    return st.number_input(
        knob.label,
        min_value=_FEWEST_FILMS,
        max_value=limits.MAX_FILMS,
        value=default,
        step=20,
        key=knob.name,
        bind=None if _is_infinite(knob.name) else "query-params",
        placeholder="all there are",
    )


def share(knob: Knob, default: Any) -> Any:
    """Draw a slider between the limits of its setting."""
    low, high = _limits(knob.name)
    warn_of_outside(knob.name, low, high, knob.label)
    return st.slider(
        knob.label, float(low), float(high), default, 0.05, key=knob.name, bind="query-params"
    )


def switch(knob: Knob, default: Any) -> Any:
    """Draw it: on or off."""
    return st.toggle(knob.label, default, key=knob.name, bind="query-params")


def rate(knob: Knob, default: Any) -> Any:
    """Draw the learning rates to choose from, each about three times the one before."""
    rates = sorted({*_RATES, default, st.session_state.get(knob.name, default)})
    warn_of_mistyped(knob.name, [f"{step:g}" for step in rates], knob.label)
    return st.select_slider(
        knob.label, rates, default, format_func="{:g}".format, key=knob.name, bind="query-params"
    )


def start_vectors(knob: Knob, default: Any) -> Any:
    """Draw where word vectors may start; GloVe only where it is."""
    has_glove = any(e.kind != "corpus" and not missing(e) for e in CATALOGUE.values())
    options = [name for name in VECTORS if name != "glove" or has_glove]
    warn_of_mistyped(knob.name, [VECTORS[name] for name in options], knob.label)
    return st.selectbox(
        knob.label,
        options,
        options.index(default),
        format_func=VECTORS.__getitem__,
        key=knob.name,
        bind="query-params",
    )


def genres(knob: Knob, default: Any) -> Any:
    """Draw the genres to choose from; None for all."""
    chosen = st.multiselect(
        knob.label,
        GENRES,
        default or [],
        key=knob.name,
        bind="query-params",
        placeholder="all that the films have",
    )
    return tuple(genre for genre in GENRES if genre in chosen) or None


def _is_infinite(name: str) -> bool:
    """Whether the link gives infinity, for which Streamlit's field of whole numbers has no answer."""
    try:
        return math.isinf(float(st.query_params.get(name, 0)))
    except ValueError:
        return False


def _limits(name: str) -> tuple[Any, Any]:
    """The least and the most a setting may be, as its rule says."""
    rules = RunSettings.model_fields[name].metadata
    low = next(rule.ge for rule in rules if hasattr(rule, "ge"))
    most = [rule.le if hasattr(rule, "le") else rule.lt - 1 for rule in rules if _has_top(rule)]
    return low, most[0]


def _has_top(rule: object) -> bool:
    return hasattr(rule, "le") or hasattr(rule, "lt")
