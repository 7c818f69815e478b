"""What stands in one cell: a year, or the names of genres."""

import ast
import json
import re
import warnings
from typing import Any

from genre_core.limits import MAX_LITERAL_CHARACTERS

__all__ = ["genre_names", "year_of"]

_YEAR = re.compile(r"(?<!\d)(18[7-9]\d|19\d\d|20\d\d)(?!\d)")  # Film begins in the 1870s.
_SEPARATOR = re.compile(r"[|,;]")


def year_of(text: str) -> int | None:
    """The first year from 1870 to 2099 in a year, a date or a title, or None."""
    found = _YEAR.search(text)
    return int(found[1]) if found else None


def genre_names(cell: str) -> list[str]:
    """Names of genres in a cell, in order and without repeats.

    A cell is a JSON list of names or of ``{"id": …, "name": …}``, a JSON object from id to name,
    such a list or object as Python prints it, or names joined by ``|``, ``,`` or ``;``.
    """
    text = cell.strip()
    names = _names_in(_literal(text)) if text[:1] in ("[", "{") else None
    if names is None:
        names = _SEPARATOR.split(text.strip("[]{}"))
    return list(dict.fromkeys(name for name in map(_clean_name, names) if name))


def _literal(text: str) -> Any:
    """The list or object that a cell spells out, None when it spells out nothing."""
    if len(text) > MAX_LITERAL_CHARACTERS:
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        pass
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Python warns of odd backslashes in the user's data.
            return ast.literal_eval(text)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return None


def _names_in(value: Any) -> list[str] | None:
    """The names in a list or object, None when it holds anything else."""
    if isinstance(value, dict):
        value = [value] if "name" in value else value.values()
    elif not isinstance(value, list | tuple | set):
        return None
    names = [item.get("name") if isinstance(item, dict) else item for item in value]
    strings = [name for name in names if isinstance(name, str)]
    return strings if len(strings) == len(names) else None


def _clean_name(name: str) -> str:
    """Without the quotes of a broken list, and without half characters (JSON's ``\\ud800``)."""
    return name.strip().strip("'\"").strip().encode("utf-8", "replace").decode("utf-8")
