"""What a model says about each of many plots, without the checks that one plot gets."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from genre_core.prediction.predictor import Predictor

__all__ = ["PLOTS_AT_ONCE", "Reading", "read_each"]

PLOTS_AT_ONCE = 512
"""Enough for batches of plots of like length; more would only take memory."""


@dataclass(frozen=True)
class Reading:
    """One plot, read."""

    probabilities: npt.NDArray[np.float32] | None
    """``(n_genres,)``; None where there is no word that the model knows, as they would tell nothing."""
    named: list[str]
    """Genres that reach their thresholds, most probable first."""


def read_each(
    predictor: Predictor,
    plots: Sequence[str],
    thresholds: npt.NDArray[np.floating] | None = None,
) -> list[Reading]:
    """A reading of each plot, all read together; ``thresholds (n_genres,)`` stand in for the model's own."""
    tokens = predictor.tokens_of_each(plots)
    return [
        Reading(probabilities, predictor.named(probabilities, thresholds))
        if predictor.knows_a_word(words)
        else Reading(None, [])
        for words, probabilities in zip(tokens, predictor.predict_tokens(tokens), strict=True)
    ]
