"""Words that set some plots apart from the others: log-odds with an informative Dirichlet prior.

Raw counts name *the* and *a*; ratios of counts name whatever occurs once. This weighs the difference
against how sure one can be of it: Monroe, Colaresi and Quinn 2008, "Fightin' Words", section 3.4,
https://doi.org/10.1093/pan/mpn018.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from genre_core.text.word_table import WordTable

__all__ = ["PRIOR_SIZE", "distinctive_words", "log_odds"]

PRIOR_SIZE = 1_000.0
"""How many made-up counts, spread as in the whole corpus, are added on either side."""


def log_odds(
    inside: NDArray[np.integer], outside: NDArray[np.integer], prior_size: float = PRIOR_SIZE
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Difference in log-odds of each word ``(n_words,)``, and its z-score ``(n_words,)``.

    ``inside`` and ``outside`` count each word in the plots in question and in all others. The prior
    of a word is its share of both, times ``prior_size``: a word that is rare needs more to stand
    out. Positive where the word is more frequent inside; the z-score divides by the standard
    deviation, so ±2 is more than chance would easily bring. Words that occur nowhere get 0.
    """
    both = (inside + outside).astype(np.float64)
    prior = prior_size * both / max(1.0, both.sum())
    some, other = inside + prior, outside + prior
    n_some, n_other = some.sum(), other.sum()
    occurs = both > 0
    delta, z = np.zeros(len(both)), np.zeros(len(both))
    some, other = some[occurs], other[occurs]
    with np.errstate(divide="ignore", invalid="ignore"):  # one word only: infinity minus infinity
        difference = np.log(some / (n_some - some)) - np.log(other / (n_other - other))
    delta[occurs] = np.nan_to_num(difference, nan=0.0)
    z[occurs] = delta[occurs] / np.sqrt(1 / some + 1 / other)
    return delta, z


def distinctive_words(
    table: WordTable, plots: NDArray[np.bool_], *, most: int = 25, min_plots: int = 3
) -> pd.DataFrame:
    """``word, z, inside, outside, share_inside, share_outside`` of the most telling words.

    ``plots`` ``(n_plots,)`` chooses those in question. A plot counts a word once however often it
    says it, so that one film's hero does not stand for a genre, and a word needs ``min_plots``
    plots. Shares are of the plots inside and outside. Only words with a z-score above 0, best first.
    """
    inside = table.plots_with_word(plots)
    outside = table.plots_with_word() - inside
    _, z = log_odds(inside, outside)
    telling = np.flatnonzero((inside + outside >= min_plots) & (z > 0))
    best = telling[np.argsort(-z[telling], kind="stable")][:most]
    n_inside = int(plots.sum())
    return pd.DataFrame(
        {
            "word": [table.words[word] for word in best],
            "z": z[best],
            "inside": inside[best],
            "outside": outside[best],
            "share_inside": inside[best] / max(1, n_inside),
            "share_outside": outside[best] / max(1, table.n_plots - n_inside),
        }
    )
