"""Train, validation or test: decided for a film, never for a row."""

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

import pandas as pd

from genre_core.data.corpus import SPLITS

__all__ = ["SHARES", "Shares", "assign_splits", "split_named", "split_of"]

Shares = tuple[int, int, int]
"""How many parts of the films train, validate and test: ``(14, 3, 3)`` is 70 %, 15 % and 15 %."""

SHARES: Shares = (8, 1, 1)
"""80 % train, 10 % validation, 10 % test. Twice the parts would be another split of the same sizes."""

_NAMES = {
    "train": "train",
    "training": "train",
    "val": "validation",
    "valid": "validation",
    "validation": "validation",
    "dev": "validation",
    "test": "test",
    "testing": "test",
}


def split_of(film_id: str, shares: Shares = SHARES) -> str:
    """The split of a film by the SHA-256 of its id, one of ``SPLITS``.

    It depends on nothing else, so it is the same on every machine and stays when rows are added.
    """
    digest = hashlib.sha256(film_id.encode("utf-8", "surrogatepass")).digest()
    part = int.from_bytes(digest[:8], "big") % sum(shares)
    return SPLITS[bisect_right(list(accumulate(shares)), part)]


def split_named(value: str) -> str | None:
    """The split that a cell like ``Train``, ``val`` or ``dev`` names, or None."""
    return _NAMES.get(value.strip().casefold())


def assign_splits(
    films: pd.DataFrame, shares: Shares = SHARES
) -> tuple[pd.DataFrame, dict[str, int]]:
    """Give every film one split, from the values in ``split`` where it names one.

    ``films`` has the columns ``film_id`` and ``split``, any text and "" for none. A film whose rows
    name different splits goes whole to test rather than validation rather than train, so that no
    text of it is trained on; one that names none goes by ``split_of``. Returns a new frame and what
    was met: remark -> rows.
    """
    film_ids, values = films["film_id"].tolist(), films["split"].tolist()
    given = [split_named(value) for value in values]
    named, contradicted = _split_per_film(film_ids, given)
    notes = {
        "unknown split name": sum(
            split is None and value.strip() != ""
            for value, split in zip(values, given, strict=True)
        ),
        "film whose rows name different splits": sum(film in contradicted for film in film_ids),
        "split chosen by film id": sum(film not in named for film in film_ids),
    }
    splits = [named.get(film) or split_of(film, shares) for film in film_ids]
    column = pd.Series(splits, index=films.index, dtype="str")
    return films.assign(split=column), {remark: rows for remark, rows in notes.items() if rows}


def _split_per_film(
    film_ids: Iterable[str], given: Sequence[str | None]
) -> tuple[dict[str, str], set[str]]:
    """Film -> its split, for films that name one, and the films that name several."""
    chosen: dict[str, str] = {}
    contradicted: set[str] = set()
    for film, split in zip(film_ids, given, strict=True):
        if split is None:
            continue
        before = chosen.setdefault(film, split)
        if split != before:
            contradicted.add(film)
            chosen[film] = max(before, split, key=SPLITS.index)
    return chosen, contradicted
