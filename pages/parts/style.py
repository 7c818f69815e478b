"""The one thing that the theme cannot set: colours of chosen values that are too pale on a dark page."""

import streamlit as st

__all__ = ["apply_style"]

# Streamlit writes these in the primary colour. No blue has 4.5:1 both on the dark background and under
# the white words of a button, so they take the colour of the text around them.
_CHOSEN_VALUES = (
    '[data-testid="stMain"] [data-testid="stSliderThumbValue"]',
    '[data-testid="stMain"] [data-testid="stButtonGroup"] button[data-selected="true"]',
    '[data-testid="stMain"] [role="tab"][aria-selected="true"]',
    '[data-testid="stMain"] [data-testid="stPopover"] button[aria-expanded="true"]',
)


def apply_style() -> None:
    """Called once a run, before the page is drawn."""
    st.html(f"<style>{', '.join(_CHOSEN_VALUES)} {{ color: inherit; }}</style>")
