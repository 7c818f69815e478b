"""What a bundle gets wrong: plots of which length, which genre for which, how sure, and by whose name."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from genre_core.data.corpus import Corpus
from genre_core.errors import EvaluationError
from genre_core.evaluation import expected_calibration_error, mistakes, rows_of
from genre_core.genres import to_labels
from genre_core.prediction.name_swap import swap_names, telling_names
from genre_core.prediction.predictor import Predictor
from genre_core.text.names import PersonNames, find_names
from genre_core.text.swaps import OrdinaryWords
from genre_core.text.tokens import tokenise

__all__ = ["read_errors"]


@dataclass(frozen=True)
class _Read:
    """Labelled plots, and what the bundle says of them."""

    name: str
    plots: list[str]
    labels: npt.NDArray[np.bool_]
    probabilities: npt.NDArray[np.float32]


def read_errors(
    bundle: Path, corpora: Sequence[Corpus], *, split: str = "test", seed: int = 0
) -> dict[str, Any]:
    """What the bundle gets wrong on each of the corpora, as plain JSON values.

    Of a corpus that the bundle learned from, the films of ``split`` are read; of others all. Films
    without a genre of the model's are left out. Names and ordinary words are known by all plots of all
    corpora together, so more of them are found in many corpora than in one. Raises EvaluationError.
    """
    predictor = Predictor(bundle)
    read = [_read(predictor, corpus, split) for corpus in corpora]
    every_plot = list(chain.from_iterable(corpus.films["plot"] for corpus in corpora))
    names = find_names(every_plot)
    words = OrdinaryWords.count(every_plot, names)
    return {
        "bundle": predictor.bundle.manifest.name,
        "names_known": len(names),
        "texts": [_errors(predictor, texts, names, words, seed) for texts in read],
        "calibration_error": expected_calibration_error(
            np.concatenate([texts.labels for texts in read]),
            np.concatenate([texts.probabilities for texts in read]),
        ),
    }


def _read(predictor: Predictor, corpus: Corpus, split: str) -> _Read:
    learned_from = corpus.name in predictor.bundle.manifest.data
    films = corpus.split(split) if learned_from else corpus.films
    known = [[genre for genre in own if genre in predictor.genres] for own in films["genres"]]
    name = f"{corpus.name}, {split}" if learned_from else corpus.name
    if not any(known):
        raise EvaluationError(
            f"Errors are read on plots with a genre of the model's; {name} has none. Name other texts."
        )
    plots = [plot for plot, own in zip(films["plot"], known, strict=True) if own]
    labels = to_labels([own for own in known if own], predictor.genres)
    return _Read(name, plots, labels, predictor.predict(plots))


def _errors(
    predictor: Predictor, texts: _Read, names: PersonNames, words: OrdinaryWords, seed: int
) -> dict[str, Any]:
    swapped = swap_names(predictor, texts.plots, texts.labels, names, words, seed=seed)
    return {
        "texts": texts.name,
        "plots": len(texts.plots),
        **mistakes(
            texts.labels,
            texts.probabilities,
            predictor.thresholds,
            predictor.genres,
            [len(tokenise(plot)) for plot in texts.plots],
        ),
        "plots_with_names": swapped.n_plots if swapped else 0,
        "swaps": rows_of(swapped.effects) if swapped else [],
        "swaps_by_genre": rows_of(swapped.per_genre) if swapped else [],
        "telling_names": rows_of(telling_names(predictor, texts.plots, names)),
    }
