"""The words that set a genre apart."""

import numpy as np
import pandas as pd
import streamlit as st

from pages.parts.charts import placed
from pages.parts.dataset.charts import rows_pixels, words_chart
from pages.parts.dataset.samples import why_no_plots
from pages.parts.dataset.source import Source
from pages.parts.numbers import show_numbers
from pages.parts.words import plain, small

__all__ = ["show_words"]


def show_words(source: Source, genre: str) -> None:
    """Draw the part."""
    st.subheader(f"Which words give {genre} away?", anchor=False)
    if not source.has_plots:
        st.info(why_no_plots(source), icon=":material/visibility_off:")
        return
    films = source.numbers.per_genre.set_index("genre")["films"][genre]
    if films in (0, source.numbers.n_films):
        st.info(f"To compare, some films have to be {genre} and some not.")
        return
    with st.spinner("Counting the words of all plots …"):
        words = source.numbers.distinctive(genre)
    if words.empty:
        st.info("The plots are too few: a word has to stand in three of them to be compared.")
        return
    st.markdown(
        f"Words that stand in more plots of {genre} than in other plots, the surest first. "
        f"{_example(words, genre)}"
    )
    with placed(rows_pixels(len(words))):
        st.altair_chart(words_chart(words, genre), alt=_in_words(words, genre), key="words")
    st.markdown(
        small(
            f"Beside each bar: in how many of 100 plots of {genre} the word stands, against how many of "
            "100 others. The bar is how sure the difference is: log-odds with a prior (Monroe, Colaresi "
            "and Quinn 2008), in standard deviations (z). Plain counts would name *the* and *a*, "
            "and plain ratios any name that occurs once. A plot counts a word once."
        )
    )
    formats = {"z": "{:.1f}", "share_inside": "{:.1%}", "share_outside": "{:.1%}"}
    show_numbers(words, "distinctive-words", f"Words that set {genre} apart", formats)


def _example(words: pd.DataFrame, genre: str) -> str:
    best = words.iloc[0]
    return (
        f"**{plain(best['word'])}** stands in {best['share_inside']:.1%} of the plots of {genre} and in "
        f"{best['share_outside']:.1%} of the others{_times(best)}."
    )


def _times(best: pd.Series) -> str:
    ratio = best["share_inside"] / best["share_outside"] if best["share_outside"] else np.inf
    return f": {ratio:.1f} times as often" if np.isfinite(ratio) else ""


def _in_words(words: pd.DataFrame, genre: str) -> str:
    columns = (words["word"], 100 * words["share_inside"], 100 * words["share_outside"])
    rows = [
        f"{word} {inside:.1f} against {outside:.1f}"
        for word, inside, outside in zip(*columns, strict=True)
    ]
    return f"Bars of words that set {genre} apart, with plots of 100 inside and outside. {'; '.join(rows)}."
