"""How a run ended, in a sentence."""

import streamlit as st

from genre_core.jobs.presets import preset
from genre_core.jobs.runs import Run
from genre_core.read_only import is_read_only
from pages.parts.train.use import downloads
from pages.parts.train.wording import scores_in_words
from pages.parts.words import plain, small

__all__ = ["show_outcome"]


def show_outcome(run: Run) -> None:
    """The sentence, what there was to see, and the files to take away."""
    if run.state in ("failed", "lost"):
        _why(run)
    else:
        words = " ".join(filter(None, [plain(run.text), scores_in_words(run.metrics)]))
        if run.state == "done":
            st.success(words, icon=":material/check_circle:")
        else:
            st.info(words, icon=":material/stop_circle:")
    if found := preset(run.settings.preset):
        asked, seen = plain(found.question), plain(found.what_to_see)
        st.markdown(
            f":material/help: *{asked}*  \n:material/lightbulb: **What to look for:** {seen}"
        )
    with st.container(horizontal=True):
        downloads(run, "watched")


def _why(run: Run) -> None:
    said = "It failed" if run.state == "failed" else "It was lost"
    st.error(f"**{said}.** {plain(run.text)}", icon=":material/error:")
    # A log names folders of this machine, which are none of a stranger's business.
    if not is_read_only() and (log := run.log_tail()):
        with st.expander("The end of its log", icon=":material/terminal:"):
            st.markdown(small("What its process printed last, for those who know the machine."))
            st.code(log, language=None, wrap_lines=True)
