"""Train, validation or test: decided for a film, never for a row."""

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from genre_core.data.corpus import SPLITS

__all__ = [
    "SHARES",
    "RowSplits",
    "Shares",
    "assign_splits",
    "film_number",
    "film_numbers",
    "named_splits",
    "one_split_a_film",
    "split_named",
    "split_of",
]

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


def film_number(film_id: str) -> int:
    """64 bits of the SHA-256 of a film's id: what stands for the film where ids take too much room."""
    digest = hashlib.sha256(film_id.encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:8], "big")


def split_of(film_id: str, shares: Shares = SHARES) -> str:
    """The split of a film by its ``film_number``, one of ``SPLITS``.

    It depends on nothing else, so it is the same on every machine and stays when rows are added.
    """
    return SPLITS[bisect_right(list(accumulate(shares)), film_number(film_id) % sum(shares))]


def split_named(value: str) -> str | None:
    """The split that a cell like ``Train``, ``val`` or ``dev`` names, or None."""
    return _NAMES.get(value.strip().casefold())


class RowSplits(NamedTuple):
    """The split of each row of films, one for all rows of a film."""

    splits: npt.NDArray[np.int8]
    """``(n_rows,)``: places in ``SPLITS``."""
    contradicted: npt.NDArray[np.bool_]
    """``(n_rows,)``: rows of the film name different splits."""
    by_number: npt.NDArray[np.bool_]
    """``(n_rows,)``: no row of the film names one."""

    def notes(self) -> dict[str, int]:
        """Remark -> rows, where there are any."""
        rows = {
            "film whose rows name different splits": int(self.contradicted.sum()),
            "split chosen by film id": int(self.by_number.sum()),
        }
        return {remark: count for remark, count in rows.items() if count}


def one_split_a_film(
    films: npt.NDArray[np.uint64], named: npt.NDArray[np.int8], shares: Shares = SHARES
) -> RowSplits:
    """Give every film one split, from those that its rows name.

    ``films (n_rows,)`` are film numbers, ``named (n_rows,)`` places in ``SPLITS``, -1 for none. A film
    whose rows name different splits goes whole to test rather than validation rather than train, so
    that no text of it is trained on; one that names none goes by its number, as ``split_of`` does.
    """
    numbers, film = np.unique(films, return_inverse=True)
    last = np.full(len(numbers), -1, dtype=np.int8)
    np.maximum.at(last, film, named)
    first = np.full(len(numbers), len(SPLITS), dtype=np.int8)
    np.minimum.at(first, film, np.where(named < 0, np.int8(len(SPLITS)), named))
    part = numbers % np.uint64(sum(shares))
    by_number = np.searchsorted(np.cumsum(shares), part, side="right").astype(np.int8)
    chosen = np.where(last < 0, by_number, last)
    return RowSplits(chosen[film], (first < last)[film], (last < 0)[film])


def film_numbers(film_ids: Iterable[str]) -> npt.NDArray[np.uint64]:
    """``film_number`` of each id, ``(n_rows,)``."""
    return np.fromiter(map(film_number, film_ids), dtype=np.uint64)


def named_splits(cells: Sequence[str]) -> tuple[npt.NDArray[np.int8], dict[str, int]]:
    """The place in ``SPLITS`` that each cell names, -1 for none, and what was met: remark -> rows."""
    names = [split_named(cell) for cell in cells]
    places = np.array([-1 if name is None else SPLITS.index(name) for name in names], dtype=np.int8)
    unknown = sum(
        name is None and cell.strip() != "" for cell, name in zip(cells, names, strict=True)
    )
    return places, {"unknown split name": unknown} if unknown else {}


def assign_splits(
    films: pd.DataFrame, shares: Shares = SHARES
) -> tuple[pd.DataFrame, dict[str, int]]:
    """Give every film one split, from the values in ``split`` where it names one.

    ``films`` has the columns ``film_id`` and ``split``, any text and "" for none; ``one_split_a_film``
    decides. Returns a new frame and what was met: remark -> rows.
    """
    named, notes = named_splits(films["split"].tolist())
    rows = one_split_a_film(film_numbers(films["film_id"].tolist()), named, shares)
    column = pd.Series([SPLITS[place] for place in rows.splits], index=films.index, dtype="str")
    return films.assign(split=column), notes | rows.notes()
