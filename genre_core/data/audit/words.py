"""Words as an audit compares them: plain letters, whatever the typography of the source."""

import re

from unidecode import unidecode

__all__ = ["cased_words", "words_of"]

_WORD = re.compile(r"[A-Za-z0-9]+(?:'[A-Za-z0-9]+)*")


def cased_words(text: str) -> list[str]:
    """Words and numbers in order, accents and punctuation dropped; *well-known* is two words."""
    return _WORD.findall(text if text.isascii() else unidecode(text))


def words_of(text: str) -> list[str]:
    """The same in lower case."""
    return [word.lower() for word in cased_words(text)]
