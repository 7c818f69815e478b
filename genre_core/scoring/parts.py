"""The parts of an answer: Parquet files that tell what they were made of."""

import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import BaseModel, ConfigDict

from genre_core.errors import PlotlineError
from genre_core.scoring.sources import Source

__all__ = ["FACTS", "MadeOf", "Part", "finished_parts", "part_file", "sweep"]

FACTS = "plotline"
"""The key, in the metadata of the file, of what a part tells of itself."""

_NAME = re.compile(r"(.+)-(\d{5,})\.parquet")
_LEFT = re.compile(r"\.(.+-\d{5,}\.parquet)\.[0-9a-f]+\.new")


class MadeOf(BaseModel):
    """What an answer hangs on: with the same of all this, it is the same."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    model: str
    """The SHA-256 of the bundle's manifest, which has those of its files."""
    sha256: str
    plot: str
    plots_a_part: int


class Part(BaseModel):
    """A finished part."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    number: int
    file: str
    """The table it was made of."""
    made_of: MadeOf
    rows: int
    without_words: int
    without_genres: int
    is_last: bool
    dropped: dict[str, int]
    """Reason -> rows of the whole table that could not be read; told by its last part."""
    notes: dict[str, int]
    """Remark -> rows of the whole table, all kept; told by its last part."""


def part_file(output: Path, name: str, number: int) -> Path:
    """Where a part lies."""
    return output / f"{name}-{number:05}.parquet"


def finished_parts(
    output: Path, sources: Mapping[str, Source], made_of: Mapping[str, MadeOf]
) -> dict[str, dict[int, Part]]:
    """The parts that are there by the name of their table and their number; torn ones are left out.

    Raises PlotlineError for a part that is not the answer to what is asked now, and for other files.
    """
    finished: dict[str, dict[int, Part]] = {name: {} for name in sources}
    for path in sorted(output.glob("*.parquet")):
        part = _read(path)
        if part is None:
            _refuse_others(path, sources)
            continue
        if part.name not in sources:
            raise PlotlineError(
                f"{path} answers {part.file}, which is not among the input now. Delete that part, "
                "or name another --output."
            )
        _refuse_changed(path, part, sources[part.name], made_of[part.name])
        finished[part.name][part.number] = part
    return finished


def sweep(output: Path) -> None:
    """Delete what killed writers left of parts that are finished now."""
    for path in output.glob(".*.new"):
        found = _LEFT.fullmatch(path.name)
        if found and (output / found[1]).exists():
            with suppress(OSError):
                path.unlink()


def _read(path: Path) -> Part | None:
    """What a part tells; None for a file that is torn or none of ours."""
    try:
        told = pq.read_metadata(path).metadata or {}
        return Part.model_validate_json(told[FACTS.encode()])
    except (pa.ArrowException, OSError, ValueError, KeyError):
        return None


def _refuse_others(path: Path, sources: Mapping[str, Source]) -> None:
    """What bears the name of a part and cannot be read is torn, and will be written again."""
    found = _NAME.fullmatch(path.name)
    with suppress(pa.ArrowException, OSError):
        pq.read_metadata(path)
        found = None
    if not (found and found[1] in sources):
        raise PlotlineError(
            f"{path} is no part of an answer to this input. Name a folder of its own for --output."
        )


def _refuse_changed(path: Path, part: Part, source: Source, now: MadeOf) -> None:
    then = part.made_of
    another = "Name another --output, or delete the folder to score all anew."
    if then.sha256 != now.sha256:
        raise PlotlineError(
            f"{source.file} has changed since {path.name} was made of it. Delete {part.name}-*.parquet "
            f"in {path.parent} to score it anew, or name another --output."
        )
    if then.model != now.model:
        raise PlotlineError(
            f"A folder holds the answers of one model; {path} is that of another model. {another}"
        )
    if then.plots_a_part != now.plots_a_part:
        raise PlotlineError(
            f"{path} was written with {then.plots_a_part:,} plots a part, and {now.plots_a_part:,} are "
            f"asked for. Take --part-plots {then.plots_a_part}, or name another --output."
        )
    if then.plot != now.plot:
        raise PlotlineError(
            f"{path} answers the column {then.plot!r}, and {now.plot!r} is asked for. {another}"
        )
