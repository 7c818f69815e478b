"""Which word stands in which plot, and how often: what counting words of a corpus needs."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["WordTable", "count_words"]


@dataclass(frozen=True)
class WordTable:
    """The words of a corpus; entry ``i`` says that word ``word[i]`` stands in plot ``plot[i]``."""

    words: tuple[str, ...]
    n_plots: int
    plot: NDArray[np.int32]
    word: NDArray[np.int32]
    times: NDArray[np.int32]
    """How often it stands there, 1 or more."""

    def plots_with_word(self, plots: NDArray[np.bool_] | None = None) -> NDArray[np.int64]:
        """In how many plots each word stands ``(n_words,)``: of all, or of those chosen ``(n_plots,)``."""
        chosen = self.word if plots is None else self.word[plots[self.plot]]
        return np.bincount(chosen, minlength=len(self.words))


def count_words(plots: Iterable[Sequence[str]]) -> WordTable:
    """Count tokenised plots; words come in the order they are first met."""
    ids: dict[str, int] = {}
    plot: list[int] = []
    word: list[int] = []
    times: list[int] = []
    n_plots = 0
    for tokens in plots:
        for token, n in Counter(tokens).items():
            plot.append(n_plots)
            word.append(ids.setdefault(token, len(ids)))
            times.append(n)
        n_plots += 1
    arrays = (np.asarray(column, dtype=np.int32) for column in (plot, word, times))
    return WordTable(tuple(ids), n_plots, *arrays)
