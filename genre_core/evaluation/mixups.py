"""Which genre is named in place of which?"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from genre_core.evaluation.inputs import check_genres, check_labels, check_same_shape

__all__ = ["mixups"]


def mixups(labels: ArrayLike, named: ArrayLike, genres: Sequence[str]) -> pd.DataFrame:
    """Pairs of a genre named in vain and one missed on the same film, furthest above chance first.

    ``labels`` and ``named`` bool ``(n_films, n_genres)``. Columns named, missed, films, and by_chance: the
    films there would be if the two mistakes fell on films independently. Pairs on no film are left
    out. Raises EvaluationError.
    """
    truth, said = check_labels(labels), check_labels(named, "Predictions")
    check_same_shape(truth, said, "predictions")
    names = np.array(check_genres(genres, truth.shape[1]))
    wrong, missed = (said & ~truth).astype(int), (truth & ~said).astype(int)
    films = wrong.T @ missed
    by_chance = np.outer(wrong.sum(axis=0), missed.sum(axis=0)) / len(truth)
    x, y = np.nonzero(films)
    table = pd.DataFrame(
        {
            "named": names[x],
            "missed": names[y],
            "films": films[x, y],
            "by_chance": by_chance[x, y],
        }
    )
    order = (table["by_chance"] - table["films"]).argsort(kind="stable")
    return table.iloc[order].reset_index(drop=True)
