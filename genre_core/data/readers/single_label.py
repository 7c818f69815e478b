"""Single-label IMDb plots: lines of ``ID ::: TITLE ::: GENRE ::: DESCRIPTION``, no header."""

import re
from collections.abc import Iterator, Sequence

from genre_core.data.assembly import RawFilm, RawFilms
from genre_core.data.tally import BLANK_LINE, CUT_OFF, WRONG_WIDTH, Tally
from genre_core.data.text_file import TextFile, TextLines
from genre_core.errors import CorpusError

__all__ = ["is_single_label", "read_single_label"]

_SEPARATOR = " ::: "
_N_FIELDS = 4
_N_FIELDS_UNLABELLED = 3  # The published test file leaves out the genre.
_YEAR_IN_TITLE = re.compile(r"\s*\((\d{4}|\?{4})(?:/[IVXLC]+)?\)")


def is_single_label(file: TextFile | TextLines) -> bool:
    """Whether the first line that is not blank has this format's separators."""
    return _n_fields(file) >= _N_FIELDS_UNLABELLED


def read_single_label(
    file: TextFile | TextLines, tally: Tally, *, require_genres: bool = True
) -> RawFilms:
    """Read one file of the format.

    The film id is the whole title, ``Spirits (2014/II)``: the ID only counts the lines of one file.
    Raises CorpusError when no line has a required genre.
    """
    n_fields = min(_n_fields(file), _N_FIELDS)
    if require_genres and n_fields < _N_FIELDS:
        raise CorpusError(
            f"Lines must be ID ::: TITLE ::: GENRE ::: DESCRIPTION; those of {file.path} have "
            f"{n_fields} fields. Take the file with genres."
        )
    return RawFilms(str(file.path), _films(file, n_fields, tally))


def _films(file: TextFile | TextLines, n_fields: int, tally: Tally) -> Iterator[RawFilm]:
    for line in file.lines:
        fields = line.split(_SEPARATOR, n_fields - 1)
        if not line.endswith("\n"):
            tally.dropped[CUT_OFF] += 1
        elif not line.strip():
            tally.dropped[BLANK_LINE] += 1
        elif len(fields) != n_fields:
            tally.dropped[WRONG_WIDTH] += 1
        else:
            yield _film(fields)


def _film(fields: Sequence[str]) -> RawFilm:
    named, plot = fields[1], fields[-1]
    genre = fields[2] if len(fields) == _N_FIELDS else ""
    year = _YEAR_IN_TITLE.search(named)
    title = _YEAR_IN_TITLE.sub("", named)
    return RawFilm(named, title, year[1] if year else "", genre, "", plot)


def _n_fields(file: TextFile | TextLines) -> int:
    return len(next(filter(str.strip, file.lines)).split(_SEPARATOR))
