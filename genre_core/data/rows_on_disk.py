"""Rows of bytes in a file that nobody sees: what is too much for memory, and for no longer than a run."""

import os
import tempfile
import weakref
from array import array
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import overload

import numpy as np
import numpy.typing as npt

__all__ = ["ByteRows", "TextRows"]


class ByteRows:
    """Rows to add at the end and to read anywhere, for 8 bytes of memory a row.

    The file lies in ``folder``, by default that of the system for such files, and has no name there: it
    is gone with the last who reads it, however the process ends. Reading is safe from several threads.
    Raises OSError where the folder or the disk takes no more.
    """

    def __init__(self, folder: Path | None = None):
        number, name = tempfile.mkstemp(dir=folder)
        Path(name).unlink()
        self._file = number
        self._ends = array("q", [0])
        weakref.finalize(self, os.close, number)

    def extend(self, rows: Iterable[bytes]) -> None:
        """Add rows at the end."""
        added = list(rows)
        rest = memoryview(b"".join(added))
        while rest:
            rest = rest[os.write(self._file, rest) :]
        for row in added:
            self._ends.append(self._ends[-1] + len(row))

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, place: int) -> bytes:
        start = self._ends[place]
        return os.pread(self._file, self._ends[place + 1] - start, start)

    @property
    def sizes(self) -> npt.NDArray[np.int32]:
        """``(n_rows,)`` bytes of each."""
        return np.diff(np.frombuffer(self._ends, dtype=np.int64)).astype(np.int32)


class TextRows(Sequence[str]):
    """Texts in a file, as ``ByteRows`` are."""

    def __init__(self, folder: Path | None = None):
        self._rows = ByteRows(folder)

    def extend(self, texts: Iterable[str]) -> None:
        """Add texts at the end."""
        self._rows.extend(text.encode("utf-8", "surrogatepass") for text in texts)

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> list[str]: ...
    def __getitem__(self, place: int | slice) -> str | list[str]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        if not 0 <= place < len(self):
            raise IndexError(place)
        return self._rows[place].decode("utf-8", "surrogatepass")

    def __iter__(self) -> Iterator[str]:
        return map(self.__getitem__, range(len(self)))
