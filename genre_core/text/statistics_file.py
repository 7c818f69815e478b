"""Statistics of corpora as JSON files: those that ship, and the writing of new ones."""

import json
from dataclasses import fields
from pathlib import Path
from typing import Any

import pandas as pd

from genre_core.errors import CorpusError
from genre_core.files import write_whole
from genre_core.text.coverage import Coverage
from genre_core.text.statistics import Lengths, Statistics

__all__ = ["STATISTICS", "read_statistics", "shipped_statistics", "write_statistics"]

STATISTICS = Path(__file__).resolve().parents[2] / "assets" / "statistics"
"""The folder of those that ship, a file a corpus."""

_FORMAT, _VERSION = "plotline-statistics", 1
_DECIMALS = 4


def shipped_statistics() -> list[str]:
    """Names of the corpora whose statistics ship."""
    return sorted(path.stem for path in STATISTICS.glob("*.json"))


def write_statistics(statistics: Statistics, path: Path) -> None:
    """Write a file: frames as a list for each column, shares to four decimals."""
    content = {"format": _FORMAT, "version": _VERSION}
    content |= {part.name: _plain(getattr(statistics, part.name)) for part in fields(statistics)}
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, json.dumps(content, separators=(",", ":")) + "\n")


def read_statistics(name: str, folder: Path = STATISTICS) -> Statistics:
    """Read the statistics of a corpus; raises CorpusError."""
    path = folder / f"{name}.json"
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if (content.pop("format"), content.pop("version")) != (_FORMAT, _VERSION):
            raise ValueError("of another format")
        return _statistics(content)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise CorpusError(
            f"The statistics {path} cannot be read ({error}). Get Plotline anew, or make them again "
            f"with `python -m genre_core data statistics {name}`."
        ) from error


def _plain(value: Any) -> Any:
    """JSON values of a field."""
    match value:
        case pd.DataFrame():
            return {str(name): _column(value[name]) for name in value.columns}
        case Lengths() | Coverage():
            return {part.name: _plain(getattr(value, part.name)) for part in fields(value)}
        case dict():
            return {name: _plain(part) for name, part in value.items()}
        case tuple():
            return list(value)
        case float():
            return round(value, _DECIMALS)
        case _:
            return value


def _column(values: pd.Series) -> list[Any]:
    rounded = values.round(_DECIMALS) if pd.api.types.is_float_dtype(values) else values
    return [None if pd.isna(value) else value for value in rounded.tolist()]


def _statistics(content: dict[str, Any]) -> Statistics:
    frames = ["per_genre", "per_film", "pairs", "by_decade", "by_country", "by_split", "splits"]
    content |= {name: pd.DataFrame(content[name]) for name in frames}
    content["pairs"]["lift"] = content["pairs"]["lift"].astype("float64")
    if lengths := content["lengths"]:
        bins, steps = pd.DataFrame(lengths["bins"]), tuple(lengths["thousandths"])
        content["lengths"] = Lengths(lengths["median"], lengths["longest"], bins, steps)
    content["words"] = {genre: pd.DataFrame(rows) for genre, rows in content["words"].items()}
    content["covered_by"] = {
        sha256: Coverage(part["running"], part["distinct"], pd.DataFrame(part["unknown"]))
        for sha256, part in content["covered_by"].items()
    }
    return Statistics(**content)
