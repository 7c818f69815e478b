"""The numbers of the page: from the scores that the bundle keeps, worked out once for all viewers."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import streamlit as st

from genre_core.data.catalogue import load
from genre_core.evaluation import (
    Interval,
    calibration_table,
    f_band,
    genre_threshold_intervals,
    sweep,
    sweep_per_genre,
)
from genre_core.genres import to_labels
from pages.parts.bundle import bundle_key, get_predictor
from pages.parts.thresholds.question import Question

__all__ = [
    "RESAMPLES",
    "Films",
    "OpenFilms",
    "band_of",
    "best_of",
    "best_threshold",
    "calibration_of",
    "corpora",
    "curves_of",
    "films_of",
    "open_films",
    "tuned_of",
]

RESAMPLES = 200
"""How often films are drawn anew to see how sure a figure is."""
Key = tuple[Path, int]


@dataclass(frozen=True)
class Films:
    """The films of a split, and the scores of the genres that are asked for."""

    labels: npt.NDArray[np.bool_]
    """``(n_films, n_genres)``"""
    probabilities: npt.NDArray[np.float32]
    """``(n_films, n_genres)``"""


@dataclass(frozen=True)
class OpenFilms:
    """The open corpus, read by the model."""

    table: pd.DataFrame
    """title, year; a film each."""
    films: Films


def corpora() -> list[str]:
    """The corpora that both splits hold films of."""
    return _corpora(bundle_key())


def films_of(split: str, corpus: str | None, genre: str | None = None) -> Films:
    """Labels and scores of a split's films, of one genre or of all; raises BundleError."""
    films, from_corpora = _stored(bundle_key(), split)
    rows = slice(None) if corpus is None else from_corpora == corpus
    columns = _columns(genre)
    return Films(films.labels[rows][:, columns], films.probabilities[rows][:, columns])


def curves_of(split: str, question: Question) -> pd.DataFrame:
    """threshold, precision, recall, f_beta, accuracy, tp, fp, fn, tn: one row per threshold.

    The counts and the accuracy are over all genres together, whatever the average.
    """
    return _curves(bundle_key(), split, question)


def band_of(question: Question) -> pd.DataFrame:
    """threshold, f_beta, low, high: how far the curve of F moves when other films are drawn."""
    return _band(bundle_key(), question)[0]


def best_of(question: Question) -> Interval:
    """The best threshold by validation, and how far it moves when other films are drawn."""
    if question.genre is None:
        return _band(bundle_key(), question)[1]
    row = tuned_of(question).set_index("genre").loc[question.genre]
    return Interval(row["threshold"], row["low"], row["high"])


def best_threshold(question: Question) -> float:
    """The best threshold by validation, in whole hundredths."""
    return round(best_of(question).estimate, 2)


def tuned_of(question: Question) -> pd.DataFrame:
    """genre, support, threshold, low, high: the best of each genre by validation."""
    return _tuned(bundle_key(), question.corpus, question.beta)


def calibration_of(question: Question) -> pd.DataFrame:
    """low, high, n, mean_score, observed_rate: ten bins of validation scores, empty ones left out."""
    films = films_of("validation", question.corpus, question.genre)
    table = calibration_table(films.labels, films.probabilities, n_bins=10)
    return table[table["n"] > 0].reset_index(drop=True)


def open_films(genre: str | None) -> OpenFilms:
    """The open corpus with its scores; raises CorpusError."""
    read = _open_films(bundle_key())
    columns = _columns(genre)
    films = read.films
    return OpenFilms(read.table, Films(films.labels[:, columns], films.probabilities[:, columns]))


def _columns(genre: str | None) -> slice:
    if genre is None:
        return slice(None)
    at = get_predictor().genres.index(genre)
    return slice(at, at + 1)


# Underscored names stand for what the key already tells; the key comes with every call, so that a
# bundle that is replaced is read anew.


@st.cache_resource(max_entries=4, show_spinner=False)
def _stored(key: Key, split: str) -> tuple[Films, npt.NDArray[np.str_]]:  # noqa: ARG001
    scores = get_predictor().bundle.scores(split)
    return Films(scores.labels, scores.probabilities), scores.corpora


@st.cache_data(max_entries=4, show_spinner=False)
def _corpora(key: Key) -> list[str]:
    splits = [set(_stored(key, split)[1].tolist()) for split in ("validation", "test")]
    return sorted(splits[0] & splits[1])


@st.cache_data(max_entries=200, show_spinner=False)
def _curves(key: Key, split: str, question: Question) -> pd.DataFrame:  # noqa: ARG001
    films = films_of(split, question.corpus, question.genre)
    average = [question.average]
    curves = sweep(films.labels, films.probabilities, beta=question.beta, averages=average)
    pairs = films.labels.reshape(-1, 1), films.probabilities.reshape(-1, 1)
    counts = sweep_per_genre(*pairs, ["all"])[["tp", "fp", "fn", "tn"]]
    accuracy = (counts["tp"] + counts["tn"]) / films.labels.size
    columns = curves[["threshold", "precision", "recall", "f_beta"]]
    return columns.assign(accuracy=accuracy).join(counts)


@st.cache_data(max_entries=200, show_spinner=False)
def _band(key: Key, question: Question) -> tuple[pd.DataFrame, Interval]:  # noqa: ARG001
    films = films_of("validation", question.corpus, question.genre)
    average = "micro" if question.genre else question.average
    band = f_band(films.labels, films.probabilities, average, question.beta, RESAMPLES)
    return band.curve, band.best


@st.cache_data(max_entries=50, show_spinner=False)
def _tuned(key: Key, corpus: str | None, beta: float) -> pd.DataFrame:  # noqa: ARG001
    films = films_of("validation", corpus)
    return genre_threshold_intervals(
        films.labels, films.probabilities, get_predictor().genres, beta, RESAMPLES
    )


@st.cache_resource(max_entries=2, show_spinner="The model reads the films of the open corpus …")
def _open_films(key: Key) -> OpenFilms:  # noqa: ARG001
    predictor = get_predictor()
    films = load("open").films
    known = [[name for name in names if name in predictor.genres] for names in films["genres"]]
    labels = to_labels(known, predictor.genres)
    scores = predictor.predict(films["plot"].tolist())
    return OpenFilms(films[["title", "year"]], Films(labels, scores))
