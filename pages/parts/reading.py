"""What the model says about one plot: a frame for the chart, and the answer in words."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from genre_core.prediction.answer import answer
from genre_core.prediction.checks import PlotWarning
from genre_core.prediction.predictor import Predictor
from pages.parts.words import listed, plain

__all__ = ["Reading", "describe", "in_words", "read_plot"]


@dataclass(frozen=True)
class Reading:
    """One plot as one model reads it."""

    scores: pd.DataFrame
    """``genre`` str, ``score`` and ``threshold`` float in [0, 1], ``passed`` bool.

    Best score first; no rows when there was not a word that the model knows.
    """
    warnings: tuple[PlotWarning, ...]


def read_plot(
    plot: str, predictor: Predictor, thresholds: npt.NDArray[np.floating] | None = None
) -> Reading:
    """Score a plot; a genre passes when its score reaches its threshold.

    ``thresholds (n_genres,)`` stand in for the model's own.
    """
    result = answer(predictor, plot, thresholds)
    scores = pd.DataFrame(
        {
            "genre": predictor.genres,
            "score": result.scores.values(),
            "threshold": result.thresholds.values(),
            "passed": [genre in result.genres for genre in predictor.genres],
        }
    ).sort_values("score", ascending=False, kind="stable", ignore_index=True)
    return Reading(scores if result.has_known_words else scores.head(0), result.warnings)


def in_words(scores: pd.DataFrame) -> str:
    """One sentence, as Markdown: the genres that passed, or the one that came nearest."""
    named = [f"**{plain(genre)}**" for genre in scores["genre"][scores["passed"]]]
    if named:
        return f"This reads like {listed(named)}."
    nearest = scores.iloc[int((scores["threshold"] - scores["score"]).argmin())]
    score, needed = _told_apart(nearest["score"], nearest["threshold"])
    return (
        f"None passed its threshold: **{plain(nearest['genre'])}** came nearest, with {score} where "
        f"{needed} is needed."
    )


def _told_apart(score: float, threshold: float) -> tuple[str, str]:
    """Both with two decimals, or with four where two would make them look the same."""
    decimals = 4 if f"{score:.2f}" == f"{threshold:.2f}" else 2
    return f"{score:.{decimals}f}", f"{threshold:.{decimals}f}"


def describe(scores: pd.DataFrame) -> str:
    """The chart in words, for those who cannot see it."""
    rows = [
        f"{row.genre} {row.score:.2f} of {row.threshold:.2f}{', passed' if row.passed else ''}"
        for row in scores.itertuples()
    ]
    return f"Bars of the score of each genre, with its threshold marked. {'; '.join(rows)}."
