"""How rich the plots' vocabulary is, beside that of other plots."""

from collections.abc import Sequence
from itertools import chain, islice

import numpy as np

from genre_core.data.audit.check import Check, information, not_checked
from genre_core.data.audit.words import words_of

__all__ = ["variety_checks"]

SAMPLE_WORDS = 100_000


def variety_checks(
    plots: Sequence[str], others: Sequence[str] | None, other_name: str
) -> list[Check]:
    """Type-token ratio of ``plots`` and ``others`` (None: not at hand), information both.

    The ratio falls as a text grows, so it is that of equally many words of plots in random order.
    """
    own = _sample(plots)
    beside = None if others is None else _sample(others)
    n_words = len(own) if beside is None else min(len(own), len(beside))
    rule = f"information: different words, of {n_words:,} in all"
    name = f"Type-token ratio of {other_name}"
    return [
        information("Type-token ratio", rule, _ratio(own[:n_words])),
        information(name, rule, _ratio(beside[:n_words]))
        if beside is not None
        else not_checked(name, rule, f"no data home with {other_name}"),
    ]


def _sample(plots: Sequence[str]) -> list[str]:
    order = np.random.default_rng(0).permutation(len(plots))
    words = chain.from_iterable(words_of(plots[int(at)]) for at in order)
    return list(islice(words, SAMPLE_WORDS))


def _ratio(words: Sequence[str]) -> float:
    return len(set(words)) / len(words) if words else 0.0
