"""A corpus in numbers: counted, kept in a file, read again."""

import json
from dataclasses import fields
from pathlib import Path

import pandas as pd
import pytest

from genre_core.data.catalogue import folder_of, load
from genre_core.data.entries import ENTRIES
from genre_core.data.readers.cmu import read_cmu_metadata
from genre_core.errors import CorpusError
from genre_core.genres import GENRES
from genre_core.prediction.bundle import load_bundle
from genre_core.text.statistics import Counted, measure
from genre_core.text.statistics_file import (
    STATISTICS,
    read_statistics,
    shipped_statistics,
    write_statistics,
)
from genre_core.text.vocabulary import Vocabulary
from tests.data.films import rows_of

VOCABULARY = Vocabulary(("[padding]", "[unknown]", "a", "ghost"))
ROWS = rows_of(
    ("f1", ("Drama", "Horror"), "train", "a horror ghost"),
    ("f2", ("Horror",), "train", "a ghost a ghost walks"),
    ("f2", ("Drama",), "train", "a second plot"),
    ("f3", (), "test", "a second plot"),
)
COUNTED = Counted("own", ROWS, {"f1": "France"})


def test_films_and_plots_are_counted_apart():
    """A film with two plots is one film, with the genres of both."""
    assert (3, 4) == (COUNTED.n_films, COUNTED.n_plots)
    films = COUNTED.per_genre.set_index("genre")["films"]
    assert (2, 2, 0) == (films["Drama"], films["Horror"], films["War"])


def test_what_makes_a_test_too_easy_is_counted():
    """One plot says horror; two films share a plot, in two splits."""
    assert (1, 2, 2) == (COUNTED.n_leaks, COUNTED.n_repeats, COUNTED.n_crossing)


def test_lengths_and_what_is_cut():
    """In words, as they run: 3, 5, 3 and 3."""
    lengths = COUNTED.lengths
    assert lengths
    assert (3, 5, 4) == (lengths.median, lengths.longest, lengths.bins["plots"].sum())
    assert [1, 0.25, 0] == pytest.approx([lengths.share_longer(n) for n in (2, 3, 5)], abs=0.001)


def test_the_splits_stand_side_by_side():
    """Those that have films, with their median words."""
    assert ["train", "test"] == COUNTED.splits["split"].tolist()
    assert [2, 1] == COUNTED.splits["films"].tolist()
    assert [3, 3] == COUNTED.splits["median_words"].tolist()


@pytest.mark.parametrize("counted", [COUNTED, Counted("bare", ROWS.drop(columns="plot"), {})])
def test_a_file_holds_the_same_numbers(counted: Counted, tmp_path: Path):
    """To four decimals, with and without plots; countries of few films are left out."""
    made = measure(counted, VOCABULARY, "abc")
    write_statistics(made, tmp_path / f"{made.name}.json")
    read = read_statistics(made.name, tmp_path)
    for part in fields(made):
        before, after = getattr(made, part.name), getattr(read, part.name)
        if isinstance(before, pd.DataFrame) and len(before):
            pd.testing.assert_frame_equal(before, after, check_dtype=False, atol=1e-4)
    assert (made.n_films, made.n_plots, made.n_leaks) == (
        read.n_films,
        read.n_plots,
        read.n_leaks,
    )
    assert made.lengths is None or made.lengths.thousandths == read.lengths.thousandths
    assert sorted(made.words) == sorted(read.words)
    assert 0 == len(read.by_country)


def test_coverage_is_that_of_the_vocabulary_it_was_counted_for(tmp_path: Path):
    """For another one there is none."""
    write_statistics(measure(COUNTED, VOCABULARY, "abc"), tmp_path / "own.json")
    read = read_statistics("own", tmp_path)
    coverage = read.coverage(VOCABULARY, "abc")
    assert coverage
    assert 8 / 14 == pytest.approx(coverage.running, abs=1e-4)
    assert read.coverage(VOCABULARY, "other") is None


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"format": "plotline-statistics"}'])
def test_a_damaged_file_names_the_command_that_makes_it(content: str, tmp_path: Path):
    """And so does a missing one."""
    with pytest.raises(CorpusError, match="data statistics own"):
        read_statistics("own", tmp_path)
    (tmp_path / "own.json").write_text(content)
    with pytest.raises(CorpusError, match="data statistics own"):
        read_statistics("own", tmp_path)


def test_three_corpora_ship_in_numbers():
    """Their films, and words counted for the model that ships."""
    assert ["cmu_metadata", "overviews", "synopses"] == shipped_statistics()
    bundle = load_bundle()
    for name, films in (("cmu_metadata", 81_741), ("overviews", 29_828), ("synopses", 6_807)):
        read = read_statistics(name)
        assert films == read.n_films
        covered = read.coverage(bundle.vocabulary, bundle.manifest.files["vocabulary.txt"])
        assert (covered is not None) == (read.n_plots > 0)


def test_what_ships_holds_no_title_and_no_text():
    """Genres, countries, splits, decades and single words, and nothing longer."""
    for path in STATISTICS.glob("*.json"):
        content = json.loads(path.read_text(encoding="utf-8"))
        assert not {"title", "plot", "film_id"} & set(_keys(content))
        countries = set(content["by_country"]["group"])
        longest = {text for text in _texts(content) if " " in text} - countries - set(GENRES)
        assert set() == longest


def _keys(value) -> list[str]:
    if isinstance(value, dict):
        return [*value, *(key for part in value.values() for key in _keys(part))]
    return []


def _texts(value) -> list[str]:
    if isinstance(value, dict):
        return [text for part in value.values() for text in _texts(part)]
    if isinstance(value, list):
        return [text for part in value for text in _texts(part)]
    return [value] if isinstance(value, str) else []


@pytest.mark.data
@pytest.mark.parametrize("name", ["overviews", "synopses"])
def test_the_statistics_that_ship_are_those_of_the_corpus(name: str):
    """Counted again: films, genres, leaks. If not, run `data statistics` again."""
    counted, read = Counted(name, load(name).films, {}), read_statistics(name)
    pd.testing.assert_frame_equal(counted.per_genre, read.per_genre, check_dtype=False, atol=1e-4)
    assert (counted.n_plots, counted.n_leaks) == (read.n_plots, read.n_leaks)


@pytest.mark.data
def test_the_metadata_are_read_whole():
    """81,741 films, of which the reviewed table names a genre for 73,802."""
    entry = next(entry for entry in ENTRIES if entry.name == "cmu")
    rows, countries = read_cmu_metadata(folder_of(entry) / entry.files[0].path)
    assert (81_741, 73_802) == (len(rows), int((rows["genres"].str.len() > 0).sum()))
    assert "United States of America" == countries["wikipedia:975900"]
    counted = Counted("cmu_metadata", rows, countries)
    pd.testing.assert_frame_equal(
        counted.per_genre,
        read_statistics("cmu_metadata").per_genre,
        check_dtype=False,
        atol=1e-4,
    )
