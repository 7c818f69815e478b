"""What can be done with a run that has ended: use its model, take it away, delete it."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from genre_core.errors import PlotlineError, RunError
from genre_core.jobs.downloads import bundle_zip, history_csv, keras_model, settings_json
from genre_core.jobs.manager import delete_run
from genre_core.jobs.places import BUNDLE
from genre_core.jobs.runs import Run, list_runs
from pages.parts.bundle import MODEL
from pages.parts.downloads import download
from pages.parts.train.link import watch, watched
from pages.parts.words import plain, small

__all__ = ["delete_button", "download_of_all", "downloads", "is_in_use", "use_button"]


def use_button(run: Run, where: str) -> None:
    """A button that makes the run's model that of the other pages, and then says that it is."""
    if not run.has_bundle:
        return
    if is_in_use(run):
        st.markdown(":green-badge[:material/check: In use on the other pages]")
        # Streamlit knows a page by its path, whatever draws it.
        predict = st.Page(_elsewhere, title="Predict", url_path="predict")
        st.page_link(predict, label="Try it on a plot", icon=":material/edit_note:")
    elif st.button("Use this model", key=f"use-{where}-{run.id}", icon=":material/memory:"):
        st.session_state[MODEL] = run.id
        st.rerun()


def is_in_use(run: Run) -> bool:
    """Whether this viewer reads with its model."""
    return st.session_state.get(MODEL) == run.id


def downloads(run: Run, where: str) -> None:
    """The run's files, each made when it is asked for."""
    files = [
        ("History (CSV)", "-history.csv", partial(history_csv, [run])),
        ("Settings (JSON)", "-settings.json", partial(settings_json, run)),
    ]
    if (run.folder / BUNDLE / "model.keras").is_file():
        files.append(("Model (.keras)", ".keras", partial(keras_model, run)))
    if run.has_bundle:
        files.append(("Bundle (zip)", ".zip", partial(bundle_zip, run)))
    for label, end, make in files:
        download(
            label, partial(_or_why_not, make), f"plotline-{run.id}{end}", f"{where}-{run.id}{end}"
        )


def download_of_all() -> None:
    """The history of all runs, as they are when it is asked for."""
    make = partial(_or_why_not, lambda: history_csv(list_runs()))
    download("History of all runs (CSV)", make, "plotline-runs.csv", "csv-of-all")


def delete_button(run: Run) -> None:
    """A button that asks once before the run is gone."""
    st.markdown(small(f"**{plain(run.name)}**, its curves and its model will be gone for good."))
    if st.button("Delete it", key=f"delete-{run.id}", icon=":material/delete:"):
        try:
            delete_run(run.id)
        except RunError as error:
            st.error(plain(str(error)), icon=":material/error:")
            return
        if watched() == run.id:
            watch(None)
        if is_in_use(run):
            st.session_state.pop(MODEL)
        st.rerun()


def _or_why_not(make: Callable[[], bytes]) -> bytes:
    """The file, or in its place why there is none: who presses may do so after another deleted the run."""
    try:
        return make()
    except PlotlineError as error:
        return f"{error}\n".encode()


def _elsewhere() -> None:
    """Drawn by the page of that path."""
