"""Thresholds that a viewer brings: read from a file, and checked strictly."""

import codecs
from collections.abc import Sequence
from typing import Any

from genre_core.errors import EvaluationError
from genre_core.limits import MAX_THRESHOLD_BYTES
from genre_core.read_only import refuse_where_read_only
from genre_core.strict_json import read_json

__all__ = ["FORMAT", "check_thresholds", "read_thresholds"]

FORMAT = "plotline-thresholds"
"""What the file calls itself."""

_VERSION = 1
_SAVE_AGAIN = "Save them on the thresholds page with this model in use."


def read_thresholds(data: bytes, genres: Sequence[str]) -> dict[str, float]:
    """Genre -> threshold, in the order of ``genres``, from a file of the thresholds page.

    Raises EvaluationError unless the file is ours and names every genre, and no other, with a number
    from 0 to 1; and for any where the server is read-only.
    """
    refuse_where_read_only(EvaluationError)
    if len(data) > MAX_THRESHOLD_BYTES:
        raise EvaluationError(
            f"A file of thresholds has {MAX_THRESHOLD_BYTES:,} bytes at most, and this one has "
            f"{len(data):,}. {_SAVE_AGAIN}"
        )
    try:
        content = read_json(data.removeprefix(codecs.BOM_UTF8))
    except ValueError as error:
        raise EvaluationError(
            f"A file of thresholds is JSON, and this one is cut off or not JSON. {_SAVE_AGAIN}"
        ) from error
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise EvaluationError(f"The file is not ours: its format is not {FORMAT}. {_SAVE_AGAIN}")
    if content.get("version") != _VERSION:
        raise EvaluationError(
            f"This Plotline reads thresholds of version {_VERSION}, and the file is of another. "
            f"{_SAVE_AGAIN}"
        )
    return check_thresholds(content.get("thresholds"), genres)


def check_thresholds(thresholds: Any, genres: Sequence[str]) -> dict[str, float]:
    """The same in the order of ``genres``; EvaluationError unless they fit this model's genres."""
    if not isinstance(thresholds, dict):
        raise EvaluationError(f"Thresholds are a number for each genre. {_SAVE_AGAIN}")
    missing = [genre for genre in genres if genre not in thresholds]
    unknown = [str(genre) for genre in thresholds if genre not in genres]
    if missing or unknown:
        raise EvaluationError(
            "Thresholds name each genre of the model once: "
            f"missing {_some(missing)}, unknown {_some(unknown)}. {_SAVE_AGAIN}"
        )
    for genre, value in thresholds.items():
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            raise EvaluationError(
                f"A threshold is a number from 0 to 1: got {value!r:.40} for {genre}. {_SAVE_AGAIN}"
            )
    return {genre: float(thresholds[genre]) for genre in genres}


def _some(names: Sequence[str]) -> str:
    shown = ", ".join(name[:40] for name in names[:5]) or "none"
    return shown if len(names) <= 5 else f"{shown} and {len(names) - 5} more"  # noqa: PLR2004
