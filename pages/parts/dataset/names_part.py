"""What became of the 363 genre names of the CMU corpus."""

import pandas as pd
import streamlit as st

from genre_core.data.genre_names import cmu_genre_names
from genre_core.genres import GENRES, clean_genres, why_unmapped
from pages.parts.dataset.source import CMU_METADATA, get_source
from pages.parts.numbers import show_numbers, show_table
from pages.parts.words import listed, plain, small

__all__ = ["meaning_of", "per_outcome", "show_names"]

_ALL = "everything"
_FEW_FILMS = 20
_MAX_NAME = 80


def show_names() -> None:
    """Draw the part."""
    table = cmu_genre_names()
    st.subheader("One film, many names for its genre", anchor=False)
    st.markdown(_introduction(table))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        search = st.text_input(
            "Search the names", max_chars=_MAX_NAME, key="names", bind="query-params", width=260
        )
        reasons = sorted(set(table["reason"]) - {""})
        became = st.selectbox(
            "What it became",
            [_ALL, *GENRES, *(f"none: {reason}" for reason in reasons)],
            key="became",
            bind="query-params",
            width=320,
        )
    found = _filtered(table, search or "", became or _ALL)
    st.markdown(small(f"{len(found)} of {len(table)} names; *films* says how many carry the name."))
    shown = found.rename(columns={"raw": "name as written", "reason": "why it became none"})
    show_table(shown, "Raw genre names and what each became")
    what = "How many names became what, and films of the corpus with each genre"
    show_numbers(per_outcome(table), "genre-names", what)
    name = st.text_input(
        "Try any name, as a film database would write it",
        "Romantic Comedies",
        max_chars=_MAX_NAME,
        key="name",
        bind="query-params",
    )
    st.markdown(meaning_of(name[:_MAX_NAME]))


def _introduction(table: pd.DataFrame) -> str:
    n, few = len(table), int((table["films"] < _FEW_FILMS).sum())
    mapped = int((table["became"] != "").sum())
    return (
        f"People wrote **{n} different genre names** on the films of the CMU Movie Summary Corpus, {few} "
        f"of them on fewer than {_FEW_FILMS} of its 81,741 films: too few to learn from. So someone has to "
        f"decide. **{mapped}** names became one or more of {len(GENRES)} genres, **{n - mapped}** became "
        "none, each for a reason. Would you decide the same?"
    )


def meaning_of(name: str) -> str:
    """What a raw name means to us, as a sentence in Markdown."""
    genres, _ = clean_genres([name])
    if not name.strip():
        return "Write a name to look it up."
    if genres:
        return f"**{plain(name)}** becomes {listed([f'**{genre}**' for genre in genres])}."
    return f"**{plain(name)}** becomes no genre: {why_unmapped(name)}."


def _filtered(table: pd.DataFrame, search: str, became: str) -> pd.DataFrame:
    found = table[table["raw"].str.contains(search.strip(), case=False, regex=False)]
    if became in GENRES:
        return found[[became in genres.split(", ") for genres in found["became"]]]
    if became != _ALL:
        return found[found["reason"] == became.removeprefix("none: ")]
    return found


def per_outcome(table: pd.DataFrame) -> pd.DataFrame:
    """``outcome, names, films``: most names first; films are counted for genres only."""
    outcome = table["became"].where(table["became"] != "", "none: " + table["reason"])
    groups = table.assign(outcome=outcome.str.split(", ")).explode("outcome").groupby("outcome")
    names = groups["raw"].count().rename("names").reset_index()
    films = get_source(CMU_METADATA).numbers.per_genre.set_index("genre")["films"]
    counts = names.assign(films=names["outcome"].map(films).astype("Int64"))
    return counts.sort_values("names", ascending=False, kind="stable", ignore_index=True)
