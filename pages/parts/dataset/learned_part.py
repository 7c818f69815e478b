"""The learned words: one word's neighbours and leanings, and a map of the most telling ones."""

import pandas as pd
import streamlit as st

from genre_core.errors import BundleError, PlotError
from genre_core.prediction.predictor import Predictor
from genre_core.prediction.word_map import WordMap, model_hash, quick_map, read_map
from genre_core.prediction.words import FloatArray, leaning_of, neighbours, word_vectors
from genre_core.text.tokens import tokenise
from pages.parts.bundle import bundle_key
from pages.parts.charts import placed
from pages.parts.dataset.learned_charts import (
    MAP_PIXELS,
    leaning_chart,
    leaning_pixels,
    word_map_chart,
)
from pages.parts.numbers import show_numbers
from pages.parts.words import plain, small

__all__ = ["show_learned", "vectors_of"]

_WORD, _MAP, _CLICKS = "word", "word_map", "clicks on the map"
_FIRST_WORD = "ghost"
_MAX_CHARACTERS = 40
_NEIGHBOURS = 10


def show_learned(predictor: Predictor) -> None:
    """Draw the part."""
    st.subheader("What has the model learned about a word?", anchor=False)
    st.markdown(
        "Each word is a row of numbers to the model, its **word vector**. Training moved words that are "
        "used alike near each other. Nobody told it what a word means."
    )
    known = predictor.bundle.vocabulary
    typed = st.text_input(
        "A word",
        _FIRST_WORD if _FIRST_WORD in known else known.words[-1],
        max_chars=_MAX_CHARACTERS,
        key=_WORD,
        bind="query-params",
        width=260,
    )
    word = next(iter(tokenise((typed or "")[:_MAX_CHARACTERS])), "")
    try:
        vectors = vectors_of(bundle_key(), predictor)
        _one_word(predictor, vectors, word)
        _map(predictor, vectors, word)
    except BundleError as error:
        st.error(plain(str(error)), icon=":material/error:")


def _one_word(predictor: Predictor, vectors: FloatArray, word: str) -> None:
    if not word:
        st.info("Type a word to look at.")
        return
    try:
        near = neighbours(vectors, predictor.bundle.vocabulary, word, most=_NEIGHBOURS)
    except PlotError as error:
        st.info(plain(str(error)))
        return
    left, right = st.columns([2, 3], gap="large")
    with left:
        _neighbours(near, word)
    with right:
        _leaning(leaning_of(predictor, word), word)


def _neighbours(near: pd.DataFrame, word: str) -> None:
    st.markdown(f"**Nearest to {plain(word)}**")
    st.dataframe(
        near,
        hide_index=True,
        height="content",
        alt=f"Words nearest to {word}: {', '.join(near['word'])}",
        column_config={
            "cosine": st.column_config.ProgressColumn(
                "how alike", format="%.2f", min_value=0, max_value=1
            )
        },
    )
    st.markdown(
        small(
            "How alike: the *cosine* between two rows of numbers. 1 is the same direction, 0 nothing "
            "in common."
        )
    )
    show_numbers(near, "neighbours", f"Words nearest to {word}", {"cosine": "{:.3f}"})


def _leaning(rows: pd.DataFrame, word: str) -> None:
    best = rows.iloc[0]
    st.markdown(
        f"**{plain(word)}** alone gives {plain(best['genre'])} a score of **{best['alone']:.2f}**; an "
        f"empty text gives it {best['empty']:.2f}."
    )
    said = "; ".join(
        f"{row.genre} {row.alone:.2f} against {row.empty:.2f}" for row in rows.itertuples()
    )
    with placed(leaning_pixels(len(rows))):
        st.altair_chart(
            leaning_chart(rows),
            alt=f"Bars of the scores of a text that is only {word}, against an empty one. {said}.",
            key="leaning",
        )
    st.markdown(
        small(
            "Bars: the model's scores of a text of this one word. Lines: its scores of a text without "
            "a word it knows. Sorted by how far the word lifts a genre (in log-odds, the *gain*). In a "
            "plot, the words around it count as well."
        )
    )
    formats = {"alone": "{:.3f}", "empty": "{:.3f}", "gain": "{:+.2f}"}
    show_numbers(rows, "leaning", f"How {word} leans to each genre", formats)


def _map(predictor: Predictor, vectors: FloatArray, word: str) -> None:
    drawn = _word_map(bundle_key(), predictor, vectors)
    words = drawn.words
    st.subheader(f"The {len(words)} most telling words", anchor=False)
    st.markdown(
        "Words near each other are used alike; colour and shape show the genre that each lifts most. "
        "**Point** at a word to read it, **click** it to see its neighbours above, and click a genre "
        "below the map to hide it."
    )
    with placed(MAP_PIXELS):
        st.plotly_chart(
            word_map_chart(words, word),
            alt=f"A map of words by likeness. {_in_words(words)}",
            key=f"{_MAP}-{st.session_state.setdefault(_CLICKS, 0)}",
            on_select=_take_click,
            selection_mode="points",
            config={"displayModeBar": False, "scrollZoom": False},
        )
    how = (
        "Neighbours on the map are neighbours in truth; how far apart two groups lie means little "
        "(the method is called *t-SNE*)."
        if drawn.method == "t-SNE"
        else "This model has no map of its own yet, so the words lie along the two directions in which "
        "their vectors differ most (*PCA*): a rougher picture."
    )
    st.markdown(
        small(
            f"{how} Chosen among the model's 5,000 most common words, by how far a text of that word "
            "alone lifts one genre."
        )
    )
    formats = {
        "alone": "{:.3f}",
        "empty": "{:.3f}",
        "gain": "{:+.2f}",
        "x": "{:.2f}",
        "y": "{:.2f}",
    }
    show_numbers(words, "word-map", "The most telling words, and where they lie", formats)


def _take_click() -> None:
    """Look at the word that was clicked; a map drawn anew under another key forgets the click."""
    state = st.session_state
    points = state[f"{_MAP}-{state[_CLICKS]}"].selection.points
    if points and points[0].get("customdata"):
        state[_CLICKS] += 1
        state[_WORD] = points[0]["customdata"][0]


def _in_words(words: pd.DataFrame) -> str:
    groups = words.groupby("genre", sort=False)["word"]
    return "; ".join(f"{genre}: {', '.join(rows.head(5))}" for genre, rows in groups) + "."


@st.cache_resource(max_entries=2, show_spinner="Reading the model's word vectors …")
def vectors_of(key: object, _predictor: Predictor) -> FloatArray:  # noqa: ARG001 - part of the key
    """The word vectors of the model in use, ``(n_words, dimensions)``; ``key`` is ``bundle_key()``."""
    return word_vectors(_predictor.bundle)


@st.cache_resource(max_entries=2, show_spinner="Looking for the most telling words …")
def _word_map(key: object, _predictor: Predictor, _vectors: FloatArray) -> WordMap:  # noqa: ARG001
    shipped = read_map()
    if shipped.model == model_hash(_predictor.bundle):
        return shipped
    return quick_map(_predictor, _vectors)
