"""A text as its writer sees it, piece by piece, with the words that the model reads in each."""

from dataclasses import dataclass

from genre_core.text.tokens import tokenise

__all__ = ["Piece", "pieces_of"]


@dataclass(frozen=True)
class Piece:
    """What stands between two spaces: a word with its commas, or none at all."""

    text: str
    words: range
    """Places among the text's tokens: one for ``Ghost,``, two for ``well-known``, none for ``–``."""


def pieces_of(text: str) -> list[Piece]:
    """All pieces in order; their words together are ``tokenise(text)``."""
    pieces: list[Piece] = []
    at = 0
    for piece in text.split():
        n_words = len(tokenise(piece))
        pieces.append(Piece(piece, range(at, at + n_words)))
        at += n_words
    return pieces
