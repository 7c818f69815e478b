"""What a model gets wrong, in one go and as plain values: how sure, at which length, what for what."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
from numpy.typing import ArrayLike

from genre_core.evaluation.calibration import expected_calibration_error
from genre_core.evaluation.inputs import decide
from genre_core.evaluation.lengths import score_by_length
from genre_core.evaluation.mixups import mixups

__all__ = ["mistakes", "rows_of"]


def mistakes(
    labels: ArrayLike,
    probabilities: ArrayLike,
    thresholds: ArrayLike,
    genres: Sequence[str],
    n_words: ArrayLike,
) -> dict[str, Any]:
    """``calibration_error``, and the rows of ``lengths`` and ``mixups``: plain JSON values.

    Arguments are those of ``score_by_length``. Raises EvaluationError.
    """
    named = decide(probabilities, thresholds)
    return {
        "calibration_error": expected_calibration_error(labels, probabilities),
        "lengths": rows_of(score_by_length(labels, probabilities, thresholds, genres, n_words)),
        "mixups": rows_of(mixups(labels, named, genres)),
    }


def rows_of(table: pd.DataFrame) -> list[dict[str, Any]]:
    """One dict a row."""
    return [{str(key): value for key, value in row.items()} for row in table.to_dict("records")]
