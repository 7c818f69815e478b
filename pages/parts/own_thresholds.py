"""Thresholds of the viewer's own, in place of the model's: kept for as long as the page is open."""

import numpy as np
import numpy.typing as npt
import streamlit as st

from genre_core.errors import EvaluationError
from genre_core.limits import MAX_THRESHOLD_BYTES
from genre_core.prediction.own_thresholds import (
    check_thresholds,
    read_thresholds,
)
from genre_core.prediction.predictor import Predictor
from genre_core.read_only import is_read_only
from pages.parts.words import plain

__all__ = ["choose_thresholds", "get_thresholds", "use_thresholds"]

_OWN, _FILE, _FAULT = "own_thresholds", "own_thresholds_file", "own_thresholds_fault"


def use_thresholds(thresholds: dict[str, float]) -> None:
    """Take genre -> threshold as the viewer's own, for every page."""
    st.session_state[_OWN] = thresholds


def get_thresholds(predictor: Predictor) -> npt.NDArray[np.float64] | None:
    """The viewer's own, ``(n_genres,)``; None without any, or where they are another model's."""
    own = st.session_state.get(_OWN)
    if own is None:
        return None
    try:
        return np.array(list(check_thresholds(own, predictor.genres).values()))
    except EvaluationError:
        return None


def choose_thresholds(predictor: Predictor) -> None:
    """Draw the choice: a file of thresholds to use, and the way back to the model's own."""
    with st.popover("Thresholds", icon=":material/vertical_align_center:"):
        st.markdown(
            "A genre is named when its score reaches its **threshold**. The model has its own, chosen "
            "on validation plots. Make others on the page **Thresholds**"
            f"{'.' if is_read_only() else ', or bring a file that was saved there.'}"
        )
        if not is_read_only():
            st.file_uploader(
                "A file of thresholds",
                type=["json"],
                key=_FILE,
                on_change=_take_file,
                args=(predictor.genres,),
                max_upload_size=1,
            )
        if fault := st.session_state.get(_FAULT):
            st.error(f"These thresholds cannot be used. {plain(fault)}", icon=":material/error:")
    if st.session_state.get(_OWN) is None:
        return
    if get_thresholds(predictor) is None:
        st.badge("Your thresholds are for another model", icon=":material/block:", color="orange")
    else:
        st.badge("Your own thresholds are in use", icon=":material/tune:", color="orange")
    st.button("Back to the model's own", type="tertiary", on_click=_reset, icon=":material/undo:")


def _take_file(genres: tuple[str, ...]) -> None:
    file = st.session_state[_FILE]
    st.session_state[_FAULT] = None
    if file is None:
        return
    try:
        use_thresholds(read_thresholds(file.getvalue()[: MAX_THRESHOLD_BYTES + 1], genres))
    except EvaluationError as error:
        st.session_state[_FAULT] = str(error)


def _reset() -> None:
    st.session_state[_OWN] = st.session_state[_FAULT] = None
