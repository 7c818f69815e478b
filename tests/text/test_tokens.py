import re
from time import perf_counter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from genre_core.text.cleaning import clean_text
from genre_core.text.tokens import first_words, tokenise
from tests.text.texts import any_text, plots


@given(any_text)
@example("_a ghost's_ house")
@example("\ud800'S")
def test_tokenising_again_changes_nothing(text: str) -> None:
    """The tokens joined by spaces have these tokens."""
    tokens = tokenise(text)
    assert tokens == tokenise(" ".join(tokens))


@given(any_text)
def test_cleaning_again_changes_nothing(text: str) -> None:
    """A clean text is its own clean text."""
    clean = clean_text(text)
    assert clean == clean_text(clean)


@given(any_text)
def test_tokens_are_plain_words(text: str) -> None:
    """Whatever comes in, ASCII letters and digits come out, with apostrophes inside words only."""
    for token in tokenise(text):
        assert re.fullmatch(r"[a-z0-9]+('[a-z0-9]+)*", token)


@given(any_text)
def test_case_does_not_count(text: str) -> None:
    """An ASCII text in capitals has the same tokens."""
    plain = clean_text(text)
    assert tokenise(plain) == tokenise(plain.upper())


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("A ghost's house, the ghosts' house", ["a", "ghost", "house", "the", "ghosts", "house"]),
        ("the ghost’s house", ["the", "ghost", "house"]),
        ("_The ghost's_ house", ["the", "ghost", "house"]),
        ("IT'S a boy", ["it", "a", "boy"]),
        ("They don't, won’t; rock 'n' roll", ["they", "don't", "won't", "rock", "n", "roll"]),
        ("A well-known ex-cop", ["a", "well", "known", "ex", "cop"]),
        ("In 1942, the 1940s", ["in", "1942", "the", "1940s"]),
        ("Amélie à Москва", ["amelie", "a", "moskva"]),
        ("one\ttwo\r\nthree\0four\u2028five", ["one", "two", "three", "four", "five"]),
        ("a\ud83db", ["a", "b"]),
        ("👻🎬", []),
        ("… — !?", []),
        ("", []),
    ],
)
def test_words(text: str, tokens: list[str]) -> None:
    """Possessives fall away, contractions and decades stay whole, hyphens part words."""
    assert tokens == tokenise(text)


def test_right_to_left_text_is_spelt_in_latin_letters() -> None:
    """Hebrew and Arabic give words rather than nothing, and an override mark changes no word."""
    assert tokenise("רוח רפאים")
    assert tokenise("شبح في البيت")
    assert ["ghost", "house"] == tokenise("ghost \u202ehouse\u202c")


@given(any_text | plots, st.integers(0, 12))
@example("0\x850", 1)
@example("well-known – 's", 2)
@example("\ud800'S ghost's\x1c'", 3)
def test_the_first_words_are_those_of_the_whole_text(text: str, most: int) -> None:
    """Whatever the script, and where words are joined by signs."""
    assert tokenise(text)[:most] == first_words(text, most)


def test_the_first_words_of_a_long_text_cost_no_more_than_those_of_a_short_one() -> None:
    """A megabyte is not read to its end."""
    text = "Une fée s'égare – well-known " * 40_000
    start = perf_counter()
    words = first_words(text, 1000)
    took, start = perf_counter() - start, perf_counter()
    assert tokenise(text)[:1000] == words
    assert took < (perf_counter() - start) / 5
