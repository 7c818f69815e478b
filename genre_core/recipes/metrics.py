"""The figures that authors report, and what naming nothing scores by each of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from sklearn.metrics import f1_score, roc_auc_score

from genre_core.errors import ConfigError

__all__ = [
    "METRICS",
    "SWEEP",
    "Metric",
    "confusion",
    "find_metric",
    "micro_f1_at",
    "swept_micro_f1",
]

Labels = npt.NDArray[np.bool_]
Scores = npt.NDArray[np.float32]

SWEEP = tuple(round(0.1 * step, 1) for step in range(1, 10))
"""Thresholds .1, .2 … .9."""


@dataclass(frozen=True)
class Metric:
    """One way to judge a system."""

    words: str
    """What it is, for people."""
    measure: Callable[[Labels, Scores], float]
    """Labels and probabilities ``(n_texts, n_labels)`` -> figure."""
    nothing: Callable[[Labels], float]
    """What a system gets that says the same of every text and has read none of them."""
    is_better: Literal["higher", "lower"] = "higher"


def micro_f1_at(labels: Labels, scores: Scores, threshold: float) -> float:
    """Micro-F1 of the labels that reach one threshold."""
    return float(f1_score(labels, scores >= threshold, average="micro", zero_division=0))


def swept_micro_f1(labels: Labels, scores: Scores) -> tuple[float, float]:
    """Best threshold of ``SWEEP`` on these very texts, and its micro-F1; the first of equals."""
    figures = [micro_f1_at(labels, scores, threshold) for threshold in SWEEP]
    best = int(np.argmax(figures))
    return SWEEP[best], figures[best]


def confusion(labels: Labels, scores: Scores) -> list[list[int]]:
    """Texts by true label (row) and by the label with the highest score (column); one label a text."""
    n = labels.shape[1]
    cells = labels.argmax(axis=1) * n + scores.argmax(axis=1)
    return np.bincount(cells, minlength=n * n).reshape(n, n).tolist()


def find_metric(name: str) -> Metric:
    """The metric of that name; raises ConfigError."""
    if name not in METRICS:
        raise ConfigError(f"A metric is one of {', '.join(METRICS)}; got {name!r}. Choose one.")
    return METRICS[name]


def _top(k: int) -> Callable[[Labels, Scores], float]:
    def share(labels: Labels, scores: Scores) -> float:
        first = np.argsort(-scores, axis=1, kind="stable")[:, :k]
        return float(np.take_along_axis(labels, first, axis=1).any(axis=1).mean())

    return share


def _most_frequent(k: int) -> Callable[[Labels], float]:
    return lambda labels: float(np.sort(labels.mean(axis=0))[::-1][:k].sum())


def _macro_roc_auc(labels: Labels, scores: Scores) -> float:
    varied: Sequence[int] = [g for g in range(labels.shape[1]) if 0 < labels[:, g].mean() < 1]
    return float(np.mean([roc_auc_score(labels[:, g], scores[:, g]) for g in varied]))


METRICS: dict[str, Metric] = {
    "element_accuracy": Metric(
        "element-wise accuracy at .5: the share of all yes-or-no answers that are right",
        lambda labels, scores: float(np.mean(labels == (scores >= 0.5))),  # noqa: PLR2004
        lambda labels: float(np.mean(~labels)),
    ),
    "swept_micro_f1": Metric(
        "micro-F1 at the best of the thresholds .1 to .9, chosen on the very films it is reported on",
        lambda labels, scores: swept_micro_f1(labels, scores)[1],
        lambda labels: 0.0,  # noqa: ARG005
    ),
    "top1_accuracy": Metric(
        "top-1 accuracy: the share of films whose one label scores highest",
        _top(1),
        _most_frequent(1),
    ),
    "top3_accuracy": Metric(
        "top-3 accuracy: the share of films whose one label is among the three highest",
        _top(3),
        _most_frequent(3),
    ),
    "macro_f1_at_03": Metric(
        "macro-F1 at the threshold .3",
        lambda labels, scores: float(
            f1_score(labels, scores >= 0.3, average="macro", zero_division=0)  # noqa: PLR2004
        ),
        lambda labels: 0.0,  # noqa: ARG005
    ),
    "macro_roc_auc": Metric("macro ROC-AUC", _macro_roc_auc, lambda labels: 0.5),  # noqa: ARG005
    "hamming_loss": Metric(
        "Hamming loss at .3: the share of all yes-or-no answers that are wrong",
        lambda labels, scores: float(np.mean(labels != (scores >= 0.3))),  # noqa: PLR2004
        lambda labels: float(np.mean(labels)),
        is_better="lower",
    ),
}
