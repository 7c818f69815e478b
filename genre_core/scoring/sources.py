"""The tables of a catalogue: found by a pattern, and looked at before anything is scored."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from glob import glob
from pathlib import Path

import pyarrow as pa
from pydantic import BaseModel, ConfigDict

from genre_core.data.columns import ColumnNames, find_columns
from genre_core.data.tally import one_line
from genre_core.errors import CorpusError, PlotlineError
from genre_core.scoring.tables import n_rows_of, schema_of

__all__ = ["Source", "find_sources"]

_ENDS = (".gz", ".parquet", ".csv", ".tsv", ".txt")


class Source(BaseModel):
    """A table of plots as it was found."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str
    name: str
    """What its parts are called."""
    plot: str
    """The column that holds the plots."""
    sha256: str
    rows: int | None
    """None where only reading all of it would tell."""


def find_sources(
    pattern: str, output: Path, plot_column: str | None, added: Sequence[str]
) -> list[Source]:
    """The files that fit a pattern, by name; ``**`` in it stands for folders of any depth.

    Raises CorpusError where there is none, where two would have parts of one name, and for a table that
    cannot be read, has no column of plots, or has a column of those that will be ``added``.
    """
    files = sorted(Path(found).resolve() for found in glob(pattern, recursive=True))  # noqa: PTH207
    files = [file for file in files if file.is_file()]
    if not files:
        raise CorpusError(
            f"No file fits --input {pattern!r}. Check the path, and put a pattern in quotes."
        )
    _refuse_one_name(files)
    for file in files:
        if file.is_relative_to(output):
            raise PlotlineError(f"The input {file} lies in the output folder. Name another folder.")
    return [_look_at(file, plot_column, added) for file in files]


def _look_at(file: Path, plot_column: str | None, added: Sequence[str]) -> Source:
    schema = schema_of(file, plot_column)
    names = schema.names
    if repeated := [name for name, times in Counter(names).items() if times > 1]:
        raise CorpusError(
            f"Columns need names of their own; {file} has {one_line(repeated[0])!r} twice. "
            "Rename one."
        )
    if there := sorted({*names} & {*added}):
        raise CorpusError(
            f"The answers need their own columns; {file} has a column {there[0]!r} already. "
            "Score the table it was made of, or rename the column."
        )
    at = find_columns(names, ColumnNames(plot=plot_column), require_genres=False)["plot"]
    kind = schema.field(at).type
    inner = kind.value_type if pa.types.is_dictionary(kind) else kind
    if not (pa.types.is_string(inner) or pa.types.is_large_string(inner) or _is_view(inner)):
        raise CorpusError(
            f"A column of plots holds text; {names[at]!r} of {file} holds {kind}. "
            "Name another with --plot-column."
        )
    with file.open("rb") as content:
        sha256 = hashlib.file_digest(content, "sha256").hexdigest()
    return Source(
        file=str(file),
        name=_name_of(file),
        plot=names[at],
        sha256=sha256,
        rows=n_rows_of(file),
    )


def _is_view(kind: pa.DataType) -> bool:
    return pa.types.is_string_view(kind)


def _name_of(file: Path) -> str:
    name = file.name
    for end in _ENDS:
        name = name.removesuffix(end)
    return name


def _refuse_one_name(files: Sequence[Path]) -> None:
    """Parts lie in one folder, on disks that may not tell capitals from small letters."""
    names: dict[str, Path] = {}
    for file in files:
        name = _name_of(file).casefold()
        if name in names:
            raise CorpusError(
                f"Tables need names of their own; {names[name]} and {file} have one name, "
                "so that their parts would, too. Rename one."
            )
        names[name] = file
