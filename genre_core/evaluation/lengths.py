"""How well are plots of each length read?"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from genre_core.errors import EvaluationError
from genre_core.evaluation.inputs import check_films
from genre_core.evaluation.metrics import score

__all__ = ["score_by_length"]

_EDGES = (25, 50, 100, 200, 500, 1_000)


def score_by_length(
    labels: ArrayLike,
    probabilities: ArrayLike,
    thresholds: ArrayLike,
    genres: Sequence[str],
    n_words: ArrayLike,
) -> pd.DataFrame:
    """Scores in bands of length; macro figures are over the genres that some film of the band has.

    As for ``score``, and ``n_words`` ``(n_films,)`` of each plot. Columns words, plots, micro_f1,
    macro_f1, mAP; one row a band that holds a plot, short ones first. Raises EvaluationError.
    """
    truth, scores = check_films(labels, probabilities)
    lengths = np.asarray(n_words)
    if lengths.shape != (len(truth),):
        raise EvaluationError(
            f"Each plot has one length: got {lengths.size} lengths and {len(truth)} plots. "
            "Count the words of each."
        )
    band = np.searchsorted(_EDGES, lengths, side="right")
    rows = []
    for place in np.unique(band):
        films = band == place
        found = score(truth[films], scores[films], thresholds, genres)
        rows.append((_words(int(place)), found.n_plots, found.micro_f1, found.macro_f1, found.mAP))
    return pd.DataFrame(rows, columns=["words", "plots", "micro_f1", "macro_f1", "mAP"])


def _words(band: int) -> str:
    if band == 0:
        return f"under {_EDGES[0]}"
    if band == len(_EDGES):
        return f"{_EDGES[-1]:,} and more"
    return f"{_EDGES[band - 1]} to {_EDGES[band] - 1}"
