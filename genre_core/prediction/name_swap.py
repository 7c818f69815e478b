"""Does a character's name decide a genre? The same plots with other names, read again.

Any other word moves a score, so what names do stands beside what ordinary words do in as many places.
"""

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt
import pandas as pd

from genre_core.evaluation import decide, score
from genre_core.prediction.predictor import Predictor
from genre_core.text.names import PersonNames, words_of
from genre_core.text.swaps import OrdinaryWords, exchange, names_in, words_in_place_of

__all__ = ["NameSwap", "swap_names", "telling_names"]

_NOBODY = "zzqx"  # no model knows this word
_TRIES = 100

Probabilities = npt.NDArray[np.float32]


@dataclass(frozen=True)
class NameSwap:
    """What other names do to plots with names, beside what other ordinary words do to them."""

    n_plots: int
    effects: pd.DataFrame
    """A row for the plots as they are and for each way to change them: ``what``; ``places`` changed in a
    plot; ``change``, the mean absolute one of a score; ``renamed``, the share of plots that get other
    genres; ``micro_f1`` and ``mAP`` of the plots so changed."""
    per_genre: pd.DataFrame
    """``genre``; ``by_names`` and ``by_words``, the mean absolute change of its score; ``named_by_names``
    and ``named_by_words``, the share of plots that gain or lose it."""


def swap_names(
    predictor: Predictor,
    plots: Sequence[str],
    labels: npt.NDArray[np.bool_],
    names: PersonNames,
    words: OrdinaryWords,
    *,
    seed: int = 0,
) -> NameSwap | None:
    """Read plots with the names of other plots, with other ordinary words, and with either hidden.

    A name is swapped for one other throughout its plot, first names for first names; ordinary words for
    those of like frequency, in as many places of the plot as names stand in.
    ``labels (n_plots, n_genres)``. None when no plot has a name.
    """
    with_names = [place for place, plot in enumerate(plots) if names_in(plot, names)]
    if not with_names:
        return None
    chosen, truth = [plots[place] for place in with_names], labels[with_names]
    before = predictor.predict(chosen)
    read = {"as they are": before}
    places = {"as they are": 0.0}
    for what, others in _exchanges(chosen, names, words, random.Random(seed)).items():  # noqa: S311
        read[what] = predictor.predict(map(exchange, chosen, others))
        places[what] = float(np.mean([_places(*pair) for pair in zip(chosen, others, strict=True)]))
    return NameSwap(
        len(chosen),
        pd.DataFrame(
            [
                {"what": what, "places": places[what], **_effect(predictor, truth, before, after)}
                for what, after in read.items()
            ]
        ),
        _per_genre(predictor, before, read["other names"], read["other words"]),
    )


def telling_names(
    predictor: Predictor, plots: Sequence[str], names: PersonNames, *, fewest_plots: int = 5
) -> pd.DataFrame:
    """How much each name by itself lifts each genre: the score with it less the score with it hidden.

    Columns name, plots, genre, change (a mean over the plots that have the name, of which there are
    ``fewest_plots`` or more); the furthest from 0 first, and for each name its strongest genre only.
    """
    having: dict[str, list[int]] = {}
    for place, plot in enumerate(plots):
        for name in names_in(plot, names):
            having.setdefault(name, []).append(place)
    having = {name: places for name, places in having.items() if len(places) >= fewest_plots}
    hidden = predictor.predict(
        exchange(plots[place], {name: _NOBODY})
        for name, places in having.items()
        for place in places
    )
    shown = predictor.predict(plots[place] for place in chain.from_iterable(having.values()))
    rows: list[tuple[str, int, str, float]] = []
    at = 0
    for name, places in having.items():
        changes = (shown - hidden)[at : at + len(places)].mean(axis=0)
        strongest = int(np.abs(changes).argmax())
        rows.append((name, len(places), predictor.genres[strongest], float(changes[strongest])))
        at += len(places)
    table = pd.DataFrame(rows, columns=["name", "plots", "genre", "change"])
    return table.sort_values("change", key=abs, ascending=False, kind="stable", ignore_index=True)


def _exchanges(
    plots: Sequence[str], names: PersonNames, words: OrdinaryWords, chance: random.Random
) -> dict[str, list[dict[str, str]]]:
    """For each way to change plots, what stands in place of what in each plot."""
    found = [names_in(plot, names) for plot in plots]
    in_all = list(chain.from_iterable(found))
    pools = [[name for name in in_all if name in kind] for kind in (names.first, names.last)]
    other_names = [
        _distinct(own, lambda name: chance.choice(pools[name in names.last])) for own in found
    ]
    in_their_place = [
        words_in_place_of(own, plot, words, chance) for own, plot in zip(found, plots, strict=True)
    ]
    other_words = [_distinct(own, lambda word: words.like(word, chance)) for own in in_their_place]
    return {
        "other names": other_names,
        "other words": other_words,
        "names hidden": [dict.fromkeys(own, _NOBODY) for own in found],
        "words hidden": [dict.fromkeys(own, _NOBODY) for own in in_their_place],
    }


def _distinct(own: Iterable[str], draw: Callable[[str], str]) -> dict[str, str]:
    """For each word another one, none of the plot's own and no two the same, if they can be had."""
    taken = set(own)
    others: dict[str, str] = {}
    for word in own:
        drawn = (draw(word) for _ in range(_TRIES))
        others[word] = next((other for other in drawn if other not in taken), word)
        taken.add(others[word])
    return others


def _places(plot: str, others: Mapping[str, str]) -> int:
    return sum(word.key in others for word in words_of(plot))


def _effect(
    predictor: Predictor,
    truth: npt.NDArray[np.bool_],
    before: Probabilities,
    after: Probabilities,
) -> dict[str, float]:
    scores = score(truth, after, predictor.thresholds, predictor.genres)
    return {
        "change": float(np.abs(after - before).mean()),
        "renamed": float(_flipped(predictor, before, after).any(axis=1).mean()),
        "micro_f1": scores.micro_f1,
        "mAP": scores.mAP,
    }


def _per_genre(
    predictor: Predictor, before: Probabilities, by_names: Probabilities, by_words: Probabilities
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "genre": predictor.genres,
            "by_names": np.abs(by_names - before).mean(axis=0),
            "by_words": np.abs(by_words - before).mean(axis=0),
            "named_by_names": _flipped(predictor, before, by_names).mean(axis=0),
            "named_by_words": _flipped(predictor, before, by_words).mean(axis=0),
        }
    )


def _flipped(
    predictor: Predictor, before: Probabilities, after: Probabilities
) -> npt.NDArray[np.bool_]:
    return decide(before, predictor.thresholds) != decide(after, predictor.thresholds)
