"""How well do named genres fit the true ones? One call, every figure, from scikit-learn.

A ratio with nothing in its denominator counts as 0, scikit-learn's default. So a film with no true
and no named genre scores 0 in the samples averages: it cannot lift a model that stays silent.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from genre_core.evaluation.counts import mean_or_nan
from genre_core.evaluation.inputs import (
    BoolArray,
    FloatArray,
    check_films,
    check_genres,
    check_thresholds,
)

__all__ = ["Scores", "score"]


@dataclass(frozen=True)
class Scores:
    """What one system scores on one set of films; NaN where a figure has no meaning.

    Macro figures average over the genres that at least one film has; the others stand in
    ``left_out``, though naming one still counts as a mistake in the micro and samples figures.
    """

    micro_f1: float
    macro_f1: float
    samples_f1: float
    weighted_f1: float
    micro_precision: float
    micro_recall: float
    macro_precision: float
    macro_recall: float
    samples_jaccard: float
    mAP: float  # noqa: N815 - the field's own name
    """Macro mean of average precision, which needs no threshold."""
    roc_auc: float
    """Macro mean; a genre that every film has is left out as well, it has no ROC curve."""
    hamming_loss: float
    subset_accuracy: float
    """Share of films whose genres are all right and none missing."""
    element_accuracy: float
    """Share of right film-genre cells. A trap: compare it with ``do_nothing_accuracy``."""
    do_nothing_accuracy: float
    """Element accuracy of naming no genre at all."""
    n_plots: int
    left_out: tuple[str, ...]
    """Genres that no film has."""
    per_genre: pd.DataFrame = field(repr=False, compare=False)
    """genre, support, threshold, precision, recall, f1, average_precision, roc_auc."""

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values: None for NaN, ``per_genre`` as a list of one object per genre."""
        values = {f.name: _json_value(getattr(self, f.name)) for f in fields(self)}
        values["left_out"] = list(self.left_out)
        values["per_genre"] = [
            {str(column): _json_value(value) for column, value in row.items()}
            for row in self.per_genre.to_dict("records")
        ]
        return values


def score(
    labels: ArrayLike, probabilities: ArrayLike, thresholds: ArrayLike, genres: Sequence[str]
) -> Scores:
    """Score probabilities, and the genres they name at ``thresholds``, against the true labels.

    ``labels`` bool and ``probabilities`` float in 0 … 1, both ``(n_films, n_genres)``;
    ``thresholds`` ``(n_genres,)`` or one number; ``genres`` names the columns. Raises
    EvaluationError.
    """
    truth, scores = check_films(labels, probabilities)
    names = check_genres(genres, truth.shape[1])
    cuts = check_thresholds(thresholds, len(names))
    named = scores >= cuts
    table = _per_genre(truth, scores, named, names, cuts)
    present = table[table["support"] > 0]
    micro_precision, micro_recall, micro_f1 = _precision_recall_f1(truth, named, "micro")
    return Scores(
        micro_f1=float(micro_f1),
        macro_f1=mean_or_nan(present["f1"]),
        samples_f1=float(_precision_recall_f1(truth, named, "samples")[2]),
        weighted_f1=float(_precision_recall_f1(truth, named, "weighted")[2]),
        micro_precision=float(micro_precision),
        micro_recall=float(micro_recall),
        macro_precision=mean_or_nan(present["precision"]),
        macro_recall=mean_or_nan(present["recall"]),
        samples_jaccard=_samples_jaccard(truth, named),
        mAP=mean_or_nan(present["average_precision"]),
        roc_auc=mean_or_nan(table["roc_auc"].dropna()),
        hamming_loss=float(np.mean(truth != named)),
        subset_accuracy=float(np.mean((truth == named).all(axis=1))),
        element_accuracy=float(np.mean(truth == named)),
        do_nothing_accuracy=float(np.mean(~truth)),
        n_plots=len(truth),
        left_out=tuple(table.loc[table["support"] == 0, "genre"]),
        per_genre=table,
    )


def _per_genre(
    truth: BoolArray,
    scores: FloatArray,
    named: BoolArray,
    names: tuple[str, ...],
    cuts: FloatArray,
) -> pd.DataFrame:
    precision, recall, f1 = _precision_recall_f1(truth, named, None)
    ranking = [_ranking_scores(t, s) for t, s in zip(truth.T, scores.T, strict=True)]
    return pd.DataFrame(
        {
            "genre": names,
            "support": truth.sum(axis=0),
            "threshold": cuts,
            "precision": precision[: len(names)],
            "recall": recall[: len(names)],
            "f1": f1[: len(names)],
            "average_precision": [average_precision for average_precision, _ in ranking],
            "roc_auc": [roc_auc for _, roc_auc in ranking],
        }
    )


def _precision_recall_f1(truth: BoolArray, named: BoolArray, average: str | None) -> Any:
    """Three numbers for an average, three arrays with an entry per genre for None."""
    from sklearn.metrics import precision_recall_fscore_support

    options: dict[str, Any] = {"average": average, "zero_division": 0}
    return precision_recall_fscore_support(_indicator(truth), _indicator(named), **options)[:3]


def _samples_jaccard(truth: BoolArray, named: BoolArray) -> float:
    from sklearn.metrics import jaccard_score

    options: dict[str, Any] = {"average": "samples", "zero_division": 0}
    return float(jaccard_score(_indicator(truth), _indicator(named), **options))


def _ranking_scores(truth: BoolArray, scores: FloatArray) -> tuple[float, float]:
    """Average precision and ROC-AUC of one genre; NaN where its films make them meaningless."""
    from sklearn.metrics import average_precision_score, roc_auc_score

    if not truth.any():
        return float("nan"), float("nan")
    roc_auc = float("nan") if truth.all() else float(roc_auc_score(truth, scores))
    return float(average_precision_score(truth, scores)), roc_auc


def _indicator(cells: BoolArray) -> BoolArray:
    """Cells as scikit-learn's multi-label indicator, which needs two columns or more.

    It would read a lone column as one binary target and count "not this genre" as a class of its
    own. An empty second column keeps it multi-label and changes no figure taken from it.
    """
    return cells if cells.shape[1] > 1 else np.pad(cells, ((0, 0), (0, 1)))


def _json_value(value: Any) -> Any:
    return None if isinstance(value, float) and math.isnan(value) else value
