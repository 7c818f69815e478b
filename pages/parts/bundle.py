"""The bundle the app reads with, loaded once for all viewers."""

import os
from pathlib import Path

import streamlit as st

from genre_core.prediction.bundle import SHIPPED
from genre_core.prediction.manifest import MANIFEST
from genre_core.prediction.predictor import Predictor

__all__ = ["BUNDLE_VARIABLE", "bundle_folder", "bundle_key", "get_predictor"]

BUNDLE_VARIABLE = "PLOTLINE_BUNDLE"
"""Environment variable that names another bundle folder than the one that ships."""


def bundle_folder() -> Path:
    """The folder of the bundle the app reads with."""
    return Path(os.environ.get(BUNDLE_VARIABLE) or SHIPPED)


def get_predictor() -> Predictor:
    """The predictor all viewers share, loaded anew when its bundle is replaced; BundleError."""
    return _load(*bundle_key())


def bundle_key() -> tuple[Path, int]:
    """What tells the bundle in use from others, and from itself before it was replaced."""
    folder = bundle_folder()
    return folder, _written_at(folder)


@st.cache_resource(max_entries=2, show_spinner="Loading the model …")
def _load(folder: Path, written_at: int) -> Predictor:  # noqa: ARG001 - part of the cache's key
    return Predictor(folder)


def _written_at(folder: Path) -> int:
    """Nanoseconds; 0 for what cannot be read, which loading then explains."""
    try:
        return (folder / MANIFEST).stat().st_mtime_ns
    except OSError:
        return 0
