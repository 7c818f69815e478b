"""From words to numbers, one step after the other, to be looked at."""

from dataclasses import dataclass

import pandas as pd

from genre_core.text.cleaning import clean_text
from genre_core.text.tokens import tokenise
from genre_core.text.vocabulary import UNKNOWN, Vocabulary

__all__ = ["Steps", "steps_of"]


@dataclass(frozen=True)
class Steps:
    """What becomes of one plot on its way into a model."""

    raw: str
    cleaned: str
    tokens: tuple[str, ...]
    ids: tuple[int, ...]
    """One for each token that is read; the unknown id alone when there is none."""

    @property
    def unknown(self) -> tuple[str, ...]:
        """The different words, in order, that the model has no id for."""
        pairs = zip(self.tokens, self.ids, strict=False)
        return tuple(dict.fromkeys(token for token, number in pairs if number == UNKNOWN))

    def table(self) -> pd.DataFrame:
        """``position`` from 1, ``word``, ``id`` and ``known`` of each word that is read."""
        read = self.tokens[: len(self.ids)]
        ids = self.ids[: len(read)]
        return pd.DataFrame(
            {
                "position": range(1, len(read) + 1),
                "word": read,
                "id": ids,
                "known": [number != UNKNOWN for number in ids],
            }
        )


def steps_of(plot: str, vocabulary: Vocabulary, max_tokens: int) -> Steps:
    """Clean, cut into words and look up ids, as the model's own reader does."""
    tokens = tokenise(plot)
    ids = vocabulary.ids(tokens, max_tokens).tolist()
    return Steps(plot, clean_text(plot), tuple(tokens), tuple(ids))
