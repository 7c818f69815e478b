"""One line drawn through the scores: what it names, rightly and wrongly, and what it changes."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from genre_core.errors import EvaluationError
from genre_core.evaluation.counts import Counts, f_beta
from genre_core.evaluation.inputs import check_films, decide

__all__ = ["Line", "draw_line", "flips", "score_histogram"]


@dataclass(frozen=True)
class Line:
    """What thresholds do, in counts of film-genre pairs (for one genre: of films)."""

    found: int
    """Named, and rightly so: true positives."""
    wrong: int
    """Named, and wrongly so: false positives."""
    missed: int
    """Not named, though the film has the genre: false negatives."""
    left: int
    """Rightly not named: true negatives."""

    @property
    def named(self) -> int:
        """All that is named, rightly or wrongly."""
        return self.found + self.wrong

    @property
    def true(self) -> int:
        """All that should be named."""
        return self.found + self.missed

    @property
    def total(self) -> int:
        """All pairs of a film and a genre."""
        return self.found + self.wrong + self.missed + self.left

    @property
    def precision(self) -> float:
        """The share of what is named that is right; 0 where nothing is named."""
        return self.found / self.named if self.named else 0.0

    @property
    def recall(self) -> float:
        """The share of the true that is named; 0 where nothing is true."""
        return self.found / self.true if self.true else 0.0

    @property
    def accuracy(self) -> float:
        """The share of pairs that are right. A trap: see ``do_nothing_accuracy``."""
        return (self.found + self.left) / self.total

    @property
    def do_nothing_accuracy(self) -> float:
        """The accuracy of naming no genre at all."""
        return (self.wrong + self.left) / self.total

    def f_beta(self, beta: float = 1.0) -> float:
        """F-beta, as ``sweep`` has it for the micro average."""
        counts = Counts(*(np.array(n) for n in (self.found, self.named, self.true)))
        return float(f_beta(counts, beta))


def draw_line(labels: ArrayLike, probabilities: ArrayLike, thresholds: ArrayLike) -> Line:
    """Count what ``probability >= threshold`` names, over all films and genres.

    ``labels`` and ``probabilities`` ``(n_films, n_genres)``; ``thresholds`` ``(n_genres,)`` or one
    number. Raises EvaluationError.
    """
    truth, scores = check_films(labels, probabilities)
    named = decide(scores, thresholds)
    found, wrong = int((truth & named).sum()), int((~truth & named).sum())
    missed = int(truth.sum()) - found
    return Line(found, wrong, missed, truth.size - found - wrong - missed)


def score_histogram(
    labels: ArrayLike, probabilities: ArrayLike, threshold: float, n_bins: int = 50
) -> pd.DataFrame:
    """How many scores lie where, of films with and without the genre, above and below a threshold.

    ``labels`` and ``probabilities`` ``(n_films, n_genres)``, counted over all genres. Bins have one
    width, ``low <= score < high`` (the last one holds 1 too). One row per bin and kind that is not
    empty; columns low, high, has_genre, named, n. Raises EvaluationError.
    """
    if n_bins < 1:
        raise EvaluationError(f"A histogram needs at least one bin: got {n_bins}. Take 50.")
    truth, scores = (cells.ravel() for cells in check_films(labels, probabilities))
    named = decide(scores[:, np.newaxis], threshold)[:, 0]
    edges = np.linspace(0, 1, n_bins + 1)
    place = np.searchsorted(edges[1:-1], scores, side="right")
    parts = []
    for has_genre in (True, False):
        for is_named in (True, False):
            n = np.bincount(place[(truth == has_genre) & (named == is_named)], minlength=n_bins)
            bins = pd.DataFrame({"low": edges[:-1], "high": edges[1:]})
            parts.append(bins.assign(has_genre=has_genre, named=is_named, n=n)[n > 0])
    return pd.concat(parts, ignore_index=True)


def flips(
    labels: ArrayLike, probabilities: ArrayLike, before: ArrayLike, after: ArrayLike
) -> pd.DataFrame:
    """The film-genre pairs that are named under one choice of thresholds and not under another.

    ``labels`` and ``probabilities`` ``(n_films, n_genres)``; ``before`` and ``after``
    ``(n_genres,)`` or one number. Columns film and genre (row and column of the arrays), score,
    has_genre, named (whether it is named after); best score first. Raises EvaluationError.
    """
    truth, scores = check_films(labels, probabilities)
    named = decide(scores, after)
    film, genre = np.nonzero(decide(scores, before) != named)
    table = pd.DataFrame(
        {
            "film": film,
            "genre": genre,
            "score": scores[film, genre],
            "has_genre": truth[film, genre],
            "named": named[film, genre],
        }
    )
    return table.sort_values("score", ascending=False, kind="stable", ignore_index=True)
