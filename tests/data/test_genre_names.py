"""The 363 names, and what each became."""

from genre_core.data.genre_names import cmu_genre_names
from genre_core.genres import REASONS


def test_every_name_became_a_genre_or_none_for_a_reason():
    """All 363, the most frequent first."""
    table = cmu_genre_names()
    assert 363 == len(table) == table["raw"].nunique()
    assert table["films"].is_monotonic_decreasing
    assert ((table["became"] == "") == (table["reason"] != "")).all()
    assert set(table["reason"]) == {"", *REASONS}
    both = table.set_index("raw")["became"]
    assert "Comedy, Romance" == both["Romantic comedy"]
