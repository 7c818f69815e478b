"""Where do we draw the line? Precision, recall and F over the threshold, from stored scores."""

import streamlit as st

from genre_core.errors import PlotlineError
from genre_core.evaluation import Interval, draw_line
from pages.parts.bundle import choose_model, get_predictor
from pages.parts.charts import placed
from pages.parts.chips import show_chips
from pages.parts.numbers import show_numbers
from pages.parts.thresholds.charts import CHART_PIXELS, line_chart
from pages.parts.thresholds.controls import ask, chart_key, draw, move_line, take_click
from pages.parts.thresholds.data import RESAMPLES, band_of, best_of, corpora, curves_of, films_of
from pages.parts.thresholds.question import Question
from pages.parts.thresholds.sections import show_sections
from pages.parts.thresholds.wording import (
    found_in_words,
    interval_in_words,
    rare_warning,
    right_in_words,
)
from pages.parts.words import listed, plain, small

__all__ = ["render"]

_SPLITS = ("validation", "test")


def render() -> None:
    """Draw the page."""
    st.title("Where do we draw the line?", anchor=False)
    st.write(
        "The model gives each film a score for each genre, and we name the genres whose score reaches "
        "a **threshold**. A low line finds more and is wrong more often; a high line is right more "
        "often and misses more. Which is better depends on what the names are for."
    )
    choose_model()
    try:
        genres, names = get_predictor().genres, corpora()
        films_of("test", None)
    except PlotlineError as error:
        st.error(f"The scores could not be loaded. {plain(str(error))}", icon=":material/error:")
        return
    _chips()
    question = ask(genres, names)
    left, right = st.columns([7, 5], gap="large")
    with left:
        threshold = draw(question)
        best = best_of(question)
        _chart(question, threshold, best)
    with right:
        _counts(question, threshold, best)
    show_sections(question, threshold)


def _chips() -> None:
    """What the numbers come from."""
    sizes = [f"{len(films_of(split, None).labels):,} {split} plots" for split in _SPLITS]
    films = listed([*map(plain, corpora())])
    show_chips(films, f"Chosen on {sizes[0]}, checked on {sizes[1]}", get_predictor())


def _chart(question: Question, threshold: float, best: Interval) -> None:
    curves, band = curves_of("validation", question), band_of(question)
    with placed(CHART_PIXELS):
        st.vega_lite_chart(
            line_chart(curves, band, threshold, best, question.f_name),
            alt=_described(question, threshold, best),
            theme=None,
            key=chart_key(),
            on_select=take_click,
        )
    st.markdown(
        small(
            "**Precision**: of what is named, the share that is right. **Recall**: of what is there, "
            f"the share that is found. **{question.f_name}**: both in one number, which is high only "
            "when both are. Point at the chart to read it, click to put the line there."
        )
    )
    with st.popover("What are the band and the grey strip?", icon=":material/help:"):
        st.markdown(
            f"They show how far {question.f_name} and its best threshold move when other plots are drawn. "
            f"We redraw as many plots from the same ones {RESAMPLES} times, some twice, some not at all, "
            "and show the middle 95 of 100 results. This is called a *bootstrap*. A wide band means: do "
            "not trust a peak. Where several thresholds are equally good, the strip covers them all."
        )
    numbers = curves.assign(low=band["low"], high=band["high"])
    show_numbers(
        numbers.rename(columns={"f_beta": question.f_name}),
        "thresholds",
        "Precision, recall and F at each threshold, on validation plots",
        dict.fromkeys(
            ["precision", "recall", question.f_name, "accuracy", "low", "high"], "{:.3f}"
        ),
    )


def _described(question: Question, threshold: float, best: Interval) -> str:
    row = curves_of("validation", question).iloc[round(threshold * 100)]
    return (
        f"Precision, recall and {question.f_name} over the threshold, for "
        f"{question.genre or 'all genres'}. At {threshold:.2f}: precision {row['precision']:.2f}, "
        f"recall {row['recall']:.2f}, {question.f_name} {row['f_beta']:.2f}. The best threshold is "
        f"{best.estimate:.2f}, {interval_in_words(best)}."
    )


def _counts(question: Question, threshold: float, best: Interval) -> None:
    films = films_of("validation", question.corpus, question.genre)
    line = draw_line(films.labels, films.probabilities, threshold)
    subject = plain(question.genre) if question.genre else "all genres"
    st.subheader(f"{subject[0].upper()}{subject[1:]} at {threshold:.2f}", anchor=False)
    st.markdown(f"{found_in_words(line, question.genre)}\n\n{right_in_words(line, question.genre)}")
    n_plots = line.true if question.genre else len(films.labels)
    if warning := rare_warning(question.genre, n_plots):
        st.warning(warning, icon=":material/warning:")
    target = round(best.estimate, 2)
    st.markdown(
        f"Best for {question.f_name}: **{target:.2f}** ({interval_in_words(best)}, on validation plots)."
    )
    if target != threshold:
        st.button(
            f"Move the line to {target:.2f}",
            icon=":material/vertical_align_center:",
            on_click=move_line,
            args=(target,),
        )
    _both_splits(question, threshold)


def _both_splits(question: Question, threshold: float) -> None:
    rows = [curves_of(split, question).iloc[round(threshold * 100)] for split in _SPLITS]
    st.markdown("**Does it hold for plots that had no say?**")
    st.table(
        {
            "split": ["Validation", "Test"],
            "recall": [f"{row['recall']:.1%}" for row in rows],
            "precision": [f"{row['precision']:.1%}" for row in rows],
            question.f_name: [f"{row['f_beta']:.3f}" for row in rows],
            "plots": [f"{len(films_of(split, question.corpus).labels):,}" for split in _SPLITS],
        },
        hide_index=True,
        alt="Recall, precision and F on validation and on test plots",
    )
    st.markdown(
        small(
            "The curves, and the best threshold, come from the validation plots. The "
            "test plots were kept apart: read their row last, and do not move the line to please it, "
            "or they stop being a test."
        )
    )


if __name__ == "__main__":
    # As at the end of predict.py: started by a deep link, this file has to start the app.
    import app

    app.main()
