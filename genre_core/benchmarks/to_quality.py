"""How long training takes until the LSTM by itself reads as well as TF-IDF."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from genre_core.benchmarks.own_process import in_own_process
from genre_core.benchmarks.quality import fit_tfidf
from genre_core.data.catalogue import load
from genre_core.data.corpus import Corpus
from genre_core.errors import EvaluationError
from genre_core.evaluation import score, tune_global
from genre_core.training.config import TrainingConfig, make_config
from genre_core.training.prepare import Prepared, PreparedSplit, prepare
from genre_core.training.process import check_device

__all__ = ["Asked", "best_micro_f1", "films_of", "measure", "read_corpora"]

_SIDE = "genre_core.benchmarks.to_quality_side"


@dataclass(frozen=True)
class Asked:
    """What to train on, what to reach, and how often to look whether it was reached."""

    corpora: tuple[str, ...]
    """Names of the catalogue, or paths."""
    on: str
    """The corpus whose validation films are read."""
    lessons: str | None = None
    """A folder of what a teacher said, or none."""
    vectors: str | None = None
    """Where word vectors start; None for where those of the shipped recipe do."""
    target: float = 1.0
    """Micro-F1 at the best single threshold."""
    every: int = 50
    """Batches between two looks."""
    most_seconds: float = 900.0
    device: str = "auto"

    def config(self) -> TrainingConfig:
        """The shipped recipe, but for the vectors; raises ConfigError."""
        return make_config(**({"vectors": self.vectors} if self.vectors else {}))


def measure(asked: Asked) -> dict[str, Any]:
    """Seconds until the shipped recipe passes TF-IDF's micro-F1, from labels alone and with lessons.

    Both are scored on the validation films of ``asked.on``, at the single threshold that suits each best.
    Of ``trainings``, ``labels`` and ``lessons`` each tell ``reached``, the seconds or None; the seconds of
    ``preparing`` words and their vectors, which are part of them; the ``batches``; and every look. Looks do
    not count, and the linear reader has no part in it. Raises ConfigError, EvaluationError, TrainingError
    and PlotlineError.
    """
    check_device(asked.device)
    config = asked.config()
    prepared = prepare(read_corpora(asked), config.max_words, config.min_plots)
    films = films_of(prepared, asked.on)
    target = best_micro_f1(films.labels, fit_tfidf(prepared)(films.plots), prepared.genres)
    sides = {"labels": None, "lessons": asked.lessons}
    told = {
        name: json.dumps(asdict(replace(asked, target=target, lessons=lessons)))
        for name, lessons in sides.items()
        if lessons or name == "labels"
    }
    return {
        "on": f"{asked.on}, validation",
        "plots": len(films),
        "tfidf_micro_f1": target,
        "trainings": {name: in_own_process(_SIDE, name, each) for name, each in told.items()},
    }


def read_corpora(asked: Asked) -> list[Corpus]:
    """Each by itself."""
    return [load(name) for name in asked.corpora]


def films_of(prepared: Prepared, corpus: str) -> PreparedSplit:
    """The validation films of one corpus; raises EvaluationError when there are none."""
    films = prepared.splits["validation"]
    chosen = films.chosen(films.corpora == corpus)
    if not len(chosen):
        known = ", ".join(np.unique(films.corpora))
        raise EvaluationError(
            f"Systems are compared on validation films of a corpus they learn from: {known}; "
            f"got {corpus!r}. Name one of these."
        )
    return chosen


def best_micro_f1(
    labels: npt.NDArray[np.bool_], probabilities: npt.NDArray[np.float32], genres: Sequence[str]
) -> float:
    """At the one threshold for all genres that suits these films best."""
    return score(labels, probabilities, tune_global(labels, probabilities), tuple(genres)).micro_f1
