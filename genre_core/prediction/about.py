"""What the systems are, in words: written by ``recipes report``, read by the page that compares them.

They stand in a file of their own, as a system has a story before it was run here, and one for all its
variants.
"""

import json
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from genre_core.errors import EvaluationError
from genre_core.prediction.results import RESULTS

__all__ = ["SYSTEMS", "About", "read_about"]

SYSTEMS = RESULTS.with_name("systems.json")
"""Every system that can be run, in the order in which they are shown."""


class About(BaseModel):
    """One system, as its recipe describes it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    recipe: str
    title: str
    summary: str
    did: str
    """What its authors did, and what is repeated here."""
    changed: str
    """Where the recipe deviates, and why."""
    reported: float | None
    """The authors' figure; None where they gave none that we could find, or where there are no authors."""
    metric: str | None
    """The name of their metric."""
    metric_words: str | None
    reported_on: str | None
    variants: tuple[str, ...]


_MANY = TypeAdapter(list[About])


def read_about(path: Path = SYSTEMS) -> list[About]:
    """All systems; none where there is no file. Raises EvaluationError for a damaged one."""
    if not path.is_file():
        return []
    try:
        return _MANY.validate_python(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, ValidationError) as error:
        raise EvaluationError(
            f"{path.name} does not describe systems ({str(error).splitlines()[0]}). "
            "Run `python -m genre_core recipes report` to write it again."
        ) from error
