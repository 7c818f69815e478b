"""The settings of a run: a preset, and a knob for each thing that may be changed, with a sentence."""

from typing import Any

import streamlit as st

from genre_core import limits
from genre_core.jobs.presets import PRESETS, Preset
from genre_core.jobs.settings import RunSettings
from pages.parts.train.knob_kinds import (
    Knob,
    films,
    genres,
    number,
    rate,
    share,
    start_vectors,
    switch,
)
from pages.parts.unknown import warn_of_mistyped

__all__ = ["PRESET", "changes", "chosen_preset", "set_knobs", "show_knobs"]

PRESET = "preset"
_PLOT = "watched_plot"

_GROUPS = {
    "What it reads": (
        Knob("genres", "Genres", "Those to tell apart; two or more, or all.", genres),
        Knob("n_films", "Training films", "Fewer are read faster and teach less.", films),
        Knob(
            "max_words",
            "Words kept",
            "The most frequent ones; all others look the same to it.",
            number(500),
        ),
        Knob(
            "vectors",
            "Word vectors start as",
            "A word is a row of numbers; good ones put words alike near each other from the start.",
            start_vectors,
        ),
    ),
    "What is built": (
        Knob("units", "LSTM units", "Numbers it can keep in mind while it reads.", number(8)),
        Knob("n_layers", "Layers", "LSTMs on top of each other.", number()),
        Knob(
            "dropout",
            "Dropout",
            "Share of its numbers that is hidden at each step, so that it cannot lean on a few.",
            share,
        ),
        Knob("bidirectional", "Read from both ends", "Once forwards, once backwards.", switch),
        Knob("train_vectors", "Word vectors learn too", "Or stay as they start.", switch),
    ),
    "How it learns": (
        Knob(
            "learning_rate",
            "Learning rate",
            "How far each step turns the weights: too small is slow, too large runs away.",
            rate,
        ),
        Knob("batch_size", "Batch size", "Plots read between two steps.", number(8)),
        Knob("epochs", "Epochs", "Times all films are read, at most.", number()),
        Knob(
            "patience",
            "Patience",
            "Epochs without getting better on validation films before it ends by itself.",
            number(),
        ),
        Knob(
            "attempts",
            "Settings to try first",
            "0 trains once. More: so many trainings look for the best layers, units, learning rate, "
            "dropout and words; those are trained then.",
            number(),
        ),
        Knob("seed", "Seed", "Where chance starts: the same seed gives the same run.", number()),
    ),
}
_KNOBS = tuple(knob for group in _GROUPS.values() for knob in group)


def chosen_preset() -> Preset:
    """Draw the presets; the one that is chosen."""
    titles = [preset.title for preset in PRESETS]
    warn_of_mistyped(PRESET, titles, "experiment")
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
