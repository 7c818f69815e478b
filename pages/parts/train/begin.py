"""Before a run: an experiment to choose, a question to think about, and one button."""

from typing import Any

import streamlit as st

from genre_core.errors import PlotlineError
from genre_core.jobs.estimate import device_name, expected_seconds
from genre_core.jobs.manager import start_run
from genre_core.jobs.presets import Preset
from genre_core.jobs.runs import Run
from genre_core.jobs.settings import RunSettings, make_settings
from pages.parts.train.films import choose_films, fault_for, plots_in, title_of, uploaded
from pages.parts.train.knob_kinds import VECTORS
from pages.parts.train.knobs import changes, chosen_preset, show_knobs
from pages.parts.train.link import watch
from pages.parts.train.wording import duration
from pages.parts.unknown import warnings_in
from pages.parts.words import count_of, plain, small

__all__ = ["show_begin"]

_FAULT = "why_no_run_started"
_NAME_CHARACTERS = 48  # of the 60 that a name may have: it shares its line with buttons


def show_begin(runs: list[Run]) -> None:
    """Draw it; ``runs`` tell whether a new one has to wait."""
    preset = chosen_preset()
    above = st.container()
    card = st.container(border=True)
    panel = st.expander("Change the settings", icon=":material/tune:", key="controls-train")
    with panel, warnings_in(above):
        corpus = choose_films()
        values = show_knobs(preset)
    with card:
        _card(preset, corpus, values, runs)


def _card(preset: Preset, corpus: str, values: dict[str, Any], runs: list[Run]) -> None:
    st.subheader(preset.title, anchor=False)
    st.markdown(f"**What do you expect to happen?** {preset.question}")
    try:
        settings = _settings(preset, corpus, values)
    except PlotlineError as error:
        st.error(f"These settings do not work. {plain(str(error))}", icon=":material/error:")
        return
    st.markdown(small(_in_words(settings)))
    if changed := changes(preset, values):
        words = ", ".join(f"{plain(name.replace('_', ' '))}" for name in changed)
        st.markdown(small(f":material/tune: Changed: {words}."))
    seconds = _expected(
        settings, tuple(run.id for run in runs if run.has_ended), plots_in(corpus), runs
    )
    unusable = fault_for(settings)
    if unusable:
        st.error(
            f"Nothing can be learned from these films. {plain(unusable)}", icon=":material/error:"
        )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            "Start",
            type="primary",
            icon=":material/play_arrow:",
            on_click=_start,
            args=(settings, uploaded(corpus)),
            disabled=unusable is not None,
        )
        st.markdown(
            f"About **{duration(seconds)}** on this machine "
            f"({plain(device_name())}), learning from: {plain(title_of(corpus))}."
        )
    if n_before := sum(not run.has_ended for run in runs):
        others = f"{count_of(n_before, 'run')} {'is' if n_before == 1 else 'are'}"
        st.markdown(
            small(
                f":material/hourglass_empty: {others} before it: it waits for its turn, and starts by itself."
            )
        )
    if fault := st.session_state.pop(_FAULT, None):
        st.error(f"The run could not be started. {plain(fault)}", icon=":material/error:")


@st.cache_data(
    max_entries=200, show_spinner=False, hash_funcs={RunSettings: RunSettings.model_dump_json}
)
def _expected(
    settings: RunSettings,
    past: tuple[str, ...],  # noqa: ARG001 - part of the cache's key
    n_plots: int | None,
    _runs: list[Run],
) -> float:
    """Seconds that it will take, going by what the runs of this machine took."""
    return expected_seconds(settings, _runs, n_plots)


def _in_words(settings: RunSettings) -> str:
    """The settings that matter most."""
    films = f"at most {settings.n_films:,} films" if settings.n_films else "all training films"
    search = (
        f"First tries {settings.attempts} settings, then trains with the best. "
        if settings.attempts
        else ""
    )
    return (
        f"{search}Reads {films} {settings.epochs} times at most, with {settings.units} LSTM units"
        f"{' in each direction' if settings.bidirectional else ''}, "
        f"learning rate {settings.learning_rate:g}, dropout {settings.dropout:g}; "
        f"word vectors: {VECTORS[settings.vectors]}."
    )


def _settings(preset: Preset, corpus: str, values: dict[str, Any]) -> RunSettings:
    """Raises ConfigError."""
    changed = changes(preset, values)
    more = {"dimensions": None} if "vectors" in changed else {}
    name = _name(preset, changed)
    return make_settings(
        **{**preset.settings.model_dump(), **values, **more, "corpus": corpus, "name": name}
    )


def _name(preset: Preset, changed: dict[str, Any]) -> str:
    """The preset's title, and what was changed, as far as there is room: "Quick lesson, units 64"."""
    name = preset.title
    for setting, value in changed.items():
        longer = f"{name}, {setting.removeprefix('n_').replace('_', ' ')} {value}"
        if isinstance(value, (int, float)) and len(longer) <= _NAME_CHARACTERS:
            name = longer
    return name


def _start(settings: RunSettings, upload: bytes | None) -> None:
    try:
        run = start_run(settings, upload)
    except PlotlineError as error:
        st.session_state[_FAULT] = str(error)
    else:
        watch(run.id)
