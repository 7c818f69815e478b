"""A card for every system: what it did, what its authors reported, what we changed, how to run it."""

import pandas as pd
import streamlit as st

from genre_core.prediction.about import About
from genre_core.prediction.results import Result
from pages.parts.models.confusion import show_confusion
from pages.parts.models.data import all_about, results
from pages.parts.numbers import show_table
from pages.parts.words import plain

__all__ = ["show_cards"]


def show_cards() -> None:
    """All cards, closed; those that were run here first."""
    rows, about = results(), all_about()
    if not about:
        st.info(
            "What the systems are is not here. `python -m genre_core recipes report` writes it."
        )
        return
    ran = {row.recipe for row in rows}
    for one in sorted(about, key=lambda one: one.recipe not in ran):
        of_it = [row for row in rows if row.recipe == one.recipe]
        with st.expander(f"**{plain(one.title)}**: {plain(one.summary)}", key=f"card-{one.recipe}"):
            _card(one, of_it)


def _card(one: About, rows: list[Result]) -> None:
    # Our own words, written as Markdown in the recipes.
    st.markdown(f"**What they did.** {one.did}")
    st.markdown(f"**What they reported.** {_reported(one)}")
    st.markdown(f"**What we changed.** {one.changed}")
    if rows:
        st.markdown("**What came out here**")
        show_table(_figures(rows), f"Figures of {one.title}", dict.fromkeys(_FIGURES, "{:.3f}"))
        for row in rows:
            for note in row.notes:
                st.markdown(f"- {plain(row.variant)}: {plain(note)}")
        for row in rows:
            show_confusion(row)
    else:
        st.markdown("It has not been run in full here yet.")
    st.markdown(
        f"Run it: `python -m genre_core recipes run {one.recipe}` ({', '.join(one.variants)})"
    )


def _reported(one: About) -> str:
    if one.metric_words is None:
        return "Nothing: it is a yardstick of ours, or ours itself."
    figure = "No figure that we could find" if one.reported is None else f"**{one.reported:.3f}**"
    return f"{figure}, on {plain(one.reported_on or '')}. Their measure: {plain(one.metric_words)}."


_FIGURES = ("their measure", "naming nothing by it", "micro-F1", "macro-F1", "mAP")


def _figures(rows: list[Result]) -> pd.DataFrame:
    found = [
        (
            row.variant,
            corpus,
            judged.n_films,
            row.by_authors.ours if row.by_authors else None,
            row.by_authors.nothing if row.by_authors else None,
            judged.micro_f1.estimate,
            judged.macro_f1.estimate,
            judged.mAP.estimate,
        )
        for row in rows
        for corpus, judged in row.judged.items()
    ]
    frame = pd.DataFrame(found, columns=pd.Index(["variant", "films of", "test films", *_FIGURES]))
    return frame.astype(dict.fromkeys(_FIGURES, float))
