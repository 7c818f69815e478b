"""The settings of a run: a preset, and a knob for each thing that may be changed, with a sentence."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from genre_core.data.catalogue import CATALOGUE, missing
from genre_core.genres import GENRES
from genre_core.jobs import limits
from genre_core.jobs.presets import PRESETS, Preset
from genre_core.jobs.settings import RunSettings
from pages.parts.words import small

__all__ = ["PRESET", "VECTORS", "changes", "chosen_preset", "set_knobs", "show_knobs"]

PRESET = "preset"
_PLOT = "watched_plot"
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
class _Knob:
    """A setting that can be changed: its name in the settings and the link, and what it means."""

    name: str
    label: str
    sentence: str
    draw: Callable[["_Knob", Any], Any]

    def show(self, default: Any) -> Any:
        """Draw it, with its sentence; its value."""
        with st.container(gap="xxsmall"):
            value = self.draw(self, default)
            st.markdown(small(self.sentence))
        return value


def _number(step: int = 1) -> Callable[[_Knob, Any], Any]:
    def draw(knob: _Knob, default: Any) -> Any:
        low, high = _limits(knob.name)
        bind = None if _is_infinite(knob.name) else "query-params"
        return st.number_input(knob.label, low, high, default, step, key=knob.name, bind=bind)

    return draw


def _films(knob: _Knob, default: Any) -> Any:
    return st.number_input(
        knob.label,
        min_value=20,
        max_value=limits.MAX_FILMS,
        value=default,
        step=20,
        key=knob.name,
        bind=None if _is_infinite(knob.name) else "query-params",
        placeholder="all there are",
    )


def _share(knob: _Knob, default: Any) -> Any:
    low, high = _limits(knob.name)
    return st.slider(
        knob.label, float(low), float(high), default, 0.05, key=knob.name, bind="query-params"
    )


def _switch(knob: _Knob, default: Any) -> Any:
    return st.toggle(knob.label, default, key=knob.name, bind="query-params")


def _rate(knob: _Knob, default: Any) -> Any:
    rates = sorted({*_RATES, default, st.session_state.get(knob.name, default)})
    return st.select_slider(
        knob.label, rates, default, format_func="{:g}".format, key=knob.name, bind="query-params"
    )


def _start_vectors(knob: _Knob, default: Any) -> Any:
    has_glove = any(e.kind != "corpus" and not missing(e) for e in CATALOGUE.values())
    options = [name for name in VECTORS if name != "glove" or has_glove]
    return st.selectbox(
        knob.label,
        options,
        options.index(default),
        format_func=VECTORS.__getitem__,
        key=knob.name,
        bind="query-params",
    )


def _genres(knob: _Knob, default: Any) -> Any:
    chosen = st.multiselect(
        knob.label,
        GENRES,
        default or [],
        key=knob.name,
        bind="query-params",
        placeholder="all that the films have",
    )
    return tuple(genre for genre in GENRES if genre in chosen) or None


_GROUPS = {
    "What it reads": (
        _Knob("genres", "Genres", "Those to tell apart; two or more, or all.", _genres),
        _Knob("n_films", "Training films", "Fewer are read faster and teach less.", _films),
        _Knob(
            "max_words",
            "Words kept",
            "The most frequent ones; all others look the same to it.",
            _number(500),
        ),
        _Knob(
            "vectors",
            "Word vectors start as",
            "A word is a row of numbers; good ones put words alike near each other from the start.",
            _start_vectors,
        ),
    ),
    "What is built": (
        _Knob("units", "LSTM units", "Numbers it can keep in mind while it reads.", _number(8)),
        _Knob("n_layers", "Layers", "LSTMs on top of each other.", _number()),
        _Knob(
            "dropout",
            "Dropout",
            "Share of its numbers that is hidden at each step, so that it cannot lean on a few.",
            _share,
        ),
        _Knob("bidirectional", "Read from both ends", "Once forwards, once backwards.", _switch),
        _Knob("train_vectors", "Word vectors learn too", "Or stay as they start.", _switch),
    ),
    "How it learns": (
        _Knob(
            "learning_rate",
            "Learning rate",
            "How far each step turns the weights: too small is slow, too large runs away.",
            _rate,
        ),
        _Knob("batch_size", "Batch size", "Plots read between two steps.", _number(8)),
        _Knob("epochs", "Epochs", "Times all films are read, at most.", _number()),
        _Knob(
            "patience",
            "Patience",
            "Epochs without getting better on validation films before it ends by itself.",
            _number(),
        ),
        _Knob("seed", "Seed", "Where chance starts: the same seed gives the same run.", _number()),
    ),
}
_KNOBS = tuple(knob for group in _GROUPS.values() for knob in group)


def chosen_preset() -> Preset:
    """Draw the presets; the one that is chosen."""
    titles = [preset.title for preset in PRESETS]
    title = st.pills(
        "Choose an experiment",
        titles,
        default=titles[0],
        required=True,
        key=PRESET,
        bind="query-params",
        on_change=_to_preset,
    )
    return _by_title(title)


def show_knobs(preset: Preset) -> dict[str, Any]:
    """Draw all knobs; every setting that a knob decides, with its value."""
    values: dict[str, Any] = {}
    for column, (heading, knobs) in zip(st.columns(3, gap="large"), _GROUPS.items(), strict=True):
        with column:
            st.markdown(f"**{heading}**")
            values |= {knob.name: knob.show(getattr(preset.settings, knob.name)) for knob in knobs}
    values[_PLOT] = st.text_area(
        "The plot it is asked about after every epoch",
        preset.settings.watched_plot,
        key=_PLOT,
        max_chars=limits.MAX_PLOT_CHARACTERS,
        height=90,
    )
    return values


def changes(preset: Preset, values: dict[str, Any]) -> dict[str, Any]:
    """The values that differ from those of the preset."""
    return {
        name: value for name, value in values.items() if value != getattr(preset.settings, name)
    }


def set_knobs(settings: RunSettings) -> None:
    """Turn all knobs to these settings: for callbacks."""
    for name in (*(knob.name for knob in _KNOBS), _PLOT):
        value = getattr(settings, name)
        st.session_state[name] = list(value or ()) if name == "genres" else value
    if settings.preset in {preset.key for preset in PRESETS}:
        st.session_state[PRESET] = next(p.title for p in PRESETS if p.key == settings.preset)


def _to_preset() -> None:
    set_knobs(_by_title(st.session_state[PRESET]).settings)


def _by_title(title: str | None) -> Preset:
    return next((preset for preset in PRESETS if preset.title == title), PRESETS[0])


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
