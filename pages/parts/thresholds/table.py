"""The best threshold of every genre, and the file to take them away in."""

import json
from functools import partial

import numpy as np
import pandas as pd
import streamlit as st

from genre_core.evaluation import draw_line
from pages.parts.bundle import get_predictor
from pages.parts.downloads import download
from pages.parts.numbers import show_numbers
from pages.parts.own_thresholds import use_thresholds
from pages.parts.thresholds.data import films_of, tuned_of
from pages.parts.thresholds.question import Question
from pages.parts.thresholds.wording import RARE
from pages.parts.words import small

__all__ = ["show_table", "thresholds_json", "thresholds_table"]

_BEST, _ONE_LINE, _SHIPPED = "Best of each genre", "This line for all", "The model's own"


def show_table(question: Question, threshold: float) -> None:
    """Every genre's best threshold beside the model's own, F on both splits, and the download."""
    table = thresholds_table(question)
    st.markdown(
        "Genres differ in how sure the model gets, so each has a best line of its own. On few plots the "
        f"best is mostly luck: it is steadied by what scores are worth over all genres together. ⚠ marks "
        f"genres with fewer than {RARE} plots, **low** and **high** where the best lies in 95 of 100 "
        "redraws."
    )
    st.dataframe(
        table,
        hide_index=True,
        alt="Best threshold of every genre, with its range and F on validation and test plots",
        column_config={
            name: st.column_config.NumberColumn(format="%.2f")
            for name in ("best", "low", "high", "model's own")
        }
        | {
            name: st.column_config.NumberColumn(format="%.3f")
            for name in table.columns
            if name.startswith(question.f_name)
        },
    )
    st.markdown(
        small(
            "F on validation is a little too good, for the thresholds were chosen there; F on test "
            "is the one to quote."
        )
    )
    choice = st.segmented_control(
        "Thresholds for the file",
        [_BEST, _ONE_LINE, _SHIPPED],
        default=_BEST,
        required=True,
        key="file",
        bind="query-params",
    )
    values = {
        _ONE_LINE: np.full(len(table), threshold),
        _SHIPPED: table["model's own"].to_numpy(),
    }.get(choice or _BEST, table["best"].to_numpy())
    chosen = dict(zip(get_predictor().genres, values, strict=True))
    download(
        "Download thresholds as JSON",
        partial(thresholds_json, question, chosen),
        "plotline-thresholds.json",
        "thresholds-json",
    )
    if st.button("Use these thresholds on the predict page", icon=":material/edit_note:"):
        use_thresholds({genre: float(value) for genre, value in chosen.items()})
        st.success(
            "They are in use: open **Predict** to see what changes. The model's own stay as they are."
        )
    show_numbers(table, "genres", "Best threshold of every genre")


def thresholds_table(question: Question) -> pd.DataFrame:
    """A row per genre: plots, best, low, high, the model's own, and F of the best on both splits."""
    predictor, tuned = get_predictor(), tuned_of(question)
    table = pd.DataFrame(
        {
            "genre": tuned["genre"],
            "plots": tuned["support"],
            "few": np.where(tuned["support"] < RARE, "⚠ few", ""),
            "best": tuned["threshold"].round(2),
            "low": tuned["low"],
            "high": tuned["high"],
            "model's own": predictor.thresholds,
        }
    )
    for split in ("validation", "test"):
        films = films_of(split, question.corpus)
        table[f"{question.f_name} {split}"] = [
            draw_line(films.labels[:, [at]], films.probabilities[:, [at]], best).f_beta(
                question.beta
            )
            for at, best in enumerate(table["best"])
        ]
    return table


def thresholds_json(question: Question, thresholds: dict[str, float]) -> str:
    """Thresholds by genre, with what they were chosen for and on."""
    content = {
        "format": "plotline-thresholds",
        "version": 1,
        "model": get_predictor().bundle.manifest.name,
        "beta": question.beta,
        "films": question.corpus or "all",
        "split": "validation",
        "thresholds": {genre: round(float(value), 4) for genre, value in thresholds.items()},
    }
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"
