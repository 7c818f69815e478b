"""Words that set plots apart: the formula by hand, and the laws it keeps."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genre_core.text.coverage import coverage_of
from genre_core.text.distinctive import distinctive_words, log_odds
from genre_core.text.steps import steps_of
from genre_core.text.vocabulary import Vocabulary
from genre_core.text.word_table import count_words

PLOTS = [
    ["the", "ghost", "the", "ghost", "ghost"],
    ["the", "ghost", "waits"],
    ["a", "ghost", "in", "the", "dark"],
    ["the", "bride", "waits"],
    ["the", "bride", "and", "the", "sea"],
    ["a", "bride", "in", "the", "sun"],
]
SCARY = np.array([True, True, True, False, False, False])

_counts = st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), min_size=2, max_size=40)


def test_log_odds_are_those_of_the_formula():
    """Two words: 3 of 4 counts inside and 1 of 4 outside, with two made-up counts on either side."""
    delta, z = log_odds(np.array([3, 1]), np.array([1, 3]), prior_size=2.0)
    expected = np.log(4 / 2) - np.log(2 / 4)
    assert [expected, -expected] == pytest.approx(delta)
    assert expected / np.sqrt(1 / 4 + 1 / 2) == pytest.approx(z[0])


@given(_counts)
def test_swapping_the_sides_turns_the_sign(counts: list[tuple[int, int]]):
    """And nothing is infinite, whatever is counted."""
    inside, outside = np.array(counts).T
    _, z = log_odds(inside, outside)
    _, turned = log_odds(outside, inside)
    assert np.isfinite(z).all()
    assert z == pytest.approx(-turned)
    assert (z[inside + outside == 0] == 0).all()


def test_a_word_as_frequent_on_both_sides_says_nothing():
    """However frequent it is."""
    _, z = log_odds(np.array([900, 10, 50]), np.array([900, 50, 10]))
    assert z[0] == pytest.approx(0, abs=1e-9)
    assert z[1] < 0 < z[2]


def test_the_same_ratio_on_more_plots_is_surer():
    """A word of one plot cannot win over one of many."""
    _, z = log_odds(np.array([2, 40, 1_000]), np.array([1, 20, 1_021]))
    assert z[1] > z[0] > 0


def test_words_of_a_genre_are_named_with_their_counts():
    """A plot counts a word once; a word of too few plots is left out."""
    words = distinctive_words(count_words(PLOTS), SCARY)
    assert "ghost" == words["word"][0]
    assert "dark" not in words["word"].tolist()
    assert (3, 0, 1.0, 0.0) == tuple(
        words.loc[0, ["inside", "outside", "share_inside", "share_outside"]]
    )


def test_all_plots_or_none_have_no_distinctive_words():
    """There is nothing to compare with."""
    table = count_words(PLOTS)
    for plots in (np.ones(6, dtype=bool), np.zeros(6, dtype=bool)):
        assert distinctive_words(table, plots).empty


def test_coverage_counts_words_as_they_run_and_different_ones():
    """The unknown words that most plots have come first."""
    vocabulary = Vocabulary.from_tokens([["the", "ghost"]], 10)
    coverage = coverage_of(count_words(PLOTS), vocabulary)
    n_known = sum(word in ("the", "ghost") for plot in PLOTS for word in plot)
    assert n_known / sum(map(len, PLOTS)) == coverage.running
    assert 2 / 10 == coverage.distinct
    assert ("bride", 3) == tuple(coverage.unknown.iloc[0])
    assert 0 == coverage_of(count_words([]), vocabulary).running


def test_a_plot_becomes_numbers_step_by_step():
    """As the model's reader does it, unknown words and the cut at the end included."""
    vocabulary = Vocabulary.from_tokens([["the", "ghost"], ["ghost"]], 10)
    steps = steps_of("Thé GHOST's zyx, the end.", vocabulary, max_tokens=4)
    assert "the ghost zyx, the end." == steps.cleaned
    assert ("the", "ghost", "zyx", "the", "end") == steps.tokens
    assert (3, 2, 1, 3) == steps.ids
    assert ("zyx",) == steps.unknown
    assert ["the", "ghost", "zyx", "the"] == steps.table()["word"].tolist()


def test_a_text_without_a_word_has_one_unknown_id_and_no_words():
    """An LSTM needs something to read."""
    steps = steps_of(" … ", Vocabulary.from_tokens([["the"]], 10), max_tokens=4)
    assert ((), (1,), ()) == (steps.tokens, steps.ids, steps.unknown)
    assert steps.table().empty
