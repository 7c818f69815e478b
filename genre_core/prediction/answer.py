"""The answer to a plot: scores, the genres named, and what to know about the text."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from genre_core.prediction.checks import PlotWarning, check_plot
from genre_core.prediction.predictor import Predictor

__all__ = ["Answer", "answer", "answers"]


@dataclass(frozen=True)
class Answer:
    """What a model says about one plot."""

    genres: tuple[str, ...]
    """Genres whose score reaches their threshold, highest score first; often several, maybe none."""
    scores: dict[str, float]
    """Genre -> score between 0 and 1, for every genre the model knows.

    Without a known word they tell nothing of the text.
    """
    thresholds: dict[str, float]
    warnings: tuple[PlotWarning, ...]
    has_known_words: bool
    """Whether there was a word that the model knows: if not, it names no genre."""

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values; ``scores`` is None where there was no word to judge by."""
        return {
            "genres": list(self.genres),
            "scores": self.scores if self.has_known_words else None,
            "thresholds": self.thresholds,
            "warnings": [{"code": w.code, "message": w.message} for w in self.warnings],
        }


def answer(
    predictor: Predictor, plot: str, thresholds: npt.NDArray[np.floating] | None = None
) -> Answer:
    """Read one plot. A text without a word the model knows gets scores and a warning, and no genre.

    ``thresholds (n_genres,)`` stand in for the model's own.
    """
    return answers(predictor, [plot], thresholds)[0]


def answers(
    predictor: Predictor,
    plots: Sequence[str],
    thresholds: npt.NDArray[np.floating] | None = None,
) -> list[Answer]:
    """``answer`` of each plot, all read together; PlotError for what is no text."""
    needed = predictor.thresholds if thresholds is None else thresholds
    tokens = predictor.tokens_of_each(plots)
    return [
        _one(predictor, plot, words, probabilities, needed)
        for plot, words, probabilities in zip(
            plots, tokens, predictor.predict_tokens(tokens), strict=True
        )
    ]


def _one(
    predictor: Predictor,
    plot: str,
    tokens: Sequence[str],
    probabilities: npt.NDArray[np.floating],
    needed: npt.NDArray[np.floating],
) -> Answer:
    has_known_words = predictor.knows_a_word(tokens)
    return Answer(
        genres=tuple(predictor.named(probabilities, needed)) if has_known_words else (),
        scores=_by_genre(predictor, probabilities),
        thresholds=_by_genre(predictor, needed),
        warnings=tuple(check_plot(plot, predictor, tokens)),
        has_known_words=has_known_words,
    )


def _by_genre(predictor: Predictor, values: Any) -> dict[str, float]:
    return {genre: float(value) for genre, value in zip(predictor.genres, values, strict=True)}
