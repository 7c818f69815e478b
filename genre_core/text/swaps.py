"""Other words in place of some: the same plot with other names, or with other ordinary words."""

import random
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from genre_core.text.names import PersonNames, words_of

__all__ = ["OrdinaryWords", "exchange", "names_in", "words_in_place_of"]

_LIKE = 20
"""So many words up and down the ranking are of like frequency."""


@dataclass(frozen=True)
class OrdinaryWords:
    """Words that are mostly written without a capital, but for the most frequent ones."""

    ranked: tuple[str, ...]
    """Those that stand in most plots first."""

    @classmethod
    def count(
        cls, plots: Iterable[str], names: PersonNames, n_frequent: int = 300, min_plots: int = 3
    ) -> "OrdinaryWords":
        """Words of ``min_plots`` plots or more; ``n_frequent`` leaves out words like *the* and *his*."""
        lower: Counter[str] = Counter()
        capital: Counter[str] = Counter()
        for plot in plots:
            words = words_of(plot)
            lower.update({word.key for word in words if not word.is_capital})
            capital.update({word.key for word in words if word.is_capital})
        ranked = [
            word
            for word, n in lower.most_common()
            if n >= min_plots and n > capital[word] and word not in names
        ]
        return cls(tuple(ranked[n_frequent:]))

    @cached_property
    def _ranks(self) -> dict[str, int]:
        return {word: rank for rank, word in enumerate(self.ranked)}

    def __contains__(self, key: str) -> bool:
        return key in self._ranks

    def like(self, word: str, chance: random.Random) -> str:
        """A word that stands in about as many plots, at times the same."""
        rank = self._ranks[word]
        return chance.choice(self.ranked[max(0, rank - _LIKE) : rank + _LIKE + 1])


def names_in(plot: str, names: PersonNames) -> Counter[str]:
    """The names that a plot writes with a capital, and in how many places."""
    return Counter(word.key for word in words_of(plot) if word.is_capital and word.key in names)


def words_in_place_of(
    found: Mapping[str, int], plot: str, words: OrdinaryWords, chance: random.Random
) -> list[str]:
    """Ordinary words of a plot that stand in as many places as the names found in it.

    One for each name, in about as many places as that name, then as many more as it takes; fewer where
    the plot has no more.
    """
    places = Counter(word.key for word in words_of(plot) if word.key in words)
    free = list(places)
    chance.shuffle(free)
    left = sum(found.values())
    wanted = sorted(found.values())
    chosen: list[str] = []
    while left > 0 and free:
        aim = wanted.pop() if wanted else left
        nearest = min(free, key=lambda word: abs(places[word] - aim))
        free.remove(nearest)
        chosen.append(nearest)
        left -= places[nearest]
    return chosen


def exchange(plot: str, others: Mapping[str, str]) -> str:
    """The plot with another word wherever one of ``others`` (in lower case) stands."""
    parts: list[str] = []
    at = 0
    for word in words_of(plot):
        if word.key in others:
            parts += [plot[at : word.start], others[word.key]]
            at = word.end
    return "".join([*parts, plot[at:]])
