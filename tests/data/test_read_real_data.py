"""The published corpora, whole, where the folder GENRE_DATA_HOME names holds them."""

import os
from pathlib import Path

import pytest

from genre_core.data.corpus import SPLITS
from genre_core.data.read import join_corpora, read_cmu, read_corpus

HOME = Path(os.environ.get("GENRE_DATA_HOME") or "no-data-home")

pytestmark = [
    pytest.mark.data,
    pytest.mark.skipif(not HOME.is_dir(), reason="GENRE_DATA_HOME names no folder"),
]


@pytest.mark.parametrize(
    ("path", "rows", "splits"),
    [
        ("overviews/overviews.csv.gz", 29_828, [23_854, 2_991, 2_983]),
        ("synopses/synopses.csv.gz", 6_811, [5_468, 654, 689]),
        ("imdb_movie_data/IMDB-Movie-Data.csv", 1_000, [797, 106, 97]),
        ("imdb_single_label/train_data.txt", 2_110, [1_685, 199, 226]),
        ("imdb_single_label/test_data_solution.txt", 3_670, [2_950, 361, 359]),
        ("cmu", 73, [57, 9, 7]),
    ],
)
def test_each_corpus_reads_whole(path: str, rows: int, splits: list[int]) -> None:
    """Every row is kept but for blank lines, in the splits the file gives or the film ids do."""
    corpus = read_corpus(HOME / path)
    report = corpus.report
    assert rows == report.rows_kept == len(corpus.films)
    assert set(report.dropped) <= {"blank line"}
    assert rows + sum(report.dropped.values()) == report.rows_read
    assert splits == [len(corpus.split(name)) for name in SPLITS]


def test_the_stand_in_plots_meet_the_cmu_metadata() -> None:
    """All of its films are in the metadata."""
    metadata = HOME / "cmu" / "movie.metadata.tsv"
    corpus = read_cmu(metadata, HOME / "cmu_overviews" / "plot_summaries.txt", name="cmu_overviews")
    assert 9_269 == corpus.report.rows_kept
    assert 81_741 - 9_269 == corpus.report.notes["film of the metadata without a plot"]


def test_the_two_training_corpora_fit_together() -> None:
    """Joining overviews and synopses moves no film, and only names that are no genres are lost."""
    paths = ("overviews/overviews.csv.gz", "synopses/synopses.csv.gz")
    joined = join_corpora([read_corpus(HOME / path) for path in paths])
    assert 36_639 == len(joined.films)
    assert "film whose rows name different splits" not in joined.report.notes
    not_genres = {"Biography", "News", "Reality-TV", "Short", "Sport", "TV Movie", "Talk-Show"}
    assert not_genres == set(joined.report.unmapped_genres)
