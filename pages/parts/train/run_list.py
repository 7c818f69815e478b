"""All runs: how each stands, and what can be done with it."""

from datetime import datetime

import streamlit as st

from genre_core.jobs.runs import Run
from genre_core.read_only import is_read_only
from pages.parts.train.link import watch, watched
from pages.parts.train.look import runs_now
from pages.parts.train.use import delete_button, download_of_all, downloads, use_button
from pages.parts.train.wording import COLOURS, ICONS, state_in_words
from pages.parts.words import plain, small

__all__ = ["show_runs"]

_SECONDS, _SECONDS_WITHOUT_LIVE_RUNS = 2.0, 10.0
_SHOWN = 6
_ALL = "all_runs"


def show_runs(runs: list[Run]) -> None:
    """Draw the list, anew every two seconds while a run is live, and now and then when none is."""
    st.subheader("Runs", anchor=False)
    is_live = any(not run.has_ended for run in runs)
    st.fragment(_list, run_every=_SECONDS if is_live else _SECONDS_WITHOUT_LIVE_RUNS)(runs)
    download_of_all()


def _list(runs: list[Run]) -> None:
    now = runs_now()  # others may have started or deleted some
    runs = runs if now is None else now
    shown = runs if len(runs) <= _SHOWN or st.session_state.get(_ALL) else runs[:_SHOWN]
    for run in shown:
        _row(run)
    if len(runs) > _SHOWN:
        st.toggle(f"Show all {len(runs)}", key=_ALL)


def _row(run: Run) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center", gap="small"):
        words = state_in_words(run.state, run.place)
        st.badge(words, icon=ICONS[run.state], color=COLOURS.get(run.state, "gray"))
        st.markdown(f"**{plain(run.name)}**  \n{small(_facts(run))}", width="stretch")
        if watched() == run.id:
            st.markdown(small(":material/visibility: watched above"), width="content")
        elif st.button("Watch", key=f"watch-{run.id}", icon=":material/visibility:"):
            watch(run.id)
            st.rerun()
        use_button(run, "list")
        with st.popover("Files", icon=":material/download:"):
            downloads(run, "list")
        if (run.has_ended or run.state == "queued") and not is_read_only():
            with st.popover("Delete", icon=":material/delete:"):
                delete_button(run)


def _facts(run: Run) -> str:
    """When it was started, and what it scored."""
    at = f"{datetime.fromtimestamp(run.started_at):%d %b, %H:%M}"
    scores = [
        f"micro-F1 {scores['micro_f1']:.2f}, macro-F1 {scores['macro_f1']:.2f} on test films"
        for scores in list(run.metrics.values())[:1]
    ]
    return " · ".join([at, *scores])
