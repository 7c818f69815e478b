"""How does it learn? Start a run, watch its curves grow, and compare it with others."""

import streamlit as st

from genre_core.errors import PlotlineError
from genre_core.jobs.ability import why_no_training
from genre_core.jobs.estimate import device_name
from genre_core.jobs.runs import Run
from genre_core.read_only import is_read_only
from pages.parts.bundle import get_predictor
from pages.parts.chips import show_chips
from pages.parts.train.begin import show_begin
from pages.parts.train.compare import show_compare
from pages.parts.train.link import watch, watched
from pages.parts.train.look import runs_now
from pages.parts.train.run_list import show_runs
from pages.parts.train.watch import show_watched_run
from pages.parts.words import plain

__all__ = ["render"]


def render() -> None:
    """Draw the page."""
    st.title("How does it learn?", anchor=False)
    runs = runs_now()
    if runs is None:
        return
    run = _watched_among(runs)
    if run is None:  # else the room is for its curves
        st.write(
            "It reads a few plots, guesses their genres, is told how wrong it was, and turns all its "
            "numbers a little so that the next guess is less wrong. Thousands of such steps are a "
            "training **run**."
        )
    why = why_no_training()
    _chips(is_on=why is None)
    if run is not None:
        show_watched_run(run)
    elif why is None:
        show_begin(runs)
    else:
        _show_why(why, runs)
    if runs:
        st.divider()
        show_runs(runs)
        show_compare(runs)


def _show_why(why: str, runs: list[Run]) -> None:
    """In the place of what could be started: why nothing can, and what there is instead."""
    if not is_read_only():  # which is told above every page
        st.warning(f"**No run can be started here.** {plain(why)}", icon=":material/block:")
    if runs:
        st.write("Runs that were trained elsewhere can be watched, and their models used.")
    else:
        st.write("There is no run to look at yet.")


def _chips(*, is_on: bool) -> None:
    """What would train and on what, and the model that the other pages read with."""
    try:
        predictor = get_predictor()
    except PlotlineError:
        predictor = None
    where = f"Trains on: {plain(device_name())}" if is_on else "Trains nothing here"
    show_chips(where, "Learns from train films, judged on validation films", predictor)


def _watched_among(runs: list[Run]) -> Run | None:
    """The run that the link names; where there is none of that name, the page says so."""
    name = watched()
    run = next((run for run in runs if run.id == name), None)
    if name and run is None:
        st.warning(
            f"There is no run {plain(name[:100])}: it may have been deleted. Start a new one, or choose "
            "one below.",
            icon=":material/search_off:",
        )
        watch(None)
    return run


if __name__ == "__main__":
    # As at the end of predict.py: started by a deep link, this file has to start the app.
    import app

    app.main()
