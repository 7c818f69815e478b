"""Which words drove a genre: what changes when each word is left out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from genre_core.errors import PlotError
from genre_core.prediction.predictor import Predictor

__all__ = ["WordEvidence", "explain", "word_changes"]


@dataclass(frozen=True)
class WordEvidence:
    """How much one word, where it stands, moves a genre's probability."""

    position: int
    """Place among the plot's words, from 0."""
    word: str
    change: float
    """Probability with the word less probability without it: positive when the word speaks for it."""


def explain(predictor: Predictor, plot: str, genre: str) -> list[WordEvidence]:
    """Evidence of every word the model reads, in the order of the plot, all in batches.

    This is what changes when a word is left out, not proof of why. Raises PlotError for a genre that
    the model does not know. Li, Monroe and Jurafsky 2016, https://arxiv.org/abs/1612.08220.
    """
    if genre not in predictor.genres:
        raise PlotError(
            f"This model knows {', '.join(predictor.genres)}, and not {genre!r}. Name one of these."
        )
    tokens = predictor.words(plot)
    changes = word_changes(predictor, tokens)[:, predictor.genres.index(genre)]
    return [
        WordEvidence(position, word, float(change))
        for position, (word, change) in enumerate(zip(tokens, changes, strict=True))
    ]


def word_changes(
    predictor: Predictor, tokens: Sequence[str], most_words: int | None = None
) -> npt.NDArray[np.float32]:
    """``WordEvidence.change`` of every word and genre at once: ``(n_words, n_genres) float32``.

    ``most_words`` stops after so many words, as the time grows with the square of their number; the
    words after them are still read.
    """
    tokens = list(tokens[: predictor.max_tokens])
    left_out = range(len(tokens[:most_words]))
    without = [tokens[:place] + tokens[place + 1 :] for place in left_out]
    probabilities = predictor.predict_words([tokens, *without])
    return probabilities[0] - probabilities[1:]
