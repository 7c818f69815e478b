"""The two curves of a run: how wrong it is, and how well it names genres."""

import math
from functools import partial

import pandas as pd
import streamlit as st

from genre_core.jobs.history import best_epoch
from pages.parts.charts import placed
from pages.parts.downloads import download
from pages.parts.numbers import show_numbers
from pages.parts.tables import to_csv
from pages.parts.train.charts import CHART_PIXELS, f1_chart, loss_chart
from pages.parts.train.story import Story
from pages.parts.words import small

__all__ = ["LOG", "SMOOTHING", "described", "show_f1", "show_loss"]

LOG, SMOOTHING = "log", "smoothing"
"""What the address calls the logarithmic axis and the weight of the smoothing."""

_FORMATS = dict.fromkeys(
    ["loss", "val_loss", "val_micro_f1", "val_macro_f1", "val_mAP", "learning_rate"], "{:.4f}"
) | {"seconds": "{:.1f}", "plots_per_second": "{:,.0f}"}


def show_loss(story: Story) -> None:
    """The loss of batches and epochs."""
    st.markdown("#### Loss: how wrong is it?")
    chart = placed(CHART_PIXELS)
    log, smoothing = _controls()
    batches, epochs = story.batches(smoothing), story.curves.epochs
    best = best_epoch(epochs)
    with chart:
        if batches.empty:
            st.markdown("The curve begins with the first batch of plots.")
        else:
            st.vega_lite_chart(
                loss_chart(
                    _drawable(batches),
                    epochs,
                    best,
                    story.n_epochs,
                    guess=story.without_reading("loss"),
                    log=log,
                ),
                alt=described(story, "The loss", _loss_in_words(epochs, best)),
                theme=None,
                key="loss-chart",
            )
    st.markdown(
        small(
            "**Loss**: how far the scores are from the truth; 0 would be perfect. A **batch** is the few "
            "plots read between two learning steps; an **epoch** is all training films read once. "
            "**Validation** films are never learned from: when their loss rises while that of training "
            "falls, it learns by heart. The best epoch has the highest mAP (how well it ranks) on them."
        )
    )
    show_numbers(epochs, f"{story.run.id}-epochs", "Figures of each epoch", _FORMATS)
    download(
        "Loss of every batch (CSV)",
        partial(to_csv, story.curves.batches),
        f"plotline-{story.run.id}-batches.csv",
        "batches-csv",
    )


def show_f1(story: Story) -> None:
    """Micro- and macro-F1 of the validation films."""
    epochs = story.curves.epochs
    best = best_epoch(epochs)
    st.markdown("#### F1: how well does it name genres?")
    with placed(CHART_PIXELS):
        if epochs.empty:
            st.markdown("The first point comes when the first epoch ends.")
        else:
            st.vega_lite_chart(
                f1_chart(epochs, best, story.n_epochs, story.without_reading("micro_f1")),
                alt=described(story, "F1 by epoch", _f1_in_words(epochs)),
                theme=None,
                key="f1-chart",
            )
    st.markdown(
        small(
            "**F1** is high only when what it names is right *and* what is there is found; on validation "
            "films, at the best threshold of the epoch. **Micro**: every genre of every film counts "
            "alike, so frequent genres lead. **Macro**: every genre counts alike, so rare ones pull it "
            "down. **Without reading**: the same answer for all films, from how frequent each genre is."
        )
    )
    columns = ["epoch", "val_micro_f1", "val_macro_f1", "val_mAP"]
    show_numbers(epochs[columns], f"{story.run.id}-f1", "F1 of each epoch", _FORMATS)


def _controls() -> tuple[bool, float]:
    """Draw the switch of the axis and the smoothing: whether it is logarithmic, and the weight."""
    with st.container(horizontal=True, vertical_alignment="center", gap="large"):
        log = st.toggle("Logarithmic axis", key=LOG, bind="query-params")
        smoothing = st.slider(
            "Smoothing", 0.0, 0.99, 0.8, 0.01, key=SMOOTHING, bind="query-params", width=220
        )
    return log, smoothing


def described(story: Story, what: str, words: str) -> str:
    """A chart in words: of a live run always the same ones, as other words draw the chart anew."""
    return words if story.run.has_ended else f"{what}, which changes while the run learns."


def _drawable(batches: pd.DataFrame) -> pd.DataFrame:
    """A logarithm has no place for 0, and JSON none for infinity."""
    return batches.where(batches.map(lambda value: math.isfinite(value) and value > 0))


def _loss_in_words(epochs: pd.DataFrame, best: int | None) -> str:
    if epochs.empty:
        return "The loss of each batch of the first epoch."
    first, last = epochs.iloc[0], epochs.iloc[-1]
    return (
        f"Loss over {len(epochs)} epochs. Training: {first['loss']:.3f} after the first, "
        f"{last['loss']:.3f} after the last. Validation: {first['val_loss']:.3f}, then "
        f"{last['val_loss']:.3f}. Best epoch: {best}."
    )


def _f1_in_words(epochs: pd.DataFrame) -> str:
    last = epochs.iloc[-1]
    return (
        f"F1 on validation films over {len(epochs)} epochs. Now micro {last['val_micro_f1']:.2f}, "
        f"macro {last['val_macro_f1']:.2f}; naming nothing has 0."
    )
