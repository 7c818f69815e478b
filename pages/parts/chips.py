"""The row under a page's title: corpus, split and model in use, the model card, a link to all this."""

import streamlit as st

from genre_core.prediction.predictor import Predictor
from pages.parts.bundle import is_shipped, model_title
from pages.parts.card import show_card_button
from pages.parts.lesson import show_lesson
from pages.parts.words import count_of, listed, plain

__all__ = ["learned_from", "show_chips"]


def show_chips(corpus: str, split: str, predictor: Predictor | None, *notes: str) -> None:
    """Name what the page stands on, and offer the model card and a lesson link.

    All words are Markdown; ``notes`` are what else has to be known at once.
    """
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="chips"):
        st.badge(corpus, icon=":material/movie:", color="gray")
        st.badge(split, icon=":material/call_split:", color="gray")
        for note in notes:
            st.badge(note, icon=":material/info:", color="orange")
        if predictor:
            model = predictor.bundle.manifest.name if is_shipped() else model_title()
            st.badge(f"Model: {plain(model)}", icon=":material/memory:", color="blue")
            show_card_button(predictor.bundle)
        show_lesson()


def learned_from(predictor: Predictor) -> str:
    """What a model was trained on: "Learned from 29,314 plots: overviews and synopses"."""
    data = predictor.bundle.manifest.data
    plots = sum(films.get("train", 0) for films in data.values())
    return f"Learned from {count_of(plots, 'plot')}: {listed([*map(plain, data)])}"
