"""The bundle a viewer reads with: the one that ships, or that of a run; loaded once for all viewers."""

import os
from pathlib import Path

import streamlit as st

from genre_core.jobs.places import bundle_of_run, bundles_of_runs
from genre_core.prediction.bundle import BUNDLE_VARIABLE, SHIPPED
from genre_core.prediction.manifest import MANIFEST
from genre_core.prediction.predictor import Predictor
from pages.parts.unknown import warn_of_unknown
from pages.parts.words import plain

__all__ = [
    "BUNDLE_VARIABLE",
    "MODEL",
    "bundle_folder",
    "bundle_key",
    "choose_model",
    "get_predictor",
    "is_shipped",
    "load_predictor",
    "model_title",
    "models",
]

MODEL = "model"
"""What the session and the address call the choice of a model."""

_SHIPPED = "plotline"
_GONE = "model_that_is_gone"


def models() -> dict[str, Path]:
    """All bundles to choose from, by name: the one that ships first, then those of runs."""
    return {_SHIPPED: _shipped(), **bundles_of_runs()}


def is_shipped() -> bool:
    """Whether the viewer reads with the first of ``models()``, and not with a run's."""
    return bundle_folder() == _shipped()


def model_title(name: str | None = None) -> str:
    """What menus and addresses call one of ``models()``, None being the one in use."""
    name = name or st.session_state.get(MODEL, _SHIPPED)
    return "Plotline, as it ships" if name == _SHIPPED else f"Run {name}"


def choose_model() -> None:
    """Draw the choice of a model, where there is one; to be called before the model is used."""
    names = list(models())
    _warn_of_gone(names)
    if len(names) == 1:
        st.session_state.pop(MODEL, None)
        return
    st.selectbox(
        "Model",
        names,
        format_func=model_title,
        key=MODEL,
        bind="query-params",
        persist_state="session",
        width=300,
        on_change=_forget_gone,
    )


def _warn_of_gone(names: list[str]) -> None:
    """Say when the model asked for is not here: that of a link, or one in use whose run was deleted.

    The second is said until another is chosen: what answers is not what the viewer chose.
    """
    if (chosen := st.session_state.get(MODEL, _SHIPPED)) not in names:
        st.session_state[MODEL], st.session_state[_GONE] = _SHIPPED, chosen
    gone = st.session_state.get(_GONE)
    if gone is None or gone in names:
        _forget_gone()
        warn_of_unknown(MODEL, [model_title(name) for name in names], "the model")
        return
    st.warning(
        f"**{plain(model_title(gone))}** is no longer here: it was deleted or moved. The model that comes "
        "with Plotline answers in its place.",
        icon=":material/search_off:",
    )


def _forget_gone() -> None:
    st.session_state.pop(_GONE, None)


def bundle_folder() -> Path:
    """The folder of the bundle this viewer reads with."""
    chosen = st.session_state.get(MODEL, _SHIPPED)
    return (chosen != _SHIPPED and bundle_of_run(chosen)) or _shipped()


def _shipped() -> Path:
    return Path(os.environ.get(BUNDLE_VARIABLE) or SHIPPED)


def get_predictor() -> Predictor:
    """The viewer's predictor, shared by all who chose it, loaded anew when replaced; BundleError."""
    return _load(*bundle_key())


def load_predictor(name: str) -> Predictor:
    """The predictor of one of ``models()``; BundleError."""
    folder = models()[name]
    return _load(folder, _written_at(folder))


def bundle_key() -> tuple[Path, int]:
    """What tells the bundle in use from others, and from itself before it was replaced."""
    folder = bundle_folder()
    return folder, _written_at(folder)


@st.cache_resource(max_entries=3, show_spinner="Loading the model …")
def _load(folder: Path, written_at: int) -> Predictor:  # noqa: ARG001 - part of the cache's key
    return Predictor(folder)


def _written_at(folder: Path) -> int:
    """Nanoseconds; 0 for what cannot be read, which loading then explains."""
    try:
        return (folder / MANIFEST).stat().st_mtime_ns
    except OSError:
        return 0
