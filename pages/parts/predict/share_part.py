"""A link to this page: without the plot, unless the viewer wants it in the link."""

import streamlit as st

from genre_core.errors import PlotError
from genre_core.limits import MAX_SHARED_CHARACTERS
from genre_core.prediction.sharing import share_link
from pages.parts.words import plain, small

__all__ = ["show_share"]

_WITH_PLOT = "share_with_plot"


def show_share(plot: str) -> None:
    """The link to copy, and the choice to put the plot into it."""
    with_plot = st.toggle("Put the plot into the link", key=_WITH_PLOT)
    if with_plot:
        st.warning(
            "**Whoever has the link can read the plot.** It also stands in the history of every browser "
            "that opens it, and perhaps in the logs of servers on the way.",
            icon=":material/visibility:",
        )
    try:
        link = share_link(
            st.context.url or "", st.query_params.to_dict(), plot if with_plot else None
        )
    except PlotError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return
    st.code(link, language=None, wrap_lines=True)
    st.markdown(
        small(
            "The link opens this page with the same choices. The plot is not in it, unless you ask for it "
            f"above (up to {MAX_SHARED_CHARACTERS:,} characters)."
        )
    )
