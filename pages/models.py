"""Which model reads best? Every system on the same films, two of them genre by genre, and the trap."""

import streamlit as st

from genre_core.errors import PlotlineError
from genre_core.prediction.systems import System
from pages.parts.bundle import get_predictor
from pages.parts.chips import show_chips
from pages.parts.models.cards import show_cards
from pages.parts.models.data import full_systems
from pages.parts.models.overview import choose, show_overview
from pages.parts.models.pair import show_pair
from pages.parts.models.trap import show_trap
from pages.parts.words import count_of, plain

__all__ = ["LOOK", "render"]

LOOK = "look"
"""What the session and the address call the open tab."""

_PAIR, _TRAP, _CARDS = TABS = ("Two systems", "The accuracy trap", "Every system")


def render() -> None:
    """Draw the page."""
    st.title("Which model reads best?", anchor=False)
    st.write(
        "Others have built programs that name a film's genres. We ran their systems here, beside ours and "
        "beside one that does nothing, and asked all of them about the **same films**."
    )
    try:
        systems = full_systems()
    except PlotlineError as error:
        st.error(f"The results could not be read. {plain(str(error))}", icon=":material/error:")
        return
    _chips(systems)
    controls = st.container(horizontal=True, vertical_alignment="bottom")
    systems, faults, corpus = choose(controls, systems)
    if corpus:
        show_overview(controls, systems, faults, corpus)
    else:
        _nothing_yet(faults)
    tabs = st.tabs(list(TABS), key=LOOK, bind="query-params", on_change="rerun")
    for name, tab in zip(TABS, tabs, strict=True):
        if tab.open:
            with tab:
                _show(name, systems, corpus)


def _show(name: str, systems: list[System], corpus: str) -> None:
    try:
        if name == _PAIR:
            show_pair(systems, corpus)
        elif name == _TRAP:
            show_trap()
        else:
            show_cards()
    except PlotlineError as error:
        st.error(plain(str(error)), icon=":material/error:")


def _chips(systems: list[System]) -> None:
    try:
        predictor = get_predictor()
    except PlotlineError:
        predictor = None
    show_chips(
        f"{count_of(len(systems), 'system')} on the same films",
        "Thresholds from validation, figures from test films",
        predictor,
    )


def _nothing_yet(faults: dict[str, str]) -> None:
    st.subheader("There is nothing to compare yet", anchor=False)
    st.markdown(
        "No system has been run in full here. `python -m genre_core recipes run tfidf_logreg` runs one, and "
        "`python -m genre_core recipes report` brings it to this page."
    )
    for title, reason in faults.items():
        st.warning(f"**{plain(title)}** cannot join. {plain(reason)}", icon=":material/block:")


if __name__ == "__main__":
    # As at the end of predict.py: started by a deep link, this file has to start the app.
    import app

    app.main()
