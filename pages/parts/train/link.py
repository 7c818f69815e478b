"""The run that is being watched: it stands in the link, so that all who have the link see the same."""

import streamlit as st

__all__ = ["RUN", "watch", "watched"]

RUN = "run"
"""What the address calls it."""

_WATCHED = "watched_run"  # Going to another page clears the address, and coming back restores it.


def watched() -> str | None:
    """The id of the run that is watched, as the link says, which need not exist; None for none."""
    if named := st.query_params.get(RUN):
        st.session_state[_WATCHED] = named
    elif remembered := st.session_state.get(_WATCHED):
        st.query_params[RUN] = remembered
    return st.session_state.get(_WATCHED)


def watch(run_id: str | None) -> None:
    """Watch another run, or none: for callbacks."""
    st.session_state[_WATCHED] = run_id
    if run_id:
        st.query_params[RUN] = run_id
    else:
        st.query_params.pop(RUN, None)
