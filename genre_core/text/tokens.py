"""Words of a plot: a regular expression, tested by laws."""

import re

from genre_core.text.cleaning import clean_text

__all__ = ["first_words", "tokenise"]

_PIECE = re.compile(r"\S+")
_WORD = re.compile(r"[a-z0-9]+(?:'[a-z0-9]+)*")


def tokenise(text: str) -> list[str]:
    """Words and numbers of a plot, in order; punctuation is dropped, *don't* and *1940s* stay whole.

    Tokenising the tokens joined by spaces gives the same tokens. Text without a word gives ``[]``.
    """
    return _WORD.findall(clean_text(text))


def first_words(text: str, most: int) -> list[str]:
    """``tokenise(text)[:most]``, for which a long text is read no further than needed."""
    words: list[str] = []
    for piece in _PIECE.finditer(text):
        if len(words) >= most:
            break
        words += tokenise(piece.group())
    return words[:most]
