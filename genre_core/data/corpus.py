"""The one frame every reader yields, and the report of what it met on the way."""

from dataclasses import dataclass, field

import pandas as pd

__all__ = ["COLUMNS", "SPLITS", "Corpus", "ReadReport"]

COLUMNS = ("film_id", "title", "year", "genres", "split", "plot")
SPLITS = ("train", "validation", "test")


@dataclass(frozen=True)
class ReadReport:
    """What a reader met: every row is kept, or dropped under a reason counted here."""

    source: str
    rows_read: int = 0
    rows_kept: int = 0
    dropped: dict[str, int] = field(default_factory=dict)
    """Reason -> rows dropped, for example ``{"empty plot": 3, "cut-off last row": 1}``."""
    notes: dict[str, int] = field(default_factory=dict)
    """Remark -> rows it holds for, all kept, for example ``{"no genre recognised": 12}``."""
    unknown_columns: tuple[str, ...] = ()
    """Columns of the file that nothing was read from."""
    unmapped_genres: dict[str, int] = field(default_factory=dict)
    """Raw genre name -> rows it stood on, for names that map to no genre of the taxonomy."""


@dataclass(frozen=True)
class Corpus:
    """A set of films with plots and genres, and how it was read.

    ``films`` has the columns of ``COLUMNS``: ``film_id`` str (unique per film; a film may have more
    than one plot), ``title`` str ("" when unknown), ``year`` Int64 (``<NA>`` when unknown), ``genres``
    tuple[str, ...] in the order of ``genre_core.genres.GENRES``, ``split`` one of ``SPLITS``, ``plot``
    str, never empty. Its index is 0 … n-1.
    """

    name: str
    films: pd.DataFrame
    report: ReadReport

    def split(self, name: str) -> pd.DataFrame:
        """The films of one split, index reset; raises KeyError for a name not in ``SPLITS``."""
        if name not in SPLITS:
            raise KeyError(name)
        return self.films[self.films["split"] == name].reset_index(drop=True)
