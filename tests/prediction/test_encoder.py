"""A text becomes ids as a model's settings say, in training and in use alike."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from genre_core.prediction.encoder import Encoder
from genre_core.prediction.manifest import TextSettings
from genre_core.text.vocabulary import Vocabulary

WORDS = Vocabulary(("[padding]", "[unknown]", "old", "house", "old house", "ghost"))
PIECES = Vocabulary(("[padding]", "[unknown]", "[CLS]", "[SEP]", "haunt", "##ed", "house"))


def ids(plot: str, vocabulary: Vocabulary = WORDS, **settings) -> list[int]:
    encoder = Encoder(vocabulary, TextSettings(**{"max_tokens": 9, **settings}))
    return encoder.ids(encoder.tokens(plot)).tolist()


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, [2, 3, 1, 5]),
        ({"max_tokens": 2}, [2, 3]),
        ({"max_tokens": 2, "keeps": "end"}, [1, 5]),
        ({"unknown": "left_out"}, [2, 3, 5]),
        ({"unknown": "left_out", "keeps": "end", "max_tokens": 2}, [3, 5]),
        ({"pairs": True}, [2, 3, 1, 5, 4]),
        ({"pairs": True, "max_tokens": 1}, [2]),
    ],
)
def test_words(settings, expected):
    """An unknown word, a limit from either side, and pairs of neighbours after the words."""
    assert expected == ids("Old house, no ghost", **settings)


def test_pieces():
    """Pieces stand between two signs, which the limit counts; a word without pieces is unknown."""
    pieces = {"vocabulary": PIECES, "tokeniser": "wordpiece"}
    assert [2, 4, 5, 6, 3] == ids("Haunted house", **pieces)
    assert [2, 4, 3] == ids("Haunted house", **pieces, max_tokens=3)
    assert [2, 1, 3] == ids("ghosts", **pieces)


def test_no_room_for_a_piece():
    """Two signs alone read nothing."""
    with pytest.raises(ValidationError, match="max_tokens is 3 or more"):
        TextSettings(max_tokens=2, tokeniser="wordpiece")


@given(
    st.text(alphabet="old house ghost!é ", max_size=60),
    st.integers(3, 8),
    st.sampled_from(["start", "end"]),
    st.sampled_from(["one_id", "left_out"]),
)
def test_never_empty_and_never_too_long(plot, most, keeps, unknown):
    """Something is read of any text, and no more than the limit; none of it is padding."""
    for vocabulary, tokeniser in ((WORDS, "words"), (PIECES, "wordpiece")):
        found = ids(
            plot, vocabulary, max_tokens=most, keeps=keeps, unknown=unknown, tokeniser=tokeniser
        )
        assert 1 <= len(found) <= most
        assert 0 < np.min(found) <= np.max(found) < len(vocabulary)
