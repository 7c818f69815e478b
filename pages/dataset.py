"""What does the model get to see? The films behind it, counted and looked at from every side."""

import streamlit as st

from genre_core.errors import BundleError
from genre_core.genres import GENRES
from genre_core.prediction.predictor import Predictor
from pages.parts.bundle import choose_model, get_predictor
from pages.parts.chips import show_chips
from pages.parts.dataset.choice import choose_source
from pages.parts.dataset.genres_part import GENRE, show_genres
from pages.parts.dataset.learned_part import show_learned
from pages.parts.dataset.names_part import show_names
from pages.parts.dataset.report import show_report
from pages.parts.dataset.source import Source, was_learned_from
from pages.parts.dataset.splits_part import show_splits
from pages.parts.dataset.spread_part import show_spread
from pages.parts.dataset.steps_part import show_steps
from pages.parts.dataset.together_part import show_together
from pages.parts.dataset.words_part import show_words
from pages.parts.unknown import warn_of_mistyped
from pages.parts.words import count_of, plain

__all__ = ["render"]

_TABS = (
    "Genres",
    "Pairs",
    "Words",
    "When and where",
    "Fair test?",
    "Words to numbers",
    "Learned words",
    "Genre names",
)


def render() -> None:
    """Draw the page."""
    st.title("What does the model get to see?", anchor=False)
    st.write(
        "Films, each with a plot and its genres, and nothing else: no picture, no cast, no title. What "
        "is rare here, or one-sided, no model that learns from these films can learn any better."
    )
    warn_of_mistyped(GENRE, GENRES, "Genre")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        genre = st.selectbox(
            "Genre", GENRES, GENRES.index("Horror"), key=GENRE, bind="query-params", width=220
        )
        source = choose_source()
        choose_model()
    predictor = _predictor()
    if source is None:
        return
    _chips(source, predictor)
    if source.is_own and source.corpus:
        show_report(source, source.corpus.report)
    _parts(source, genre, predictor)


def _parts(source: Source, genre: str, predictor: Predictor | None) -> None:
    """Only the part that is open is drawn."""
    genres, pairs, words, spread, splits, steps, learned, names = st.tabs(
        _TABS, key="part", bind="query-params"
    )
    with genres:
        if genres.open:
            show_genres(source, genre, predictor and predictor.max_tokens)
    with pairs:
        if pairs.open:
            show_together(source, genre)
    with words:
        if words.open:
            show_words(source, genre)
    with spread:
        if spread.open:
            show_spread(source, genre)
    with splits:
        if splits.open:
            show_splits(source, predictor and predictor.bundle)
    with steps:
        if steps.open and predictor:
            show_steps(source, predictor)
    with learned:
        if learned.open and predictor:
            show_learned(predictor)
    with names:
        if names.open:
            show_names()


def _predictor() -> Predictor | None:
    """The model, for its vocabulary; without it the page does what it can."""
    try:
        return get_predictor()
    except BundleError as error:
        st.warning(f"The model could not be loaded. {plain(str(error))}", icon=":material/error:")
        return None


def _chips(source: Source, predictor: Predictor | None) -> None:
    films, plots = source.numbers.n_films, source.numbers.n_plots
    more = "" if films == plots else f", {count_of(plots, 'plot')}"
    split = f"{count_of(films, 'film')}{more}{', all splits' if plots else ''}"
    notes = ["counts only"] if source.corpus is None else []
    if predictor and plots and not was_learned_from(source, predictor.bundle):
        notes.append("The model in use learned from other plots")
    show_chips(plain(source.title), split, predictor, *notes)


if __name__ == "__main__":
    # When the first request after a start is for this page, Streamlit runs this file instead of the
    # app, as a folder called pages has a meaning of its own to it. So start the app, which then
    # opens the page that was asked for.
    import app

    app.main()
