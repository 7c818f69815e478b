"""The longest runs of words that plots share with other texts, to show that they are not copied."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import pandas as pd

from genre_core.data.audit.check import Check, check, not_checked
from genre_core.data.audit.words import cased_words, words_of

__all__ = ["SharedRuns"]

MAX_RUN = 7
_SEED_WORDS = 4  # Shorter runs are not looked for: every two English texts share some.

_SMALL_WORD = re.compile(
    "a|an|and|at|by|for|from|in|of|on|or|the|to|with|"
    "da|das|de|del|der|des|di|du|el|la|las|le|les|los|und|van|von|y"
)
"""Stands in names and titles without a capital letter."""


class SharedRuns:
    """Runs of words that own plots share with the texts searched so far.

    The longest counts, and those of ``MAX_RUN`` words or more are listed to be looked at. A run is
    taken for a name or a title, which may be longer, where the own plot writes each word of it with
    a capital letter but for small ones.
    """

    def __init__(self, films: pd.DataFrame) -> None:
        """Index the plots of ``films``, which has the columns ``film_id`` and ``plot``."""
        self._film_ids: list[str] = films["film_id"].tolist()
        self._plots: list[str] = films["plot"].tolist()
        self._words = list(map(words_of, self._plots))
        self._places: dict[tuple[str, ...], list[tuple[int, int]]] = defaultdict(list)
        for plot, words in enumerate(self._words):
            for at, seed in enumerate(_seeds(words)):
                self._places[seed].append((plot, at))
        self._n_searched: dict[str, int] = {}
        self._longest = 0
        self._sources: dict[tuple[int, str], dict[str, None]] = defaultdict(dict)

    def search(self, corpus: str, film_ids: Iterable[str], texts: Iterable[str]) -> None:
        """Look through the texts of a corpus, none of which is kept."""
        for n_searched, (film_id, text) in enumerate(zip(film_ids, texts, strict=True), start=1):
            self._n_searched[corpus] = n_searched
            for plot, at, n_words in self._runs_in(words_of(text)):
                self._note(plot, at, n_words, f"{corpus} {film_id}")

    def check(self) -> Check:
        """The longest run, 0 for one of fewer than four words; not checked if nothing was searched."""
        name = "Words of the longest run shared with another text"
        rule = f"at most {MAX_RUN}, names and titles aside"
        if not self._n_searched:
            return not_checked(name, rule, "no data home with other corpora")
        found = [
            f"{run}, in {', '.join(sources)}" for (_, run), sources in sorted(self._sources.items())
        ]
        return check(
            name,
            rule,
            self._longest,
            holds=self._longest <= MAX_RUN,
            found=found,
            counts=self._n_searched,
        )

    def _note(self, plot: int, at: int, n_words: int, source: str) -> None:
        is_name = False
        if n_words >= MAX_RUN:
            words = cased_words(self._plots[plot])[at : at + n_words]
            is_name = _is_name(words)
            kind = "words (a name)" if is_name else "words"
            run = f"{n_words} {kind} of {self._film_ids[plot]}: {' '.join(words)}"
            self._sources[-n_words, run][source] = None  # The longest are sorted first.
        if not is_name:
            self._longest = max(self._longest, n_words)

    def _runs_in(self, words: Sequence[str]) -> Iterator[tuple[int, int, int]]:
        """Plot, word in it and length of each run that cannot be made longer."""
        for at, seed in enumerate(_seeds(words)):
            for plot, own_at in self._places.get(seed, ()):
                own = self._words[plot]
                if not (at and own_at and words[at - 1] == own[own_at - 1]):
                    yield plot, own_at, _shared_words(words[at:], own[own_at:])


def _is_name(words: Sequence[str]) -> bool:
    lower = [word for word in words if word[0].islower()]
    return len(lower) < len(words) and all(map(_SMALL_WORD.fullmatch, lower))


def _seeds(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return zip(*(words[start:] for start in range(_SEED_WORDS)), strict=False)


def _shared_words(one: Sequence[str], other: Sequence[str]) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))
