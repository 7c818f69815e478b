"""Words in pieces, as BERT and its kin read them: *haunting* → ``haunt ##ing``.

The rules are those that the uncased models were trained with (Devlin et al. 2018,
https://arxiv.org/abs/1810.04805): lower case, no accents, every sign a word of its own, and a word the
vocabulary lacks cut into the longest pieces it has (Wu et al. 2016, https://arxiv.org/abs/1609.08144).
"""

import re
import unicodedata
from collections.abc import Container, Iterator

__all__ = ["CLOSE", "OPEN", "wordpieces"]

OPEN, CLOSE = "[CLS]", "[SEP]"
"""What stands before the first and after the last piece."""

_MOST_CHARACTERS = 100  # of a word; a longer one is unknown as a whole
_ASCII_WORDS = re.compile(r"[a-z0-9]+|[!-/:-@\[-`{-~]")
_ASCII_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_CHINESE = re.compile(
    "[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0002a6df\U0002a700-\U0002b73f\U0002b740-\U0002ceaf\U0002f800-\U0002fa1f]"
)


def wordpieces(text: str, known: Container[str]) -> list[str]:
    """Pieces of a text, each the longest one known. Never raises.

    A word that cannot be put together from pieces is one piece that is not known.
    """
    return [piece for word in _words(text) for piece in _pieces(word, known)]


def _words(text: str) -> list[str]:
    if text.isascii():
        return _ASCII_WORDS.findall(_ASCII_CONTROLS.sub("", text).lower())
    visible = "".join(_visible(text))
    return "".join(_plain(unicodedata.normalize("NFD", visible))).split()


def _visible(text: str) -> Iterator[str]:
    """Without control characters and such; a space for every kind of space; Chinese signs apart."""
    for sign in text:
        kind = unicodedata.category(sign)
        if sign in "\t\n\r" or kind.startswith("Z"):
            yield " "
        elif not kind.startswith("C") and sign != "\ufffd":
            yield f" {sign} " if _CHINESE.match(sign) else sign


def _plain(decomposed: str) -> Iterator[str]:
    """Lower case, without accents, signs apart."""
    for sign in decomposed:
        kind = unicodedata.category(sign)
        if kind.startswith("P") or (sign.isascii() and not sign.isalnum()):
            yield f" {sign} "
        elif kind != "Mn":
            yield sign.lower()


def _pieces(word: str, known: Container[str]) -> list[str]:
    if word in known or len(word) > _MOST_CHARACTERS:
        return [word]
    found: list[str] = []
    start = 0
    while start < len(word):
        mark = "##" if start else ""
        ends = range(len(word), start, -1)
        end = next((end for end in ends if mark + word[start:end] in known), None)
        if end is None:
            return [word]
        found.append(mark + word[start:end])
        start = end
    return found
