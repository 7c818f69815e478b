"""The model card in a dialog: what a model learned from, what it is for, how well it reads."""

import pandas as pd
import streamlit as st

from genre_core.data.catalogue import CATALOGUE
from genre_core.prediction.bundle import Bundle
from genre_core.prediction.card import (
    RARE_FILMS,
    calibration_by_corpus,
    films_by_split,
    mistakes_by_length,
    mixups_by_corpus,
    rare_genres,
    scores_by_corpus,
    scores_by_genre,
)
from genre_core.prediction.card_text import FITNESS, read_section
from pages.parts.downloads import download
from pages.parts.numbers import show_table
from pages.parts.tables import to_csv
from pages.parts.words import listed, plain, small

__all__ = ["show_card_button"]

_WHAT = "What it is"
_SHARES = ("precision", "recall", "accuracy", "accuracy_of_nothing")
_FORMATS = {**dict.fromkeys(_SHARES, "{:.1%}"), "f1": "{:.3f}", "threshold": "{:.2f}"}
_NOT_FOR = """\
- Deciding alone what a film is called: a person has the last word.
- Judging people, or any text that is not the plot of a film.
- Texts in other languages: its words are English."""


def show_card_button(bundle: Bundle) -> None:
    """A button that opens the card."""
    if st.button("Model card", icon=":material/badge:", type="tertiary", key="model-card"):
        _show_card(bundle)


@st.dialog("Model card", width="large")
def _show_card(bundle: Bundle) -> None:
    manifest = bundle.manifest
    st.subheader(f"The model {plain(manifest.name)}", anchor=False)
    for paragraph in read_section(bundle, _WHAT):
        st.markdown(plain(paragraph))
    _use(bundle)
    _learned_from(films_by_split(manifest))
    scores = scores_by_corpus(manifest)
    if scores.empty:
        st.info("This model keeps no scores of test films.", icon=":material/info:")
        return
    _scores(scores)
    corpus = _genres(bundle, scores["corpus"].tolist())
    _wrong(bundle, corpus)
    _how_to_read()


def _use(bundle: Bundle) -> None:
    meant, *limits = read_section(bundle, FITNESS) or [""]
    use, not_for = st.columns(2, gap="medium")
    with use:
        st.markdown("**What it is for**")
        st.markdown(
            plain(meant) or "Teaching, and suggesting genres of film plots to a person who decides."
        )
    with not_for:
        st.markdown("**What it is not for**")
        st.markdown(_NOT_FOR)
    if limits:
        st.markdown("**Its limits**")
        st.markdown("\n".join(f"- {plain(limit)}" for limit in limits))


def _learned_from(films: pd.DataFrame) -> None:
    st.subheader("What it learned from", anchor=False)
    st.markdown(
        small(
            "It learned from the **train** plots alone. Its best state and its thresholds were chosen on "
            "the **validation** plots, and the **test** plots were scored once, at the end."
        )
    )
    show_table(_with_titles(films), "Plots by corpus and split")


def _scores(scores: pd.DataFrame) -> None:
    st.subheader("How well it reads films it has never met", anchor=False)
    st.markdown(
        small(
            "On test plots. **Naming nothing** is the score to beat: a machine that never names a genre "
            "has an F1 of 0, and yet the accuracy in the last column."
        )
    )
    shown = _with_titles(scores).rename(
        columns={
            "micro_f1": "F1, all genres",
            "macro_f1": "F1, mean of genres",
            "accuracy_of_nothing": "accuracy of naming nothing",
        }
    )
    figures = ("F1, all genres", "F1, mean of genres", "mAP")
    shares = ("accuracy", "accuracy of naming nothing")
    formats = {**dict.fromkeys(figures, "{:.3f}"), **dict.fromkeys(shares, "{:.1%}")}
    show_table(shown, "Scores on test plots, by corpus", formats)


def _genres(bundle: Bundle, corpora: list[str]) -> str:
    """The corpus that was chosen."""
    st.subheader("Genre by genre", anchor=False)
    corpus = corpora[0]
    if len(corpora) > 1:
        corpus = st.segmented_control(
            "Test plots of",
            corpora,
            default=corpora[0],
            required=True,
            format_func=_title_of,
            key="card-corpus",
        )
    genres = scores_by_genre(bundle.manifest, corpus)
    if rare := rare_genres(genres):
        st.markdown(
            small(
                f":material/warning: Fewer than {RARE_FILMS} test plots have {listed([*map(plain, rare)])}: "
                "with other films, their figures could be quite different."
            )
        )
    show_table(
        genres.rename(
            columns={
                "f1": "F1",
                "films": "plots",
                "accuracy_of_nothing": "accuracy of naming nothing",
            }
        ),
        "Scores of each genre on test plots",
        {**_FORMATS, "F1": "{:.3f}", "accuracy of naming nothing": "{:.1%}"},
    )
    name = f"plotline-{bundle.manifest.name}-{corpus}-genres.csv"
    download("Download as CSV", lambda: to_csv(genres), name, "card-csv")
    return corpus


def _wrong(bundle: Bundle, corpus: str) -> None:
    manifest = bundle.manifest
    lengths = _of(corpus, mistakes_by_length(manifest))
    if lengths.empty:
        return
    st.subheader("What it gets wrong", anchor=False)
    st.markdown(
        small(
            "On the same test plots. A score and the share of plots with such a score that has the genre lay "
            f"**{calibration_by_corpus(manifest)[corpus]:.3f}** apart, on average. Rows with few plots say "
            "little."
        )
    )
    figures = {"micro_f1": "F1, all genres", "macro_f1": "F1, mean of genres"}
    formats = dict.fromkeys([*figures.values(), "mAP"], "{:.3f}")
    show_table(lengths.rename(columns=figures), "Scores by length of the plot", formats)
    st.markdown(
        small(
            "The genres most mixed up: one was named in vain and the other missed on the same film. "
            "**By chance** is how many films that would be if each mistake fell on any film alike."
        )
    )
    words = {"named": "named in vain", "missed": "and missed", "by_chance": "by chance"}
    show_table(
        _of(corpus, mixups_by_corpus(manifest)).rename(columns=words),
        "Genres most mixed up",
        {"by chance": "{:.1f}"},
    )


def _of(corpus: str, frame: pd.DataFrame) -> pd.DataFrame:
    return frame[frame["corpus"] == corpus].drop(columns="corpus")


def _how_to_read() -> None:
    st.subheader("How to read the figures", anchor=False)
    st.markdown(
        "- **Plots**: how many test plots have the genre (their *support*). The fewer, the less its row "
        "means.\n"
        "- **Threshold**: the score a genre has to reach to be named.\n"
        "- **Precision**: of the plots that got the name, the share that has the genre.\n"
        "- **Recall**: of the plots that have the genre, the share that got the name.\n"
        "- **F1**: precision and recall in one number from 0 to 1, high only when both are.\n"
        "- **mAP**: how well the plots of a genre come first when all are sorted by its score, as a mean "
        "over genres; it needs no threshold.\n"
        "- **Accuracy**: the share of right yes-or-no answers. Most plots lack most genres, so naming "
        "nothing is “accurate”, too: never read it without the column beside it."
    )


def _with_titles(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(corpus=frame["corpus"].map(_title_of))


def _title_of(corpus: str) -> str:
    return CATALOGUE[corpus].title if corpus in CATALOGUE else corpus
