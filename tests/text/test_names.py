"""Names of persons are found by how they are written, and swapped wherever they stand."""

import random
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from genre_core.text.names import find_names, words_of
from genre_core.text.swaps import OrdinaryWords, exchange, names_in, words_in_place_of

_PLOTS = [
    "When Sarah is late, old Sarah Connor has a plan, and then Sarah's brother leaves.",
    "In Chicago a clerk meets Sarah Connor, who hides in Chicago, far from Chicago.",
    "Her friend Omar decides that Sarah Connor must go, and Omar tells the German police.",
    "A German in Chicago finds out why Omar was there, and the rose of Connor is stolen.",
    "Then Rose finds a rose, and Rose is sorry for the rose, but Rose has to go.",
]


def test_persons_are_told_from_places_peoples_and_words():
    """Sarah and Omar do things; one is in Chicago; German comes after *the*; a rose is a rose, too."""
    names = find_names(_PLOTS)

    assert {"sarah", "omar"} == set(names.first)
    assert {"connor"} == set(names.last)
    assert "sarah" in names
    assert not {"chicago", "german", "rose", "when"} & (names.first | names.last)


def test_a_start_of_a_sentence_proves_nothing():
    """Every word has a capital there."""
    assert not len(find_names(["Ghosts is it. Ghosts who. Ghosts has."] * 9))


def test_words_are_cut_as_they_are_written():
    """Without a possessive, and with their places."""
    text = "O'Brien's dog, Jean-Luc’s 2 cats"
    assert ["O'Brien", "dog", "Jean-Luc", "cats"] == [word.text for word in words_of(text)]
    assert all(text[word.start : word.end] == word.text for word in words_of(text))


def test_names_are_swapped_wherever_they_stand():
    """Possessive and commas stay; a word within a word is left alone."""
    names = find_names(_PLOTS)
    plot = "Sarah's friend, OMAR, saw Sarah Connor in Sarahville."
    assert Counter({"sarah": 2, "omar": 1, "connor": 1}) == names_in(plot, names)
    swapped = exchange(plot, {"sarah": "Lena", "omar": "Jack", "connor": "Wolf"})
    assert "Lena's friend, Jack, saw Lena Wolf in Sarahville." == swapped


def test_ordinary_words_stand_in_as_many_places_as_names():
    """One for each name, in as many places, and more of them where there are too few places."""
    plots = [*_PLOTS, "the ghost and the ghost see the lamp with Omar"] * 3
    names = find_names(plots)
    words = OrdinaryWords.count(plots, names, n_frequent=2)
    assert not {"the", "sarah", "omar", "chicago"} & set(words.ranked)

    def chosen(plot: str) -> list[str]:
        return words_in_place_of(names_in(plot, names), plot, words, random.Random(0))

    assert ["ghost"] == chosen("Ghost, lamp, ghost: Sarah, Sarah")
    assert ["ghost", "lamp"] == chosen("Ghost, lamp, ghost: Sarah, Sarah, Sarah")
    assert [] == chosen("The Sarah, the Sarah")


def test_a_word_is_swapped_for_one_of_like_frequency():
    """At either end of the ranking too."""
    words = OrdinaryWords(tuple(f"w{place:03}" for place in range(200)))
    chance = random.Random(0)
    for word in ("w000", "w100", "w199"):
        others = {words.like(word, chance) for _ in range(300)}
        assert max(abs(int(other[1:]) - int(word[1:])) for other in others) <= 20
        assert len(others) > 15


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=200))
def test_any_text_can_be_read_and_swapped(text: str):
    """What is not in the list stays as it is, sign by sign."""
    find_names([text])
    assert text == exchange(text, {})
    hidden = exchange(text, {word.key: "zzqx" for word in words_of(text)})
    assert ["zzqx"] * len(words_of(text)) == [word.text for word in words_of(hidden)]
