"""A word about a link that asks for what is not here, or cannot be."""

from collections.abc import Collection, Generator
from contextlib import contextmanager
from contextvars import ContextVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.parts.words import plain

__all__ = ["is_within", "warn_of_mistyped", "warn_of_outside", "warn_of_unknown", "warnings_in"]

_MOST_CHARACTERS = 100
_place: ContextVar[DeltaGenerator | None] = ContextVar("place", default=None)


def warn_of_unknown(key: str, titles: Collection[str], what: str) -> None:
    """Say that the address asks for another than these; to be called before the choice is drawn."""
    asked = st.query_params.get(key)
    if asked is not None and asked not in titles:
        st.warning(
            f"The link asks for {what} “{plain(asked[:_MOST_CHARACTERS])}”, which is not here: deleted, "
            "or on another machine. Shown instead is what is chosen below or, without a choice, what "
            "comes with Plotline.",
            icon=":material/search_off:",
        )


def warn_of_mistyped(key: str, choices: Collection[str], what: str) -> None:
    """Say that the address names none of the choices; to be called before they are drawn."""
    asked = st.query_params.get(key)
    if asked is not None and asked not in choices:
        _warn_of_value(what, asked, f"one of {', '.join(map(plain, choices))}")


def warn_of_outside(key: str, low: float, high: float, what: str) -> None:
    """Say that the address gives no number, or one beyond the limits; to be called before it is drawn."""
    asked = st.query_params.get(key)
    if asked is not None and not is_within(asked, low, high):
        _warn_of_value(what, asked, f"a number from {low:,g} to {high:,g}")


@contextmanager
def warnings_in(place: DeltaGenerator) -> Generator[None]:
    """Put what is said of mistyped values there: where they are drawn may be out of sight."""
    token = _place.set(place)
    try:
        yield
    finally:
        _place.reset(token)


def _warn_of_value(what: str, asked: str, rule: str) -> None:
    (_place.get() or st).warning(
        f"**{plain(what)}** has to be {rule}, and the link says “{plain(asked[:_MOST_CHARACTERS])}”. What "
        "stands below is used instead.",
        icon=":material/link_off:",
    )


def is_within(text: str, low: float, high: float) -> bool:
    """Whether a text is a number from ``low`` to ``high``."""
    try:
        return low <= float(text) <= high
    except ValueError:
        return False
