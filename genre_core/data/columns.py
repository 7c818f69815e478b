"""Which column of a table holds what: found by usual names, or named by the user."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from genre_core.data.tally import one_line
from genre_core.errors import CorpusError

__all__ = ["USUAL_NAMES", "ColumnError", "ColumnNames", "count_usual", "find_columns"]

USUAL_NAMES: dict[str, tuple[str, ...]] = {
    "plot": (
        "plot",
        "overview",
        "description",
        "synopsis",
        "summary",
        "story",
        "storyline",
        "plot synopsis",
        "plot summary",
        "movie plot",
        "text",
    ),
    "genres": (
        "genres",
        "genre",
        "genre names",
        "genre list",
        "movie genres",
        "listed in",
        "labels",
        "label",
    ),
    "title": ("title", "name", "movie title", "film title", "series title", "movie name", "film"),
    "year": ("year", "release year", "released year", "release date", "released", "date"),
    "film_id": (
        "film id",
        "imdb id",
        "tmdb id",
        "movie id",
        "wikipedia id",
        "show id",
        "tconst",
        "id",
    ),
    "split": ("split", "set", "fold", "subset", "partition"),
}
"""Field -> names of its column, the one to prefer first; case, ``_`` and ``-`` do not count."""

_MAX_SHOWN = 20  # Columns of the file that an error message lists.
_LONGEST_NAME = 60  # What has more characters is a plot, and no column's name.


class ColumnError(CorpusError):
    """A column is not found; ``for_uploads`` says so to one who can only change the table."""

    def __init__(self, message: str, for_uploads: str) -> None:
        super().__init__(message)
        self.for_uploads = for_uploads


@dataclass(frozen=True)
class ColumnNames:
    """The columns a user named; None leaves the field to ``USUAL_NAMES``."""

    plot: str | None = None
    genres: str | None = None
    title: str | None = None
    year: str | None = None
    film_id: str | None = None
    split: str | None = None

    def named(self) -> dict[str, str]:
        """Field -> name, of the fields with one."""
        return {field: name for field, name in vars(self).items() if name is not None}


def find_columns(
    header: Sequence[str], names: ColumnNames, *, require_genres: bool
) -> dict[str, int]:
    """Field -> position in ``header``, of the fields that have a column.

    Raises ColumnError, naming all faults at once, when a column that the user named is not there,
    or when that of the plot (or of the genres, if required) is not found.
    """
    folded = {_fold(column): at for at, column in reversed(list(enumerate(header)))}
    named = names.named()
    found: dict[str, int] = {}
    missing: dict[str, Sequence[str]] = {}
    for field, usual in USUAL_NAMES.items():
        candidates = [named[field]] if field in named else usual
        at = _position(candidates, header, folded)
        if at is not None:
            found[field] = at
        elif field in named or field == "plot" or (field == "genres" and require_genres):
            missing[field] = candidates
    if missing:
        raise _column_error(header, missing)
    return found


def count_usual(header: Sequence[str], names: ColumnNames) -> int:
    """How many columns of a header are named as usual, or as the user named them."""
    known = {_fold(name) for usual in USUAL_NAMES.values() for name in usual}
    known |= {_fold(name) for name in names.named().values()}
    return sum(_fold(column) in known for column in header)


def _position(
    candidates: Sequence[str], header: Sequence[str], folded: Mapping[str, int]
) -> int | None:
    for name in candidates:
        if name in header:
            return header.index(name)
        if _fold(name) in folded:
            return folded[_fold(name)]
    return None


def _column_error(header: Sequence[str], missing: Mapping[str, Sequence[str]]) -> ColumnError:
    more = ["…"] if len(header) > _MAX_SHOWN else []
    columns = f"The columns are [{', '.join([*map(one_line, header[:_MAX_SHOWN]), *more])}]."
    faults = {
        field: f"{field.replace('_', ' ').capitalize()} column not found: looked for "
        f"{', '.join(map(one_line, names))}."
        for field, names in missing.items()
    }
    named = [f"{fault} {_how_to_name(field)}" for field, fault in faults.items()]
    return ColumnError(
        f"{' '.join(named)} {columns}",
        f"{' '.join(faults.values())} {columns} {_how_to_rename(header, missing)}",
    )


def _how_to_name(field: str) -> str:
    argument = "id_column" if field == "film_id" else f"{field}_column"
    return f"Name it with {argument} (--{argument.replace('_', '-')})."


def _how_to_rename(header: Sequence[str], missing: Mapping[str, Sequence[str]]) -> str:
    names = " and ".join(names[0] for names in missing.values())
    if any(len(name) > _LONGEST_NAME for name in header):
        return (
            "The first line looks like a film: put a line with the names of the columns above it, "
            f"with {names} among them."
        )
    ends = "" if len(missing) == 1 else "s"
    return f"Write {names} into the first line, above the right column{ends}, and upload it again."


def _fold(name: str) -> str:
    return re.sub(r"[\W_]+", " ", name).strip().casefold()
