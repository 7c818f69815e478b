"""Token ids of many plots: in a file, or cut short, and never all at once in memory."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from genre_core.data.rows_on_disk import ByteRows

__all__ = ["Cut", "Rows", "TokenRows", "lengths_of"]

TokenIds = npt.NDArray[np.int32]
Rows = Sequence[TokenIds]


class TokenRows(Sequence[TokenIds]):
    """Rows of token ids, each ``(n_tokens,) int32``, in a file that nobody sees."""

    def __init__(self, folder: Path | None = None):
        self._rows = ByteRows(folder)

    def extend(self, rows: Iterable[TokenIds]) -> None:
        """Add rows at the end."""
        self._rows.extend(row.astype(np.int32, copy=False).tobytes() for row in rows)

    @property
    def lengths(self) -> npt.NDArray[np.int32]:
        """``(n_rows,)`` ids of each."""
        return self._rows.sizes // np.dtype(np.int32).itemsize

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, place: int) -> TokenIds:  # type: ignore[override]  # no slices
        if place < 0:
            place += len(self)
        if not 0 <= place < len(self):
            raise IndexError(place)
        return np.frombuffer(self._rows[place], dtype=np.int32)

    def __iter__(self) -> Iterator[TokenIds]:
        return map(self.__getitem__, range(len(self)))


class Cut(Sequence[TokenIds]):
    """Rows, each up to ``max_tokens`` from its start; of those at ``places``, by default of all."""

    def __init__(self, rows: Rows, max_tokens: int, places: npt.NDArray[np.intp] | None = None):
        self._rows = rows
        self._max_tokens = max_tokens
        self._places = np.arange(len(rows)) if places is None else places

    def __len__(self) -> int:
        return len(self._places)

    def __getitem__(self, place: int) -> TokenIds:  # type: ignore[override]  # no slices
        return self._rows[self._places[place]][: self._max_tokens]


def lengths_of(rows: Rows) -> npt.NDArray[np.int32]:
    """``(n_rows,)`` ids of each row."""
    if isinstance(rows, TokenRows):
        return rows.lengths
    return np.fromiter(map(len, rows), dtype=np.int32, count=len(rows))
