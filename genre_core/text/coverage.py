"""How much of a corpus a model's vocabulary covers, and what it misses."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from genre_core.text.vocabulary import Vocabulary
from genre_core.text.word_table import WordTable

__all__ = ["Coverage", "coverage_of"]


@dataclass(frozen=True)
class Coverage:
    """What a vocabulary knows of a corpus."""

    running: float
    """Share of all words as they run, the hundredth *the* counted too; 0 for a corpus without one."""
    distinct: float
    """Share of the different words."""
    unknown: pd.DataFrame
    """``word`` and ``plots``: the unknown words that most plots have."""


def coverage_of(table: WordTable, vocabulary: Vocabulary, *, most: int = 20) -> Coverage:
    """Compare a corpus's words with a vocabulary."""
    known = np.fromiter((word in vocabulary for word in table.words), dtype=np.bool_)
    running = table.times[known[table.word]].sum() / max(1, table.times.sum())
    plots = table.plots_with_word()
    unknown = np.flatnonzero(~known)
    worst = unknown[np.argsort(-plots[unknown], kind="stable")][:most]
    frame = pd.DataFrame({"word": [table.words[word] for word in worst], "plots": plots[worst]})
    return Coverage(float(running), float(known.mean()) if len(known) else 0.0, frame)
