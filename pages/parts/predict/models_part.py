"""Two models side by side: the same plot, both answers."""

import pandas as pd
import streamlit as st

from genre_core.errors import PlotlineError
from pages.parts.bundle import bundle_folder, load_predictor, models
from pages.parts.predict.pairs import pairs_frame, show_pairs
from pages.parts.reading import in_words, read_plot
from pages.parts.words import plain, small

__all__ = ["OTHER_MODEL", "other_models", "show_models"]

OTHER_MODEL = "beside"
"""What the session and the address call the second model."""


def other_models() -> list[str]:
    """Names of the models that are not in use."""
    return [name for name, folder in models().items() if folder != bundle_folder()]


def show_models(plot: str, scores: pd.DataFrame) -> None:
    """Choose the other model; both answers in words and as bars."""
    other = st.selectbox(
        "The other model", other_models(), key=OTHER_MODEL, bind="query-params", width=300
    )
    try:
        theirs = read_plot(plot, load_predictor(other)).scores
    except PlotlineError as error:
        st.error(f"The model could not be loaded. {plain(str(error))}", icon=":material/error:")
        return
    if theirs.empty:
        st.info("The other model does not know a word of this text.")
        return
    frame = pairs_frame(scores, theirs)
    st.markdown(f"- The model in use: {in_words(scores)}\n- **{plain(other)}**: {in_words(theirs)}")
    if frame.empty:
        st.info("These two models know no genre in common, so there are no bars to compare.")
        return
    show_pairs(frame, "in use", other, "models")
    st.markdown(
        small(
            "Each model names a genre by its own threshold; genres that only one knows are left out."
        )
    )
