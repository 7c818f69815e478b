"""Which words drove a genre: what changes when each word is left out."""

from collections.abc import Sequence
from dataclasses import dataclass

from genre_core.errors import PlotError
from genre_core.prediction.predictor import Predictor

__all__ = ["WordEvidence", "explain"]


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
    tokens = predictor.encoder.read(predictor.tokens(plot))
    without: Sequence[list[str]] = [tokens[:i] + tokens[i + 1 :] for i in range(len(tokens))]
    probabilities = predictor.predict_tokens([tokens, *without])[:, predictor.genres.index(genre)]
    return [
        WordEvidence(position, word, float(probabilities[0] - probabilities[position + 1]))
        for position, word in enumerate(tokens)
    ]
