"""What genre is this plot? Paste one, and see how strongly it reads like each genre."""

import pandas as pd
import streamlit as st

from genre_core.errors import PlotError, PlotlineError
from genre_core.prediction.checks import check_text
from genre_core.prediction.predictor import Predictor
from genre_core.text.tokens import tokenise
from pages.parts.bundle import choose_model, get_predictor, is_shipped
from pages.parts.charts import scores_chart
from pages.parts.chips import learned_from, show_chips
from pages.parts.examples import find_example, get_examples_by_kind
from pages.parts.numbers import show_numbers
from pages.parts.own_thresholds import choose_thresholds, get_thresholds
from pages.parts.predict.more import show_more
from pages.parts.predict.text import BOX, empty_box, put, read_box, start, the_text
from pages.parts.reading import Reading, describe, in_words, read_plot
from pages.parts.words import count_of, listed, plain, small

__all__ = ["render"]

_BUTTON = "Name the genres"
_CHOSEN = "Each genre has its own, chosen on plots that the model did not learn from."


def render() -> None:
    """Draw the page."""
    st.title("What genre is this plot?", anchor=False)
    st.write(
        f"Paste the plot of a film and press **{_BUTTON}**: an LSTM, a small neural network "
        "that reads word by word, scores how strongly it reads like each genre. A list of telling "
        "words has a say too."
    )
    choose_model()
    try:
        predictor = get_predictor()
    except PlotlineError as error:
        st.error(f"The model could not be loaded. {plain(str(error))}", icon=":material/error:")
        return
    own = get_thresholds(predictor) is not None
    split = "Your own thresholds" if own else "Thresholds from validation plots"
    show_chips(learned_from(predictor), split, predictor)
    start()
    left, right = st.columns([5, 6], gap="large")
    with left:
        _examples()
        _box(predictor)
    with right:
        reading = _answer(predictor)
    show_more(the_text(), reading, predictor)


def _examples() -> None:
    # Menus, and not a list with a choice: a choice would have to be undone when the text is edited,
    # and if that came late, the old example would be put over the text that is being written.
    st.markdown(small("Try one of ours …"))
    with st.container(horizontal=True, gap="xsmall"):
        for kind, examples in get_examples_by_kind().items():
            st.menu_button(
                f"A {kind}",
                examples,
                format_func=lambda example: example.label,
                key=kind,
                on_click=_show_example,
                args=(kind,),
            )


def _box(predictor: Predictor) -> None:
    # No max_chars: with it, a longer text that is pasted disappears without a word.
    plot = st.text_area(
        "… or paste the plot of any film, in English",
        height=230,
        key=BOX,
        persist_state="session",
        on_change=read_box,  # Ctrl+Enter, too: the box promises that it applies the text.
        placeholder="A few sentences that tell what happens in the film",
    )
    try:
        n_words = len(tokenise(check_text(plot)))
        st.markdown(
            small(
                f"{count_of(n_words, 'word')}, {count_of(len(plot), 'character')}. "
                f"The model reads the first {count_of(predictor.max_tokens, 'word')}. "
                "The text is not stored."
            )
        )
    except PlotError as error:
        st.error(plain(str(error)), icon=":material/error:")
    with st.container(horizontal=True):
        st.button(_BUTTON, type="primary", on_click=read_box)
        st.button("Empty the box", type="tertiary", on_click=empty_box)
        choose_thresholds(predictor)
    if plot == the_text() and (example := find_example(plot)):
        # What there is to notice was seen in the answers of the model that ships.
        notice = example.notice if is_shipped() else ""
        written = f"{example.label}, written as {listed(example.genres)}. {notice}"
        st.info(written.strip(), icon=":material/visibility:")


def _answer(predictor: Predictor) -> Reading:
    plot, thresholds = the_text(), get_thresholds(predictor)
    reading = read_plot(plot, predictor, thresholds)
    st.markdown(small(_whose_answer(plot)))
    is_guess = any(warning.code == "not_english" for warning in reading.warnings)
    if not (reading.scores.empty or is_guess):
        st.subheader(in_words(reading.scores), anchor=False)
    if reading.warnings:
        messages = [warning.message for warning in reading.warnings]
        st.warning("\n\n".join(messages), icon=":material/warning:")
    if not reading.scores.empty:
        _chart(reading.scores, is_own=thresholds is not None)
        _numbers(reading.scores)
    return reading


def _whose_answer(plot: str) -> str:
    if plot == st.session_state[BOX]:
        return "The answer of the model:"
    return (
        f":material/history: **For the earlier text.** Press {_BUTTON} to read what is in the box."
    )


def _chart(scores: pd.DataFrame, is_own: bool) -> None:
    whose = "These are your own." if is_own else _CHOSEN
    st.markdown(
        small(
            "The bar is the **score**: how strongly the text reads like the genre, from 0 to 1. "
            f"The line is the **threshold**: the score the genre needs to be named (✓). {whose}"
        )
    )
    st.vega_lite_chart(spec=scores_chart(scores), alt=describe(scores), theme=None, key="scores")


def _numbers(scores: pd.DataFrame) -> None:
    formats = {"score": "{:.3f}", "threshold": "{:.3f}"}
    show_numbers(scores, "scores", "Score and threshold of each genre", formats)


def _show_example(kind: str) -> None:
    put(st.session_state[kind].plot)


if __name__ == "__main__":
    # When the first request after a start is for this page, Streamlit runs this file instead of the
    # app, as a folder called pages has a meaning of its own to it. So start the app, which then
    # opens the page that was asked for.
    import app

    app.main()
