"""All runs as they stand now, also where the next one cannot be started."""

import streamlit as st

from genre_core.errors import RunError
from genre_core.jobs.manager import tick
from genre_core.jobs.runs import Run, list_runs
from pages.parts.words import plain

__all__ = ["runs_now"]


def runs_now() -> list[Run] | None:
    """The youngest first, after a look at the queue; None, and an error drawn, where they cannot be read."""
    try:
        return tick()
    except RunError as error:
        st.error(f"No run can be started now. {plain(str(error))}", icon=":material/error:")
    try:
        return list_runs()
    except RunError:
        return None
