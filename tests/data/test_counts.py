"""Counts of a corpus: films and not rows, shares of the right whole, bins that lose no plot."""

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from genre_core.data.counts import (
    decades_of,
    films_per_genre,
    genres_in_groups,
    genres_per_film,
    length_bins,
    plot_lengths,
)
from genre_core.data.films import films_of
from genre_core.data.together import genres_together
from genre_core.genres import GENRES
from tests.data.films import rows_of

FILMS = rows_of(
    ("a", ("Drama", "War"), "train", "one two three"),
    ("b", ("Drama",), "train", "one"),
    ("b", ("Comedy",), "train", "another plot of the same film"),
    ("c", (), "test", "no genre here"),
)


def test_a_film_with_two_plots_is_counted_once_with_all_its_genres():
    """Its rows are joined."""
    films = films_of(FILMS)
    assert (3, [0, 1, 1, 2]) == (len(films), films.film_of_row.tolist())
    assert ["Comedy", "Drama"] == [g for g, has in zip(GENRES, films.labels[1], strict=True) if has]


def test_films_per_genre_are_sorted_and_complete():
    """All 18 genres, also those of no film; the share is of all films."""
    counts = films_per_genre(films_of(FILMS))
    assert ("Drama", 2) == (counts["genre"][0], counts["films"][0])
    assert 2 / 3 == counts["share"][0]
    assert (set(GENRES), 0) == (set(counts["genre"]), counts["films"].iloc[-1])


def test_genres_per_film_start_where_films_are():
    """A row for no genre only if there is such a film."""
    assert [(0, 1), (1, 0), (2, 2)] == [
        (row.genres, row.films) for row in genres_per_film(films_of(FILMS)).itertuples()
    ]
    assert 2 == genres_per_film(films_of(FILMS.head(1)))["genres"].iloc[-1]
    assert 0 not in genres_per_film(films_of(FILMS.head(1)))["genres"].tolist()


def test_groups_are_counted_by_film_and_missing_ones_left_out():
    """The share is of the group's films."""
    films = films_of(FILMS)
    rows = genres_in_groups(films, pd.Series(["x", "x", None]))
    assert {"x"} == set(rows["group"])
    drama = rows[rows["genre"] == "Drama"].iloc[0]
    assert (2, 2, 1.0) == (drama["films"], drama["of"], drama["share"])
    assert genres_in_groups(films, pd.Series([None] * 3, dtype="object")).empty


def test_decades_keep_what_is_unknown():
    """1959 is in the 1950s."""
    decades = decades_of(pd.Series([1959, 2000, pd.NA], dtype="Int64"))
    assert ["1950s", "2000s"] == decades.dropna().tolist()
    assert decades.isna().tolist() == [False, False, True]


@given(st.lists(st.integers(1, 30_000), min_size=1, max_size=300))
def test_bins_hold_every_plot_once(lengths: list[int]):
    """In order, without a gap, and not too many."""
    bins = length_bins(np.array(lengths))
    assert len(lengths) == bins["plots"].sum()
    assert bins["first"].iloc[0] <= min(lengths)
    assert bins["last"].iloc[-1] >= max(lengths)
    assert (bins["first"].iloc[1:].to_numpy() == bins["last"].iloc[:-1].to_numpy() + 1).all()
    assert len(bins) <= 32


def test_words_are_what_stands_between_spaces():
    """As the summary of a corpus counts them; no plots have no lengths and no bins."""
    assert [3, 0] == plot_lengths(["one  two\nthree", " "]).tolist()
    assert length_bins(plot_lengths([])).empty


def test_lift_is_one_by_chance_and_two_when_twice_as_often():
    """Two of four films are Drama, two are War: chance brings one film with both."""
    apart = [("a", ("Drama", "War")), ("b", ("Drama",)), ("c", ("War",)), ("d", ())]
    joined = [("a", ("Drama", "War")), ("b", ("Drama", "War")), ("c", ()), ("d", ())]
    for films, lift in ((apart, 1.0), (joined, 2.0)):
        pairs = genres_together(films_of(rows_of(*[(f, g, "train", "x") for f, g in films])))
        pair = pairs[(pairs["genre"] == "Drama") & (pairs["other"] == "War")].iloc[0]
        assert (1.0, lift) == (pair["expected"], pair["lift"])


def test_pairs_are_symmetric_and_unknown_where_a_genre_has_no_film():
    """Never a genre with itself."""
    pairs = genres_together(films_of(FILMS))
    assert len(GENRES) * (len(GENRES) - 1) == len(pairs)
    assert pairs[pairs["genre"] == "Western"]["lift"].isna().all()
    there = pairs.set_index(["genre", "other"])["both"]
    assert there["Drama", "War"] == there["War", "Drama"] == 1
