"""Which words? The plot with its words marked by what they do to the score of a genre."""

import numpy as np
import numpy.typing as npt
import pandas as pd
import streamlit as st

from genre_core.prediction.explain import word_changes
from genre_core.text.pieces import Piece, pieces_of
from genre_core.text.tokens import first_words
from pages.parts.bundle import bundle_key, get_predictor
from pages.parts.numbers import show_numbers, show_table
from pages.parts.words import count_of, plain, small

__all__ = ["EVIDENCE_GENRE", "changes_of", "evidence_frame", "marked", "show_words"]

EVIDENCE_GENRE = "evidence"
"""What the session and the address call the genre whose words are looked for."""

_FOR = "evidence_for"  # The plot that the genre was chosen for.
_MOST_WORDS = 400  # Some seconds: the time grows with the square of their number.
_LONGEST_PIECE = 60
_FAINT, _STRONG = 0.2, 0.5  # Shares of the strongest change.
_SMALLEST = 0.002
_RANKED = 5

_LEGEND = (
    ":blue-background[**word⁺⁺**] speaks strongly for it · :blue-background[word⁺] for it · "
    ":orange-background[word⁻] against it · :orange-background[**word⁻⁻**] strongly against it"
)


def show_words(plot: str, scores: pd.DataFrame) -> None:
    """Choose a genre; the text with its words marked, the strongest ranked, all as a table."""
    genres = scores["genre"].tolist()
    _follow(plot, genres)
    genre = st.selectbox(
        "Words for which genre?",
        genres,
        key=EVIDENCE_GENRE,
        bind="query-params",
        width=300,
    )
    tokens = first_words(plot, get_predictor().max_tokens)
    changes = changes_of(tokens)[:, get_predictor().genres.index(genre)]
    score = float(scores["score"].to_numpy()[genres.index(genre)])
    st.markdown(
        f"The score of **{plain(genre)}** is {score:.2f}. Each word was left out once, and the rest read "
        "again: a word speaks **for** the genre when the score falls without it. This is *what changes "
        "when the word is left out*, not proof of why."
    )
    if np.abs(changes).max() < _SMALLEST:
        st.info("No single word matters here: leaving one out moves the score by less than 0.002.")
        return
    st.markdown(small(_LEGEND))
    with st.container(border=True):
        st.markdown(marked(plot, changes))
    if len(tokens) > len(changes):
        st.markdown(
            small(
                f"Only the first {count_of(len(changes), 'word')} were left out in turn, to keep it "
                "quick."
            )
        )
    _ranked(evidence_frame(tokens, changes, score))


def _follow(plot: str, genres: list[str]) -> None:
    """For another plot start with its leading genre; the one in a link stays."""
    is_another = st.session_state.get(_FOR, plot) != plot
    if is_another or st.session_state.get(EVIDENCE_GENRE, genres[0]) not in genres:
        st.session_state[EVIDENCE_GENRE] = genres[0]
    st.session_state[_FOR] = plot


def changes_of(tokens: list[str]) -> npt.NDArray[np.float32]:
    """What each word does to each genre's score, ``(n_words, n_genres)``."""
    return _changes(bundle_key(), tuple(tokens))


def evidence_frame(
    tokens: list[str], changes: npt.NDArray[np.float32], score: float
) -> pd.DataFrame:
    """``place, word, change, score_without``: strongest first; places count from 1."""
    frame = pd.DataFrame(
        {
            "place": np.arange(1, len(changes) + 1),
            "word": tokens[: len(changes)],
            "change": changes.astype(float),
            "score_without": score - changes.astype(float),
        }
    )
    return frame.sort_values("change", key=lambda it: -it.abs(), kind="stable", ignore_index=True)


def marked(plot: str, changes: npt.NDArray[np.float32]) -> str:
    """The text as Markdown, its words marked by sign and strength: shown as it is, whatever it is."""
    words: list[str] = []
    strongest = float(np.abs(changes).max())
    for at, piece in enumerate(pieces_of(plot[: 40 * _MOST_WORDS])):
        if piece.words.stop > len(changes) or at > 2 * _MOST_WORDS:
            words.append("…")
            break
        words.append(_marked_piece(piece, changes, strongest))
    return " ".join(words)


def _marked_piece(piece: Piece, changes: npt.NDArray[np.float32], strongest: float) -> str:
    """A piece of two words, as *well-known*, shows the stronger one."""
    cut = piece.text if len(piece.text) <= _LONGEST_PIECE else f"{piece.text[:_LONGEST_PIECE]}…"
    text = plain(cut)
    change = max((float(changes[place]) for place in piece.words), key=abs, default=0.0)
    if abs(change) < max(_FAINT * strongest, _SMALLEST):
        return text
    colour, sign = ("blue", "⁺") if change > 0 else ("orange", "⁻")
    if abs(change) >= _STRONG * strongest:
        return f":{colour}-background[**{text}{sign}{sign}**]"
    return f":{colour}-background[{text}{sign}]"


def _ranked(frame: pd.DataFrame) -> None:
    formats = {"change": "{:+.3f}", "score_without": "{:.3f}"}
    sides = (("For it", frame["change"] > 0), ("Against it", frame["change"] < 0))
    for column, (title, chosen) in zip(st.columns(2, gap="large"), sides, strict=True):
        with column:
            st.markdown(f"**{title}**, strongest first")
            if not chosen.any():
                st.markdown(small("No word."))
                continue
            best = frame[chosen].head(_RANKED)
            show_table(best, f"Words that speak {title.lower()}", formats)
    st.markdown(
        small(
            "**place**: where it stands among the words. **change**: score with the word less score "
            "without it. A word that stands twice can look weak, as its twin is still there."
        )
    )
    show_numbers(frame, "words", "What each word does to the score", formats)


@st.cache_data(
    max_entries=40,
    show_spinner="The model reads the plot again and again, each time without one of its words …",
)
def _changes(key: object, tokens: tuple[str, ...]) -> npt.NDArray[np.float32]:  # noqa: ARG001
    return word_changes(get_predictor(), tokens, _MOST_WORDS)
