"""The country of each film, from a table that says it; the corpus frame has no such column."""

from collections.abc import Sequence

from genre_core.data.columns import USUAL_NAMES
from genre_core.data.table import read_table
from genre_core.data.tally import Tally
from genre_core.data.text_file import TextFile

__all__ = ["countries_in"]

_COUNTRY = ("country", "countries", "country of origin", "production country")
_WANTED = frozenset({*_COUNTRY, *USUAL_NAMES["film_id"], *USUAL_NAMES["plot"]})


def countries_in(file: TextFile) -> dict[str, str]:
    """Film id -> country, of the rows that have both; {} for a table without these columns.

    Of a cell like ``France, Italy`` the first country counts: the main one, by custom.
    """
    table = read_table(file, Tally(), _count_wanted)
    header = [_fold(name) for name in table.header]
    film_id = next((header.index(name) for name in USUAL_NAMES["film_id"] if name in header), None)
    country = next((header.index(name) for name in _COUNTRY if name in header), None)
    if film_id is None or country is None:
        return {}
    pairs = ((row[film_id].strip(), _first(row[country])) for row in table.rows)
    return {film: name for film, name in pairs if film and name}


def _first(cell: str) -> str:
    return cell.replace(";", ",").replace("|", ",").split(",")[0].strip()


def _fold(name: str) -> str:
    return " ".join(name.casefold().replace("_", " ").replace("-", " ").split())


def _count_wanted(header: Sequence[str]) -> int:
    return sum(_fold(name) in _WANTED for name in header)
