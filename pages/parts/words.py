"""Words for a page: lists, counts, and text from elsewhere shown as it is."""

import re
from collections.abc import Sequence

__all__ = ["count_of", "listed", "plain", "small"]

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_COLON_IN_A_WORD = re.compile(r":(?=\S)")
_WORD_JOINER = "\u2060"
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")  # turn the direction of what is read after them


def plain(text: str) -> str:
    """Markdown that shows a text from elsewhere as it is: no link, picture, formula, icon or HTML.

    Signs that would turn our own words after it from right to left are left out. Streamlit finds
    ``:icons:`` and addresses even among escaped characters, so an invisible word joiner follows a colon
    inside a word.
    """
    words = _COLON_IN_A_WORD.sub(f":{_WORD_JOINER}", " ".join(text.split()))
    return _PUNCTUATION.sub(r"\\\1", _TURNS.sub("", words))


def listed(names: Sequence[str]) -> str:
    """``["War", "Drama", "History"]`` as "War, Drama and History"."""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def count_of(number: int, what: str) -> str:
    """``(1, "word")`` as "1 word", ``(1200, "word")`` as "1,200 words"."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def small(markdown: str) -> str:
    """Markdown in smaller letters, as dark as the rest: captions are too pale for a projector."""
    return f":small[{markdown}]"
