"""What makes a test too easy: plots that name their genre, and plots that stand under two films."""

import re
from collections.abc import Iterable

import pandas as pd

__all__ = ["genre_words_in", "plots_naming_their_genre", "repeated_plots"]

# Words that give a genre away, as regular expressions.
_GENRE_WORDS = {
    "Action": r"actions?",
    "Adventure": r"adventur\w*",
    "Animation": r"animat\w*|cartoon\w*",
    "Comedy": r"comed\w*|comic\w*",
    "Crime": r"crimes?|criminal\w*",
    "Documentary": r"documentar\w*",
    "Drama": r"drama\w*",
    "Family": r"famil(?:y|ies|ial)",
    "Fantasy": r"fantas\w*",
    "History": r"histor\w*",
    "Horror": r"horror\w*|horrif\w*",
    "Music": r"music\w*",
    "Mystery": r"myster\w*",
    "Romance": r"romanc\w*|romantic\w*",
    "Science Fiction": r"science[ -]fiction\w*|sci-?fi",
    "Thriller": r"thrill\w*",
    "War": r"(?:(?:pre|post)-?)?war(?:s|time|fare)?",
    "Western": r"westerns?",
}
_PATTERNS = {
    genre: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for genre, words in _GENRE_WORDS.items()
}


def genre_words_in(plot: str, genres: Iterable[str]) -> list[str]:
    """Words of a plot that name one of these genres, or nearly: *musician* for Music."""
    patterns = [_PATTERNS[genre] for genre in genres if genre in _PATTERNS]
    return [match.group() for pattern in patterns for match in pattern.finditer(plot)]


def plots_naming_their_genre(rows: pd.DataFrame) -> pd.DataFrame:
    """``title, year, split, genres, words`` of the rows whose plot names a genre of the film.

    ``genres`` and ``words`` are joined by commas, each word once and in small letters; the index is
    that of ``rows``.
    """
    words = [
        ", ".join(dict.fromkeys(map(str.lower, genre_words_in(plot, genres))))
        for plot, genres in zip(rows["plot"], rows["genres"], strict=True)
    ]
    found = rows[["title", "year", "split"]].assign(
        genres=rows["genres"].map(", ".join), words=words
    )
    return found[found["words"] != ""]


def repeated_plots(rows: pd.DataFrame) -> pd.DataFrame:
    """``title, year, split, crosses`` of rows whose plot, word for word, stands under another film.

    ``crosses`` tells whether the copies are in different splits: such a test asks for a plot that
    was learned by heart. Case and spaces do not count; the index is that of ``rows``.
    """
    texts = pd.Series(
        [" ".join(plot.casefold().split()) for plot in rows["plot"]], index=rows.index, dtype="str"
    )
    groups = rows.groupby(texts, sort=False)
    is_repeated = groups["film_id"].transform("nunique") > 1
    crosses = groups["split"].transform("nunique") > 1
    return rows[["title", "year", "split"]].assign(crosses=crosses)[is_repeated]
