"""What the theme cannot set: colours too pale for a projector, and what gives way on a narrow screen."""

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

# Plotly's own letters are a pale grey; those in the squares of a map stand out from them already.
_MAP_WORDS = ("xaxislayer-above", "yaxislayer-above", "infolayer")

_STYLE = f"""
{", ".join(_CHOSEN_VALUES)} {{ color: inherit; }}
{", ".join(f'[data-testid="stPlotlyChart"] .{part} text' for part in _MAP_WORDS)} {{
  fill: currentColor !important;
}}
[data-testid="stMainBlockContainer"] {{ padding-top: 4.5rem; }}
@media (max-width: 640px) {{
  [data-testid="stPlotlyChart"] .heatmap-label {{ display: none; }}
  [data-testid="stMain"] [role="tablist"] {{ flex-wrap: wrap; }}
}}
"""


def apply_style() -> None:
    """Called once a run, before the page is drawn."""
    st.html(f"<style>{_STYLE}</style>")
