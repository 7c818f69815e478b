"""A corpus in numbers: every count that the dataset page draws, and none of its texts or titles.

``Counted`` counts a corpus that is here, each number when it is first asked for; ``Statistics`` are the
same numbers kept in a file, for a corpus whose plots may not be passed on. Both answer to one set of
names.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from genre_core.data.corpus import SPLITS
from genre_core.data.counts import (
    decades_of,
    films_per_genre,
    genres_in_groups,
    genres_per_film,
    length_bins,
    plot_lengths,
)
from genre_core.data.films import Films, films_of
from genre_core.data.leaks import plots_naming_their_genre, repeated_plots
from genre_core.data.together import genres_together
from genre_core.genres import GENRES
from genre_core.text.coverage import Coverage, coverage_of
from genre_core.text.distinctive import distinctive_words
from genre_core.text.tokens import tokenise
from genre_core.text.vocabulary import Vocabulary
from genre_core.text.word_table import WordTable, count_words

__all__ = ["Counted", "Lengths", "Statistics", "measure"]

MOST_WORDS = 20
_ENOUGH_FILMS = 10  # of a country, to be kept
_NO_WORDS = pd.DataFrame(
    columns=["word", "z", "inside", "outside", "share_inside", "share_outside"]
)


@dataclass(frozen=True)
class Lengths:
    """How long the plots are, in words."""

    median: float
    longest: int
    bins: pd.DataFrame
    """``first, last, plots``."""
    thousandths: tuple[int, ...]
    """1,001 lengths: the shortest, that which 0.1 % do not pass, …, the longest."""

    def share_longer(self, n_words: int) -> float:
        """The share of plots with more words than ``n_words``, to the thousandth."""
        return float(np.mean(np.asarray(self.thousandths) > n_words))


@dataclass(frozen=True)
class Statistics:
    """The numbers of a corpus; what it has no plots, splits or countries for is None or empty."""

    name: str
    n_films: int
    n_plots: int
    """0 for films without plots."""
    per_genre: pd.DataFrame
    """As ``films_per_genre``."""
    per_film: pd.DataFrame
    """As ``genres_per_film``."""
    pairs: pd.DataFrame
    """As ``genres_together``."""
    by_decade: pd.DataFrame
    """As ``genres_in_groups``; so are the next two."""
    by_country: pd.DataFrame
    """Countries with few films are left out of a file."""
    by_split: pd.DataFrame
    splits: pd.DataFrame
    """``split, films, share, median_words``."""
    lengths: Lengths | None = None
    n_leaks: int = 0
    """Plots that name a genre of their film."""
    n_repeats: int = 0
    """Plots that stand under several films; ``n_crossing`` of them in several splits."""
    n_crossing: int = 0
    words: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    """Genre -> ``distinctive_words``."""
    covered_by: Mapping[str, Coverage] = field(default_factory=dict)
    """SHA-256 of a vocabulary -> what it covers."""

    def distinctive(self, genre: str) -> pd.DataFrame:
        """The words that set a genre apart; none where they were not counted."""
        return self.words.get(genre, _NO_WORDS)

    def coverage(self, vocabulary: Vocabulary, sha256: str) -> Coverage | None:  # noqa: ARG002
        """What a vocabulary covers; None when another one was in use when the file was made."""
        return self.covered_by.get(sha256)


class Counted:
    """The numbers of films that are here; ``Statistics`` tells what each is.

    ``rows`` are those of ``Corpus.films``, or the same without ``plot``; ``countries`` go by film id.
    """

    def __init__(self, name: str, rows: pd.DataFrame, countries: Mapping[str, str]):
        self.name = name
        self.rows = rows
        self.countries = countries
        self.has_plots = "plot" in rows
        self.n_plots = len(rows) if self.has_plots else 0

    @cached_property
    def films(self) -> Films:
        """Every film once."""
        return films_of(self.rows)

    @property
    def n_films(self) -> int:
        return len(self.films)

    @cached_property
    def per_genre(self) -> pd.DataFrame:
        return films_per_genre(self.films)

    @cached_property
    def per_film(self) -> pd.DataFrame:
        return genres_per_film(self.films)

    @cached_property
    def pairs(self) -> pd.DataFrame:
        return genres_together(self.films)

    @cached_property
    def by_decade(self) -> pd.DataFrame:
        return genres_in_groups(self.films, decades_of(self.films.frame["year"]))

    @cached_property
    def by_country(self) -> pd.DataFrame:
        return genres_in_groups(self.films, self.films.frame["film_id"].map(self.countries))

    @cached_property
    def by_split(self) -> pd.DataFrame:
        split = self.films.frame["split"]
        return genres_in_groups(self.films, split.where(split != ""))

    @cached_property
    def splits(self) -> pd.DataFrame:
        counts = self.films.frame["split"].value_counts()
        known = [split for split in SPLITS if split in counts.index]
        return pd.DataFrame(
            {
                "split": known,
                "films": [int(counts[split]) for split in known],
                "share": [counts[split] / self.n_films for split in known],
                "median_words": [self._median_words(split) for split in known],
            }
        )

    def _median_words(self, split: str) -> float:
        if not self.has_plots:
            return 0.0
        return float(np.median(self._n_words[(self.rows["split"] == split).to_numpy()]))

    @cached_property
    def _n_words(self) -> np.ndarray:
        return plot_lengths(self.rows["plot"])

    @cached_property
    def lengths(self) -> Lengths | None:
        if not self.has_plots:
            return None
        n_words = self._n_words
        steps = np.quantile(n_words, np.linspace(0, 1, 1_001), method="inverted_cdf")
        return Lengths(
            float(np.median(n_words)),
            int(n_words.max()),
            length_bins(n_words),
            tuple(steps.astype(int).tolist()),
        )

    @cached_property
    def leaks(self) -> pd.DataFrame:
        """Plots that name their genre, with the titles of their films."""
        return plots_naming_their_genre(self.rows)

    @cached_property
    def repeats(self) -> pd.DataFrame:
        """Plots that stand under several films, with the titles of these."""
        return repeated_plots(self.rows)

    @property
    def n_leaks(self) -> int:
        return len(self.leaks) if self.has_plots else 0

    @property
    def n_repeats(self) -> int:
        return len(self.repeats) if self.has_plots else 0

    @property
    def n_crossing(self) -> int:
        return int(self.repeats["crosses"].sum()) if self.has_plots else 0

    @cached_property
    def word_table(self) -> WordTable:
        """Which word stands in which plot."""
        return count_words(map(tokenise, self.rows["plot"]))

    def distinctive(self, genre: str) -> pd.DataFrame:
        if not self.has_plots:
            return _NO_WORDS
        chosen = self.films.labels[self.films.film_of_row, GENRES.index(genre)]
        return distinctive_words(self.word_table, chosen, most=MOST_WORDS)

    def coverage(self, vocabulary: Vocabulary, sha256: str) -> Coverage | None:  # noqa: ARG002
        return coverage_of(self.word_table, vocabulary) if self.has_plots else None


def measure(counted: Counted, vocabulary: Vocabulary, sha256: str) -> Statistics:
    """All numbers of a corpus, with what the vocabulary of this SHA-256 covers of it."""
    coverage = counted.coverage(vocabulary, sha256)
    countries = counted.by_country
    return Statistics(
        name=counted.name,
        n_films=counted.n_films,
        n_plots=counted.n_plots,
        per_genre=counted.per_genre,
        per_film=counted.per_film,
        pairs=counted.pairs,
        by_decade=counted.by_decade,
        by_country=countries[countries["of"] >= _ENOUGH_FILMS].reset_index(drop=True),
        by_split=counted.by_split,
        splits=counted.splits,
        lengths=counted.lengths,
        n_leaks=counted.n_leaks,
        n_repeats=counted.n_repeats,
        n_crossing=counted.n_crossing,
        words={genre: counted.distinctive(genre) for genre in GENRES if counted.has_plots},
        covered_by={sha256: coverage} if coverage else {},
    )
