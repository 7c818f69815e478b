"""Made-up plots: the words of a vocabulary as often as in a language, lengths as of real plots."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from genre_core.text.vocabulary import UNKNOWN

__all__ = ["GENRES", "lengths", "random_ids", "random_labels", "random_plots"]

GENRES = 18
_GENRES_OF_A_FILM = 2.2
_LENGTHS = {0: 8, 5: 17, 25: 27, 50: 40, 75: 62, 90: 84, 95: 106, 99: 150, 100: 1_000}
"""Words of the plots at each percent of the corpus ``overviews``; its longest has 186."""


def random_plots(
    words: Sequence[str], n_plots: int, n_words: int, random: np.random.Generator
) -> list[str]:
    """Texts of ``n_words``, each another."""
    known = np.array(words)
    return [" ".join(known[row]) for row in _ranks(len(known), (n_plots, n_words), random)]


def lengths(n_plots: int, random: np.random.Generator) -> npt.NDArray[np.int64]:
    """Words of each plot ``(n_plots,)``: half have 40 or fewer, one in a hundred 150 to 1,000."""
    percent, words = zip(*_LENGTHS.items(), strict=True)
    return np.interp(100 * random.random(n_plots), percent, words).round().astype(np.int64)


def random_ids(
    n_plots: int, n_words: int, random: np.random.Generator
) -> list[npt.NDArray[np.int32]]:
    """Token ids of plots of such lengths, of a vocabulary of ``n_words`` with padding and unknown."""
    known = n_words - UNKNOWN - 1
    each = lengths(n_plots, random)
    ids = (_ranks(known, int(each.sum()), random) + UNKNOWN + 1).astype(np.int32)
    return np.split(ids, np.cumsum(each)[:-1])


def random_labels(n_plots: int, random: np.random.Generator) -> npt.NDArray[np.bool_]:
    """``(n_plots, GENRES)``, about two genres a plot: there is nothing to learn."""
    return random.random((n_plots, GENRES)) < _GENRES_OF_A_FILM / GENRES


def _ranks(
    n_words: int, size: int | tuple[int, int], random: np.random.Generator
) -> npt.NDArray[np.int64]:
    shares = 1 / np.arange(1, n_words + 1)
    return random.choice(n_words, size, p=shares / shares.sum())
