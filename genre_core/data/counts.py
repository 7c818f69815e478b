"""How a corpus spreads over genres, decades, countries, splits and plot lengths."""

from collections.abc import Iterable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from genre_core.data.films import Films
from genre_core.genres import GENRES

__all__ = [
    "decades_of",
    "films_per_genre",
    "genres_in_groups",
    "genres_per_film",
    "length_bins",
    "plot_lengths",
]

_BIN_WIDTHS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000)
_MAX_BINS = 30
_LONGEST_SHOWN = 0.99  # Quantile: one endless plot must not press all others into one bin.


def films_per_genre(films: Films) -> pd.DataFrame:
    """``genre``, ``films`` and ``share`` of all films, the most frequent genre first."""
    counts = films.labels.sum(axis=0)
    frame = pd.DataFrame(
        {"genre": GENRES, "films": counts, "share": counts / max(1, len(films))},
    )
    return frame.sort_values("films", ascending=False, kind="stable", ignore_index=True)


def genres_per_film(films: Films) -> pd.DataFrame:
    """``genres`` from 0 or 1 to the most that a film has, with ``films`` and ``share``."""
    counts = np.bincount(films.labels.sum(axis=1))
    frame = pd.DataFrame(
        {"genres": range(len(counts)), "films": counts, "share": counts / max(1, len(films))}
    )
    return frame[(frame["genres"] > 0) | (frame["films"] > 0)].reset_index(drop=True)


def genres_in_groups(films: Films, groups: pd.Series) -> pd.DataFrame:
    """``group, genre, films, of, share``: in each group, how many of its films have each genre.

    ``groups`` holds a name or a missing value for each film: a decade, a country, a split. Films
    without a group are left out. Groups come in the order of their names, ``of`` is the number of
    films in the group and ``share`` is ``films / of``.
    """
    known = groups.notna().to_numpy()
    codes, names = pd.factorize(groups[known], sort=True)
    totals = np.bincount(codes, minlength=len(names))
    counts = np.zeros((len(names), len(GENRES)), dtype=np.int64)
    np.add.at(counts, codes, films.labels[known])
    of = np.repeat(totals, len(GENRES))
    return pd.DataFrame(
        {
            "group": np.repeat(np.asarray(names, dtype=object), len(GENRES)),
            "genre": list(GENRES) * len(names),
            "films": counts.ravel(),
            "of": of,
            "share": counts.ravel() / np.maximum(1, of),
        }
    )


def decades_of(years: pd.Series) -> pd.Series:
    """``1994`` as ``1990s``; a missing year stays missing."""
    decades = (years // 10 * 10).astype("string") + "s"
    return decades.rename("decade")


def plot_lengths(plots: Iterable[str]) -> NDArray[np.int64]:
    """Words of each plot ``(n_plots,)``; a word is what stands between spaces."""
    return np.fromiter((len(plot.split()) for plot in plots), dtype=np.int64)


def length_bins(lengths: NDArray[np.int64]) -> pd.DataFrame:
    """``first``, ``last`` and ``plots``: how many plots have so many words, in bins of one width.

    The width is a round number that makes at most about 30 bins up to the 99th percentile; the last
    bin holds that and all longer plots.
    """
    if not len(lengths):
        return pd.DataFrame({"first": [], "last": [], "plots": []}, dtype=np.int64)
    shortest, longest = int(lengths.min()), int(np.quantile(lengths, _LONGEST_SHOWN))
    fitting = (width for width in _BIN_WIDTHS if (longest - shortest) / width < _MAX_BINS)
    width = next(fitting, _BIN_WIDTHS[-1])
    start = shortest // width
    places = np.minimum(lengths // width, longest // width) - start
    plots = np.bincount(places)
    first = (start + np.arange(len(plots))) * width
    last = first + width - 1
    last[-1] = max(last[-1], lengths.max())
    return pd.DataFrame({"first": first, "last": last, "plots": plots})
