"""Words in pieces, as BERT and its kin read them: *haunting* → ``haunt ##ing``."""

import re
import unicodedata
from collections.abc import Container, Iterator

__all__ = ["CLOSE", "OPEN", "wordpieces"]

OPEN, CLOSE = "[CLS]", "[SEP]"
"""What stands before the first and after the last piece."""

_MOST_CHARACTERS = 100  # of a word; a longer one is unknown as a whole
_ASCII_SIGNS = re.compile(r"[!-/:-@\[-`{-~]")
_CHINESE = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002fa1f]")


def wordpieces(text: str, known: Container[str]) -> list[str]:
    """Pieces of a text in lower case and without accents, each the longest one known.

    A sign is a word of its own; a word that cannot be put together from pieces is one piece that is not
    known. Devlin et al. 2018, https://arxiv.org/abs/1810.04805; the rules are those of
    ``bert-base-uncased``. Never raises.
    """
    return [piece for word in _words(text) for piece in _pieces(word, known)]


def _words(text: str) -> list[str]:
    characters: list[str] = []
    for sign in unicodedata.normalize("NFD", text.lower()):
        kind = unicodedata.category(sign)
        if sign in "\t\n\r" or kind == "Zs":
            characters.append(" ")
        elif kind == "Mn" or kind.startswith("C") or sign == "\ufffd":
            continue
        elif kind.startswith("P") or _ASCII_SIGNS.match(sign) or _CHINESE.match(sign):
            characters.append(f" {sign} ")
        else:
            characters.append(sign)
    return "".join(characters).split()


def _pieces(word: str, known: Container[str]) -> Iterator[str]:
    found: list[str] = []
    start = 0
    while start < len(word) <= _MOST_CHARACTERS:
        mark = "##" if start else ""
        end = next(
            (end for end in range(len(word), start, -1) if mark + word[start:end] in known), None
        )
        if end is None:
            break
        found.append(mark + word[start:end])
        start = end
    yield from found if start == len(word) else [word]
