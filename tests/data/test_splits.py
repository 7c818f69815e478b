"""A film has one split, the same everywhere and for ever."""

import hashlib
from collections import Counter

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genre_core.data.corpus import SPLITS
from genre_core.data.splits import SHARES, assign_splits, split_named, split_of
from tests.strategies import film_ids

split_cells = st.sampled_from(["train", "Training", "val", "dev", "test", "", "holdout"])
films = st.lists(st.tuples(st.sampled_from("abcdef"), split_cells), max_size=12)


def _frame(rows: list[tuple[str, str]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["film_id", "split"], dtype="str")


def test_the_split_of_a_film_never_changes() -> None:
    """These splits are pinned: changing them would mix the training and test films of old runs."""
    pinned = {"tmdb:603": "train", "tmdb:11": "validation", "tmdb:12": "test"}
    assert pinned == {film: split_of(film) for film in pinned}


def test_films_are_split_80_10_10() -> None:
    """Of 10,000 films, 80 % train, 10 % validate and 10 % test, within a percentage point."""
    counts = Counter(split_of(f"film:{number}") for number in range(10_000))
    shares = {split: round(counts[split] / 10_000, 2) for split in SPLITS}
    assert abs(shares["train"] - 0.8) <= 0.01
    assert abs(shares["validation"] - 0.1) <= 0.01
    assert abs(shares["test"] - 0.1) <= 0.01


@given(film_ids)
def test_default_splits_are_those_of_before_there_were_shares(film_id: str) -> None:
    """Of ten parts the first eight train: as it was when nothing else could be asked for."""
    digest = hashlib.sha256(film_id.encode("utf-8", "surrogatepass")).digest()
    tenth = int.from_bytes(digest[:8], "big") % 10
    assert (("train",) * 8 + ("validation", "test"))[tenth] == split_of(film_id)
    assert split_of(film_id, SHARES) == split_of(film_id)


def test_films_are_split_by_other_shares() -> None:
    """14, 3 and 3 parts are 70 %, 15 % and 15 %, within a percentage point."""
    films = _frame([(f"film:{number}", "") for number in range(10_000)])
    counts = Counter(assign_splits(films, (14, 3, 3))[0]["split"])
    for split, share in zip(SPLITS, (0.7, 0.15, 0.15), strict=True):
        assert abs(counts[split] / 10_000 - share) <= 0.01


@pytest.mark.parametrize("shares", [(1, 0, 0), (0, 1, 0), (0, 0, 1)], ids=str)
@given(film_id=film_ids)
def test_a_split_without_a_share_gets_no_film(shares: tuple[int, int, int], film_id: str) -> None:
    """All goes to the split that has all parts."""
    assert SPLITS[shares.index(1)] == split_of(film_id, shares)


@given(st.lists(film_ids, unique=True), film_ids)
def test_splits_stay_when_rows_are_added(ids: list[str], added: str) -> None:
    """Adding a film, before or after, moves no other film."""
    alone, _ = assign_splits(_frame([(film, "") for film in ids]))
    grown, _ = assign_splits(_frame([(added, ""), *((film, "") for film in ids), (added, "")]))
    assert list(alone["split"]) == list(grown["split"][1:-1])


@given(films)
def test_a_film_is_in_one_split(rows: list[tuple[str, str]]) -> None:
    """All rows of a film share a split: the most protected one that a row names, or the hash's."""
    split, _ = assign_splits(_frame(rows))
    for film, group in split.groupby("film_id"):
        named = {split_named(value) for other, value in rows if other == film} - {None}
        expected = max(named, key=SPLITS.index) if named else split_of(str(film))
        assert {expected} == set(group["split"])


def test_what_was_met_is_noted() -> None:
    """Contradictions, unknown names and splits by hash are counted by row."""
    rows = [("a", "train"), ("a", "TEST "), ("b", "holdout"), ("c", ""), ("d", "Val")]
    frame, notes = assign_splits(_frame(rows))
    assert ["test", "test", split_of("b"), split_of("c"), "validation"] == list(frame["split"])
    assert {
        "unknown split name": 1,
        "film whose rows name different splits": 2,
        "split chosen by film id": 2,
    } == notes
