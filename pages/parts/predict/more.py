"""What one can do with an answer, beneath it: one tab each, and only the open one is worked out."""

import streamlit as st

from genre_core.prediction.predictor import Predictor
from genre_core.read_only import is_read_only
from pages.parts.predict.along_part import show_along
from pages.parts.predict.bulk_part import show_bulk
from pages.parts.predict.compare_part import show_compare
from pages.parts.predict.models_part import other_models, show_models
from pages.parts.predict.right_part import show_right
from pages.parts.predict.share_part import show_share
from pages.parts.predict.similar_part import show_similar
from pages.parts.predict.words_part import show_words
from pages.parts.reading import Reading

__all__ = ["LOOK", "show_more"]

LOOK = "look"
"""What the session and the address call the open tab."""

_RIGHT, _WORDS, _ALONG, _COMPARE = (
    "How often right?",
    "Which words?",
    "Watch it read",
    "Change and compare",
)
_SIMILAR, _MODELS, _TABLE, _SHARE = "Films like it", "Two models", "A whole table", "Share"


def show_more(plot: str, reading: Reading, predictor: Predictor) -> None:
    """The tabs."""
    names = [_RIGHT, _WORDS, _ALONG, _COMPARE, _SIMILAR, _MODELS, _TABLE, _SHARE]
    if not other_models():
        names.remove(_MODELS)
    if is_read_only():
        names.remove(_TABLE)
    for name, tab in zip(names, st.tabs(names, key=LOOK, bind="query-params"), strict=True):
        if tab.open:
            with tab:
                _show(name, plot, reading, predictor)


def _show(name: str, plot: str, reading: Reading, predictor: Predictor) -> None:
    if name == _TABLE:
        show_bulk(predictor)
    elif name == _SHARE:
        show_share(plot)
    elif reading.scores.empty:
        st.markdown("There is no answer yet: put a plot into the box above.")
    elif name == _RIGHT:
        show_right(reading.scores)
    elif name == _WORDS:
        show_words(plot, reading.scores)
    elif name == _ALONG:
        show_along(plot)
    elif name == _COMPARE:
        show_compare(plot, reading.scores, predictor)
    elif name == _SIMILAR:
        show_similar(plot, predictor)
    else:
        show_models(plot, reading.scores)
