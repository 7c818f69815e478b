"""The answer to one plot: scores, the genres named, and what to know about the text."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from genre_core.prediction.checks import PlotWarning, check_plot
from genre_core.prediction.predictor import Predictor

__all__ = ["Answer", "answer"]


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
    needed = predictor.thresholds if thresholds is None else thresholds
    probabilities = predictor.predict([plot])[0]
    tokens = predictor.tokens(plot)
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
