from hypothesis import example, given

from genre_core.text.pieces import Piece, pieces_of
from genre_core.text.tokens import tokenise
from tests.text.texts import any_text


@given(any_text)
@example("ghost\u00a0house\x1cnight")
@example("ghost\u0085house")
@example("\ud800's ’s\x00s 北京 e\u0301")
def test_together_they_are_the_tokens_of_the_text(text: str) -> None:
    """No word is lost, made or moved by looking at a text piece by piece."""
    pieces = pieces_of(text)
    tokens = [word for piece in pieces for word in tokenise(piece.text)]
    assert tokenise(text) == tokens
    assert list(range(len(tokens))) == [place for piece in pieces for place in piece.words]


def test_what_stands_between_two_spaces() -> None:
    """One word, two words, or none."""
    assert [
        Piece("A", range(1)),
        Piece("well-known", range(1, 3)),
        Piece("–", range(3, 3)),
        Piece("Ghost’s,", range(3, 4)),
    ] == pieces_of("A well-known –\n Ghost’s, ")
