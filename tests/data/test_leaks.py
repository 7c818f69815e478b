"""Plots that give their genre away, and plots that stand under two films."""

import pytest

from genre_core.data.leaks import genre_words_in, plots_naming_their_genre, repeated_plots
from tests.data.films import rows_of


@pytest.mark.parametrize(
    ("plot", "genre", "words"),
    [
        ("A horrifying night.", "Horror", ["horrifying"]),
        ("A post-war town.", "War", ["post-war"]),
        ("He warns them.", "War", []),
        ("A sci-fi writer.", "Science Fiction", ["sci-fi"]),
        ("Western front.", "Drama", []),
    ],
)
def test_words_that_name_a_genre_are_found(plot: str, genre: str, words: list[str]):
    """In their forms, as whole words, and for the film's own genres alone."""
    assert words == genre_words_in(plot, [genre])


def test_a_name_that_is_no_genre_of_ours_finds_nothing():
    """Whatever stands in the table."""
    assert [] == genre_words_in("A sports film.", ["Sports"])


def test_leaks_are_listed_with_their_words_once():
    """In small letters, at their place in the corpus."""
    rows = rows_of(
        ("a", ("Horror",), "train", "quiet"),
        ("b", ("Horror", "War"), "test", "War and horror and war"),
    )
    leaks = plots_naming_their_genre(rows)
    assert [1] == leaks.index.tolist()
    assert ("Horror, War", "horror, war") == (leaks["genres"][1], leaks["words"][1])


def test_a_plot_under_two_films_is_found_and_one_film_with_a_plot_twice_is_not():
    """Case and spaces do not count; copies in two splits cross them."""
    rows = rows_of(
        ("a", (), "train", "Same  plot"),
        ("b", (), "test", "same plot"),
        ("c", (), "train", "own"),
        ("c", (), "train", "OWN"),
        ("d", (), "train", "twin"),
        ("e", (), "train", "twin"),
    )
    repeats = repeated_plots(rows)
    assert ["a", "b", "d", "e"] == repeats["title"].tolist()
    assert [True, True, False, False] == repeats["crosses"].tolist()
