"""From a plot to the token ids that one model was trained on."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from genre_core.prediction.manifest import TextSettings
from genre_core.text.tokens import tokenise
from genre_core.text.vocabulary import Vocabulary
from genre_core.text.wordpiece import CLOSE, OPEN, wordpieces

__all__ = ["Encoder"]


@dataclass(frozen=True)
class Encoder:
    """A vocabulary and the settings that it is used with. Training and prediction share it."""

    vocabulary: Vocabulary
    settings: TextSettings

    def tokens(self, plot: str) -> list[str]:
        """Words of a plot, or pieces of words for a model that reads those."""
        if self.settings.tokeniser == "wordpiece":
            return wordpieces(plot, self.vocabulary)
        return tokenise(plot)

    def read(self, tokens: Sequence[str]) -> list[str]:
        """Those of the tokens that the model reads: what is beyond its limit is cut away."""
        kept = list(tokens)
        if self.settings.unknown == "left_out":
            kept = [token for token in kept if token in self.vocabulary]
        most = self.settings.max_tokens - (2 if self.settings.tokeniser == "wordpiece" else 0)
        return kept[-most:] if self.settings.keeps == "end" else kept[:most]

    def ids(self, tokens: Sequence[str]) -> npt.NDArray[np.int32]:
        """Token ids ``(n_ids,) int32`` of one plot's tokens, never empty."""
        read = self.read(tokens)
        if self.settings.tokeniser == "wordpiece":
            read = [OPEN, *read, CLOSE]
        if self.settings.pairs:
            pairs = [f"{first} {second}" for first, second in pairwise(read)]
            read += [pair for pair in pairs if pair in self.vocabulary]
        return self.vocabulary.ids(read)
