"""The scores after each word: what the answer would be, had the plot ended there."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from genre_core.prediction.predictor import Predictor

__all__ = ["ReadAlong", "read_along"]


@dataclass(frozen=True)
class ReadAlong:
    """One plot, read from its first word to its last."""

    n_words: npt.NDArray[np.int64]
    """``(n_steps,)``: words read at each step, ascending; the last is all that the model reads."""
    scores: npt.NDArray[np.float32]
    """``(n_steps, n_genres)``"""

    def leading(self, n_genres: int) -> list[int]:
        """Columns of the genres with the highest score at the end, highest first."""
        return np.argsort(-self.scores[-1], kind="stable")[:n_genres].tolist()


def read_along(predictor: Predictor, tokens: Sequence[str], most_steps: int = 200) -> ReadAlong:
    """Read the first word, the first two, and so on, in batches.

    A plot of more than ``most_steps`` words goes on by several words a step. Without words, no step.
    """
    tokens = list(tokens[: predictor.max_tokens])
    n_steps = min(len(tokens), most_steps)
    n_words = np.ceil(np.linspace(0, len(tokens), n_steps + 1)[1:] - 1e-9).astype(np.int64)
    return ReadAlong(n_words, predictor.predict_words([tokens[:end] for end in n_words]))
