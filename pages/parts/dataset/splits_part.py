"""Train, validation and test: are they alike, is the test fair, does the model know the words?"""

import pandas as pd
import streamlit as st

from genre_core.prediction.bundle import Bundle
from genre_core.text.statistics import Counted
from pages.parts.charts import placed
from pages.parts.dataset.charts import splits_chart, splits_pixels
from pages.parts.dataset.source import Source, was_learned_from
from pages.parts.numbers import show_numbers
from pages.parts.words import count_of, listed, plain, small

__all__ = ["show_splits"]


_MANY_LEAKS = 0.01  # share of plots


def show_splits(source: Source, bundle: Bundle | None) -> None:
    """Draw the part; without a model, all but what it covers."""
    if source.numbers.splits.empty:
        st.info("These films come without plots, so no model learns from them and none is tested.")
        return
    left, right = st.columns([6, 5], gap="large")
    with left:
        _side_by_side(source, bundle)
    with right:
        _leaks(source)
        _repeats(source)
        if bundle is not None:
            _coverage(source, bundle)


def _side_by_side(source: Source, bundle: Bundle | None) -> None:
    st.subheader("Train, validation, test", anchor=False)
    st.markdown(
        "A model learns from the **training** films. Choices, such as when to stop, are made on the "
        "**validation** films. The **test** films are looked at once, at the end: only they show how "
        "well it does on films that nobody tuned it to. A film is never in two of them."
    )
    if bundle and not was_learned_from(source, bundle):
        names = listed([*map(plain, bundle.manifest.data)])
        st.markdown(
            f":material/info: **The model in use learned from other plots**: {names}. None of these "
            "trained it, so all of them are new to it. To see a model learn from films you know, go to "
            "the page *Train*."
        )
    frame = source.numbers.splits
    with st.container(horizontal=True):
        columns = (frame["split"], frame["films"], frame["share"])
        for split, films, share in zip(*columns, strict=True):
            st.metric(
                split,
                count_of(films, "film"),
                f"{share:.0%} of the films",
                delta_color="off",
                delta_arrow="off",
                width="content",
            )
    medians = [f"{row.median_words:,.0f} words in {row.split}" for row in frame.itertuples()]
    st.markdown(small(f"Half of the plots have up to {listed(medians)}."))
    rows = source.numbers.by_split
    with placed(splits_pixels(rows["genre"].nunique())):
        st.altair_chart(splits_chart(rows), alt=_in_words(rows), key="splits")
    st.markdown(
        small(
            "Marks close together: the genre is as frequent in all three. Far apart, and the test "
            "asks for something else than was learned; with few films, chance does that."
        )
    )
    show_numbers(rows, "genres-by-split", "Films by split and genre", {"share": "{:.1%}"})


def _in_words(rows: pd.DataFrame) -> str:
    shares = rows.pivot(index="genre", columns="group", values="share")
    said = [
        f"{genre}: {', '.join(f'{split} {share:.0%}' for split, share in row.items())}"
        for genre, row in shares.iterrows()
    ]
    return f"Marks of the share of films by split and genre. {'; '.join(said)}."


def _leaks(source: Source) -> None:
    with st.spinner("Looking for plots that name their genre …"):
        leaks, n = source.numbers.n_leaks, source.numbers.n_plots
    st.subheader("Does a plot give its genre away?", anchor=False)
    say = st.warning if leaks / n > _MANY_LEAKS else st.success
    say(
        f"**{count_of(leaks, 'plot')} of {n:,}** ({leaks / n:.1%}) {_verb(leaks, 'name')} a genre of "
        "the film outright, like “a horror story” for Horror.",
        icon=":material/key:",
    )
    st.markdown(
        small(
            "Where they do, the answer stands in the question: a *leak*. A model then scores well by "
            "looking for that word, and fails on plots that do not say it."
        )
    )
    if leaks and isinstance(source.numbers, Counted):
        show_numbers(
            source.numbers.leaks,
            "leaks",
            "Films whose plot names a genre of theirs",
            {"year": "{}"},
        )


def _repeats(source: Source) -> None:
    repeats = source.numbers.n_repeats
    if not repeats:
        st.markdown(small("No plot stands under two films."))
        return
    crossing = source.numbers.n_crossing
    st.warning(
        f"{count_of(repeats, 'plot')} {_verb(repeats, 'stand')} word for word under more than one "
        f"film, {crossing:,} of them in different splits: there, the test asks for what was learned "
        "by heart.",
        icon=":material/content_copy:",
    )
    if isinstance(source.numbers, Counted):
        what = "Plots that stand under several films"
        show_numbers(source.numbers.repeats, "repeats", what, {"year": "{}"})


def _verb(number: int, verb: str) -> str:
    return f"{verb}s" if number == 1 else verb


def _coverage(source: Source, bundle: Bundle) -> None:
    st.subheader("Does the model know the words?", anchor=False)
    with st.spinner("Counting the words of all plots …"):
        coverage = source.numbers.coverage(
            bundle.vocabulary, bundle.manifest.files["vocabulary.txt"]
        )
    if coverage is None:
        st.markdown(small("Of these films, this was counted for the model that ships only."))
        return
    st.markdown(
        f"The model knows {bundle.vocabulary.n_known:,} words. They cover **{coverage.running:.1%}** of the "
        f"words in these plots as they run, though only {coverage.distinct:.1%} of the different ones: "
        "most words are rare. All others look alike to it: *unknown*."
    )
    if len(coverage.unknown):
        first = ", ".join(plain(word) for word in coverage.unknown["word"].head(8))
        st.markdown(small(f"Most frequent unknown words: {first}."))
        show_numbers(coverage.unknown, "unknown-words", "Unknown words by plots that have them")
