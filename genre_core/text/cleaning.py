"""Plots as plain text: one alphabet, one case, one kind of space."""

import re

from unidecode import unidecode

__all__ = ["clean_text"]

# Not characters, and "next line", which unidecode drops together with the space that it stands for.
_BROKEN = re.compile("[\ud800-\udfff\x00\x85]")
_POSSESSIVE = re.compile(r"'s(?![a-z0-9])")


def clean_text(text: str) -> str:
    """Plain lower-case ASCII text of one plot.

    Every script is written in Latin letters by unidecode (``é`` → ``e``, ``Москва`` → ``moskva``; an
    emoji becomes nothing), possessive ``'s`` is dropped so that *ghost's* and *ghost* are one word.
    Cleaning twice changes nothing. Never raises.
    """
    if not text.isascii() or "\x00" in text:
        text = unidecode(_BROKEN.sub(" ", text))
    return " ".join(_POSSESSIVE.sub("", text.lower()).split())
