"""``map-words`` and ``data statistics``: what the dataset page ships with."""

from pathlib import Path

import pytest

from genre_core.genres import GENRES
from genre_core.prediction.word_map import read_map
from genre_core.text.statistics_file import read_statistics
from tests.cli.running import fail, run


def test_a_map_is_drawn_of_any_bundle(tiny_bundle: Path, tmp_path: Path) -> None:
    """As many words as it knows, at most 500."""
    place = tmp_path / "map.json"
    facts = run("map-words", "--bundle", tiny_bundle, "--output", place, "--json").json()
    drawn = read_map(place)
    assert len(drawn.words) == facts["words"]
    assert {"Comedy", "Horror", "Romance", "Western"} >= set(drawn.words["genre"])


def test_a_corpus_is_counted_into_a_file(tmp_path: Path) -> None:
    """The open corpus: its films, and words of every genre."""
    facts = run("data", "statistics", "open", "--output", tmp_path / "open.json", "--json").json()
    assert 1_357 == facts["films"]
    read = read_statistics("open", tmp_path)
    assert sorted(GENRES) == sorted(read.words)
    assert "sheriff" in read.distinctive("Western")["word"].tolist()


def test_what_cannot_be_counted_is_explained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name nobody knows, and metadata that are not there."""
    monkeypatch.setenv("GENRE_DATA_HOME", str(tmp_path))
    assert "is neither" in fail("data", "statistics", "blorp")
    assert "movie.metadata.tsv" in fail("data", "statistics", "cmu_metadata")
