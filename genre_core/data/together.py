"""Which genres go together: how often two stand on one film, against what chance would bring."""

import numpy as np
import pandas as pd

from genre_core.data.films import Films
from genre_core.genres import GENRES

__all__ = ["genres_together"]


def genres_together(films: Films) -> pd.DataFrame:
    """``genre, other, both, expected, lift`` of every ordered pair of two different genres.

    ``both`` counts the films that have the two; ``expected`` is how many would if the genres had
    nothing to do with each other, ``films(genre) * films(other) / all films``; ``lift`` is ``both /
    expected``: 1 as chance has it, 2 twice as often, and NaN where a genre has no film.
    """
    labels = films.labels.astype(np.int64)
    counts = labels.sum(axis=0)
    both = labels.T @ labels
    expected = np.outer(counts, counts) / max(1, len(films))
    with np.errstate(divide="ignore", invalid="ignore"):
        lift = np.where(expected > 0, both / expected, np.nan)
    n = len(GENRES)
    pairs = pd.DataFrame(
        {
            "genre": np.repeat(GENRES, n),
            "other": np.tile(GENRES, n),
            "both": both.ravel(),
            "expected": expected.ravel(),
            "lift": lift.ravel(),
        }
    )
    return pairs[pairs["genre"] != pairs["other"]].reset_index(drop=True)
