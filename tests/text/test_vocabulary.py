from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genre_core.errors import BundleError
from genre_core.text import vocabulary
from genre_core.text.tokens import tokenise
from genre_core.text.vocabulary import PADDING, UNKNOWN, Vocabulary, pad
from tests.text.texts import any_text

PLOTS = [["ghost", "ghost", "house"], ["house", "barn"], ["attic", "house"]]
HOUSE = Vocabulary.from_tokens(PLOTS, max_words=10)
rows = st.lists(st.lists(st.integers(1, 9), min_size=1, max_size=12).map(np.int32), max_size=6)


class TestFromTokens:
    def test_order(self) -> None:
        """Words stand by the plots they are in, then by alphabet; repeats within a plot do not count."""
        assert ("[padding]", "[unknown]", "house", "attic", "barn", "ghost") == HOUSE.words

    def test_max_words(self) -> None:
        """The first of the order are kept."""
        assert ("house", "attic") == Vocabulary.from_tokens(PLOTS, max_words=2).words[2:]

    def test_min_plots(self) -> None:
        """A word in fewer plots is unknown."""
        assert ("house",) == Vocabulary.from_tokens(PLOTS, max_words=10, min_plots=2).words[2:]

    def test_more_words_than_are_counted(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The rare ones are forgotten on the way; those that count in the end are not."""
        monkeypatch.setattr(vocabulary, "_MOST_COUNTED", 20)
        plots = [["house", f"name {number}", "attic"] for number in range(500)]
        assert ("attic", "house") == Vocabulary.from_tokens(plots, 10, min_plots=2).words[2:]

    def test_no_words(self) -> None:
        """Plots without words leave padding and unknown, and no word known."""
        assert 0 == Vocabulary.from_tokens([[], []], max_words=10).n_known

    @given(st.lists(any_text, max_size=8).flatmap(st.permutations))
    def test_order_of_plots_does_not_count(self, texts: list[str]) -> None:
        """Plots in any order give one vocabulary."""
        tokens = [tokenise(text) for text in texts]
        forwards = Vocabulary.from_tokens(tokens, max_words=5)
        assert forwards == Vocabulary.from_tokens(reversed(tokens), max_words=5)


class TestIds:
    def test_ids(self) -> None:
        """A word's id is its place, and a word not known has the id of unknown."""
        assert [2, UNKNOWN, 5] == HOUSE.ids(["house", "spaceship", "ghost"]).tolist()

    def test_cut(self) -> None:
        """Only the first ``max_tokens`` words are read."""
        assert [5, 2] == HOUSE.ids(["ghost", "house", "barn"], max_tokens=2).tolist()

    def test_no_words_are_one_unknown(self) -> None:
        """An LSTM needs something to read."""
        ids = HOUSE.ids([])
        assert ([UNKNOWN], np.int32) == (ids.tolist(), ids.dtype)

    def test_special_words_cannot_be_written(self) -> None:
        """A token that looks like padding is unknown, and known words are in the vocabulary."""
        assert [UNKNOWN, UNKNOWN] == HOUSE.ids(["[padding]", "[unknown]"]).tolist()
        assert ("house" in HOUSE, "[padding]" in HOUSE, "boat" in HOUSE) == (True, False, False)

    @given(any_text)
    def test_ids_are_in_range(self, text: str) -> None:
        """Every text has ids, none of them padding, all of them in the table of vectors."""
        ids = HOUSE.ids(tokenise(text))
        assert ((ids > PADDING) & (ids < len(HOUSE))).all()


class TestPad:
    @given(rows)
    def test_rows_keep_their_ids(self, rows: list[np.ndarray]) -> None:
        """Each row stands at the left, zeros fill it up to the longest."""
        padded = pad(rows)
        assert (len(rows), max(map(len, rows), default=0)) == padded.shape
        assert np.int32 == padded.dtype
        for row, padded_row in zip(rows, padded, strict=True):
            assert row.tolist() == padded_row[: len(row)].tolist()
            assert not padded_row[len(row) :].any()


class TestFile:
    @given(st.lists(any_text, max_size=8))
    def test_write_then_read(self, tmp_path_factory: pytest.TempPathFactory, texts: list[str]):
        """What was written is read again."""
        path = tmp_path_factory.mktemp("vocabulary") / "vocabulary.txt"
        vocabulary = Vocabulary.from_tokens(map(tokenise, texts), max_words=99)
        vocabulary.write(path)
        assert vocabulary == Vocabulary.from_bytes(path.read_bytes(), path)

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"ghost\nhouse\n",
            b"[unknown]\n[padding]\nghost\n",
            b"[padding]\n[unknown]\nghost\nghost\n",
            b"[padding]\n[unknown]\n\xff\xfe\n",
        ],
        ids=["empty", "no special words", "swapped", "a word twice", "not text"],
    )
    def test_damaged(self, content: bytes) -> None:
        """A file that is no vocabulary is refused by name."""
        with pytest.raises(BundleError, match=r"vocabulary\.txt"):
            Vocabulary.from_bytes(content, Path("vocabulary.txt"))
