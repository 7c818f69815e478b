"""Single-label IMDb plots: lines of ``ID ::: TITLE ::: GENRE ::: DESCRIPTION``, no header."""

import re
from collections.abc import Sequence

from genre_core.data.assembly import CleanGenres, RawFilm, assemble
from genre_core.data.corpus import Corpus
from genre_core.data.tally import BLANK_LINE, CUT_OFF, WRONG_WIDTH, Tally
from genre_core.data.text_file import TextFile
from genre_core.errors import CorpusError
from genre_core.genres import clean_genres

__all__ = ["is_single_label", "read_single_label"]

_SEPARATOR = " ::: "
_N_FIELDS = 4
_N_FIELDS_UNLABELLED = 3  # The published test file leaves out the genre.
_YEAR_IN_TITLE = re.compile(r"\s*\((\d{4}|\?{4})(?:/[IVXLC]+)?\)")


def is_single_label(lines: Sequence[str]) -> bool:
    """Whether the first line that is not blank has this format's separators."""
    return _n_fields(lines) >= _N_FIELDS_UNLABELLED


def read_single_label(
    file: TextFile,
    tally: Tally,
    *,
    name: str,
    require_genres: bool = True,
    clean: CleanGenres = clean_genres,
) -> Corpus:
    """Read one file of the format.

    The film id is the whole title, ``Spirits (2014/II)``: the ID only counts the lines of one file.
    Raises CorpusError when no line has a plot, or a required genre.
    """
    n_fields = min(_n_fields(file.lines), _N_FIELDS)
    if require_genres and n_fields < _N_FIELDS:
        raise CorpusError(
            f"Lines must be ID ::: TITLE ::: GENRE ::: DESCRIPTION; those of {file.path} have "
            f"{n_fields} fields. Take the file with genres."
        )
    lines = file.lines
    if file.is_cut:
        lines = lines[:-1]
        tally.dropped[CUT_OFF] += 1
    raw: list[RawFilm] = []
    for line in lines:
        fields = line.split(_SEPARATOR, n_fields - 1)
        if not line.strip():
            tally.dropped[BLANK_LINE] += 1
        elif len(fields) != n_fields:
            tally.dropped[WRONG_WIDTH] += 1
        else:
            raw.append(_film(fields))
    return assemble(name, str(file.path), raw, tally, clean=clean)


def _film(fields: Sequence[str]) -> RawFilm:
    named, plot = fields[1], fields[-1]
    genre = fields[2] if len(fields) == _N_FIELDS else ""
    year = _YEAR_IN_TITLE.search(named)
    title = _YEAR_IN_TITLE.sub("", named)
    return RawFilm(named, title, year[1] if year else "", genre, "", plot)


def _n_fields(lines: Sequence[str]) -> int:
    return len(next(filter(str.strip, lines)).split(_SEPARATOR))
