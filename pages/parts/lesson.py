"""A link to the page exactly as it is, and the lesson view: the same without its controls."""

import streamlit as st

from pages.parts.scripts import mount
from pages.parts.words import small

__all__ = ["LESSON", "in_lesson", "show_lesson"]

LESSON = "lesson"
"""The word in a link that hides the controls."""

# What sets something, and whatever has a key that begins with "controls". Buttons, which do something,
# stay, and so do charts, tables and downloads.
_CONTROLS = (
    "stSelectbox",
    "stMultiSelect",
    "stSlider",
    "stNumberInput",
    "stTextInput",
    "stButtonGroup",
    "stRadio",
    "stCheckbox",
    "stFileUploader",
    "stMenuButton",
    "stPopover",
)
_HIDE = ", ".join(
    [
        *(
            f'[data-testid="stMain"] [data-testid="{name}"]:not(.st-key-chips *)'
            for name in _CONTROLS
        ),
        '[data-testid="stMain"] [role="tablist"]',
        '[data-testid="stMain"] [class*="st-key-controls"]',
    ]
)


def in_lesson() -> bool:
    """Whether the page was opened by a lesson link, which fixes what it shows."""
    return st.query_params.get(LESSON) == "1"


def show_lesson() -> None:
    """The way to a lesson link and, in a lesson, the way out of it."""
    with st.popover("Copy lesson link", icon=":material/link:", type="tertiary"):
        st.markdown("**A link to exactly this page**, as it is set now")
        mount("link", key="lesson-link")
        st.markdown(
            small(
                "Without its controls the page shows just what you set, and those who open it can leave "
                "the lesson to try for themselves. A text in a box is part of it only if it stands in the "
                "address already."
            )
        )
    if in_lesson():
        st.html(f"<style>{_HIDE} {{ display: none; }}</style>")
        st.button(
            "Leave the lesson: show the controls",
            icon=":material/tune:",
            on_click=_leave,
            key="leave-lesson",
        )


def _leave() -> None:
    del st.query_params[LESSON]
