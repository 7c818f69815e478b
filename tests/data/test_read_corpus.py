"""Anyone's file becomes the one typed frame, with every row accounted for."""

import gzip
import json
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from genre_core.data.corpus import COLUMNS, SPLITS, Corpus
from genre_core.data.read import read_corpus
from genre_core.data.splits import split_of
from genre_core.errors import CorpusError
from genre_core.genres import GENRES
from tests.strategies import file_bytes, genre_lists

GOOD = "plot,genres\nA lamp hums in an empty house.,Horror\n"


def _write(folder: Path, content: str | bytes, name: str = "films.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def _check_contract(corpus: Corpus) -> None:
    """What every corpus promises."""
    films, report = corpus.films, corpus.report
    assert list(COLUMNS) == list(films.columns)
    assert list(range(len(films))) == list(films.index)
    assert ["str"] * 4 == [
        str(films[column].dtype) for column in ("film_id", "title", "split", "plot")
    ]
    assert "Int64" == str(films["year"].dtype)
    assert set(films["split"]) <= set(SPLITS)
    assert all(films["plot"].str.strip())
    assert all(films["film_id"])
    assert all(genres == tuple(g for g in GENRES if g in genres) for genres in films["genres"])
    assert 1 == films.groupby("film_id")["split"].nunique().max()
    assert not films.duplicated(["film_id", "plot"]).any()
    assert len(films) == report.rows_kept
    assert report.rows_kept + sum(report.dropped.values()) == report.rows_read
    assert min([*report.dropped.values(), *report.notes.values(), 1]) > 0


def test_a_whole_table_is_typed(tmp_path: Path) -> None:
    """Ids, titles, years, genres and splits are read into their columns; the rest is named."""
    path = _write(
        tmp_path,
        "id,Title,Release Date,Genres,fold,Overview,stars,\n"
        "f1,The Lamp,1999-05-01,Sci-Fi|Drama,dev, A lamp hums. ,5,\n"
        "f2,The Sock,soon,Knitwear;Comedy,Train,A sock waits.,4,\n",
    )
    corpus = read_corpus(path)
    _check_contract(corpus)
    assert [
        {
            "film_id": "f1",
            "title": "The Lamp",
            "year": 1999,
            "genres": ("Drama", "Science Fiction"),
            "split": "validation",
            "plot": "A lamp hums.",
        },
        {
            "film_id": "f2",
            "title": "The Sock",
            "year": None,
            "genres": ("Comedy",),
            "split": "train",
            "plot": "A sock waits.",
        },
    ] == corpus.films.to_dict("records")
    assert "films" == corpus.name
    assert corpus.report.source == str(path)
    assert ("stars", "(unnamed)") == corpus.report.unknown_columns
    assert {"Knitwear": 1} == corpus.report.unmapped_genres
    assert {"unparsable year": 1} == corpus.report.notes


@given(st.lists(genre_lists, min_size=1, max_size=5), st.sampled_from(["|", ",", ";", "json"]))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
def test_genres_come_back(tmp_path: Path, genres: list[list[str]], way: str) -> None:
    """However genres are written, the frame holds them in the order of the taxonomy."""
    cells = [json.dumps(row) if way == "json" else way.join(row) for row in genres]
    plots = [f"A lamp hums {number} times." for number in range(len(genres))]
    table = pd.DataFrame({"plot": plots, "genres": cells})
    path = _write(tmp_path, table.to_csv(index=False))
    expected = [tuple(genre for genre in GENRES if genre in row) for row in genres]
    assert expected == list(read_corpus(path).films["genres"])


@given(file_bytes)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_give_a_corpus_or_a_message(tmp_path: Path, content: bytes) -> None:
    """Whatever a file holds, the answer is a sound corpus or a CorpusError that is fit to print."""
    path = _write(tmp_path, content)
    try:
        corpus = read_corpus(path, require_genres=False)
    except CorpusError as error:
        message = str(error)
    else:
        message = str(path)
        _check_contract(corpus)
    assert str(path) in message or "column not found" in message


def test_every_dropped_row_has_its_reason(tmp_path: Path) -> None:
    """Blank lines, empty plots, repeats, torn and cut rows are counted one by one."""
    path = _write(
        tmp_path,
        "film_id,plot,genres\n"
        "1,A lamp hums.,Drama\n"
        "\n"
        "2,,Drama\n"
        "3,NaN,Drama\n"
        "1,A lamp hums.,Comedy\n"
        "1,The same lamp in other words.,Drama\n"
        "4,A sock, a door.,Drama\n"
        '5,"A key,Drama\n'
        "6,A window opens.,\n"
        "7,A cut",
    )
    corpus = read_corpus(path)
    _check_contract(corpus)
    assert ["1", "1", "6"] == list(corpus.films["film_id"])
    assert 10 == corpus.report.rows_read
    assert {
        "blank line": 1,
        "empty plot": 2,
        "repeats a film and its plot": 1,
        "wrong number of fields": 1,
        "unclosed quote": 1,
        "cut-off last row": 1,
    } == corpus.report.dropped
    assert {
        "another plot of a film": 1,
        "no genre recognised": 1,
        "split chosen by film id": 3,
    } == corpus.report.notes


def test_films_without_id_are_known_by_title_and_year(tmp_path: Path) -> None:
    """The same title of the same year is one film; without a title the plot stands for the film."""
    path = _write(
        tmp_path,
        "title,year,plot,genres\n"
        "The Lamp,1999,A lamp hums.,Drama\n"
        "the  LAMP,1999,It hums again.,Drama\n"
        "The Lamp,2004,Another lamp.,Drama\n"
        ",,A sock waits.,Comedy\n"
        ",,A door creaks.,Horror\n",
    )
    corpus = read_corpus(path)
    ids = list(corpus.films["film_id"])
    assert ["title:the lamp|1999", "title:the lamp|1999", "title:the lamp|2004"] == ids[:3]
    assert 4 == len(set(ids))
    assert 3 == corpus.report.notes["film id made from title and year"]
    assert 2 == corpus.report.notes["film id made from the plot"]
    assert [split_of(film_id) for film_id in ids] == list(corpus.films["split"])


def test_columns_can_be_named(tmp_path: Path) -> None:
    """Any column can be named, and the usual one is then left alone."""
    path = _write(
        tmp_path,
        "key;called;shot;kinds;part;plot;blurb\n"
        "k1;The Lamp;1999;Drama;test;not this;A lamp hums.\n",
    )
    corpus = read_corpus(
        path,
        name="mine",
        plot_column="blurb",
        genres_column="kinds",
        title_column="called",
        year_column="shot",
        id_column="key",
        split_column="part",
    )
    assert "mine" == corpus.name
    row = ["k1", "The Lamp", 1999, ("Drama",), "test", "A lamp hums."]
    assert row == corpus.films.iloc[0].tolist()
    assert ("plot",) == corpus.report.unknown_columns


@pytest.mark.parametrize(
    "cell",
    [
        '[{"id": 18, "name": "Drama"}, {"id": 35, "name": "Comedy"}]',
        "[{'id': 18, 'name': 'Drama'}, {'id': 35, 'name': 'Comedy'}]",
        '{"/m/07s9rl0": "Drama", "/m/05p553": "Comedy"}',
        "Comedy, Drama",
    ],
)
def test_genre_cells_of_published_tables_are_read(tmp_path: Path, cell: str) -> None:
    """Lists of objects as TMDB's tables have them, in JSON or as Python prints them, and others."""
    table = pd.DataFrame({"overview": ["A lamp hums."], "genres": [cell]})
    path = _write(tmp_path, gzip.compress(table.to_csv(index=False).encode()), "films.csv.gz")
    assert [("Comedy", "Drama")] == list(read_corpus(path).films["genres"])


def test_plots_without_genres_are_read_for_prediction(tmp_path: Path) -> None:
    """One column of plots is enough when no genres are asked for, and is refused otherwise."""
    path = _write(tmp_path, "plot\nA lamp hums, and hums.\nA sock waits.\n")
    corpus = read_corpus(path, require_genres=False)
    _check_contract(corpus)
    assert ["A lamp hums, and hums.", "A sock waits."] == list(corpus.films["plot"])
    assert 2 == corpus.report.notes["no genre recognised"]
    with pytest.raises(CorpusError, match="Genres column not found"):
        read_corpus(path)


@pytest.mark.parametrize(
    "plot",
    [
        "\N{GHOST} \N{SKULL}",
        "the of and",
        "\u202bمصباح يطن\u202c",
        "lamp " * 200_000,
        "=1+1",
        "a\ufffdb",
    ],
    ids=["emoji", "stop words", "right to left", "a million characters", "formula", "undecodable"],
)
def test_odd_plots_are_plots(tmp_path: Path, plot: str) -> None:
    """A reader judges no plot: it hands over what stands there."""
    table = pd.DataFrame({"plot": [plot], "genres": ["Drama"]})
    corpus = read_corpus(_write(tmp_path, table.to_csv(index=False)))
    assert [plot.strip()] == list(corpus.films["plot"])


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "is empty"),
        ("plot,genres\n", r"has none \(no rows below the header\)"),
        ("plot,genres\n,Drama\n\n", r"has none \(blank line: 1, empty plot: 1\)"),
        ("film\nThe Lamp\n", r"Plot column not found: .* The columns are \[film\]"),
        (",".join(f"c{number}" for number in range(10_000)) + "\n", "10,000. Keep only"),
        (bytes(range(256)), "binary"),
    ],
    ids=["empty", "header only", "nothing usable", "one column", "10,000 columns", "binary"],
)
def test_a_file_without_films_is_refused(
    tmp_path: Path, content: str | bytes, message: str
) -> None:
    """The message says what was wrong and what to do."""
    with pytest.raises(CorpusError, match=message):
        read_corpus(_write(tmp_path, content))


def test_a_folder_is_refused_unless_it_is_the_cmu_pair(tmp_path: Path) -> None:
    """A folder of other files is not searched, and half of the CMU pair is not a table."""
    _write(tmp_path, GOOD)
    with pytest.raises(CorpusError, match="Name a file in it"):
        read_corpus(tmp_path)
    with pytest.raises(CorpusError, match="Name the folder that holds both"):
        read_corpus(_write(tmp_path, "1\tA lamp hums.\n", "plot_summaries.txt"))


@pytest.mark.parametrize("source", ["no/such/file.csv", "a\0b.csv", "x" * 5_000])
def test_a_path_that_is_none_is_refused(source: str) -> None:
    """No path raises anything but a CorpusError."""
    with pytest.raises(CorpusError, match="Check"):
        read_corpus(source)


def test_splits_of_one_film_do_not_straddle(tmp_path: Path) -> None:
    """Rows with one id go whole to the most protected split that any of them names."""
    rows: Sequence[str] = [
        f"f{number % 2},Plot {number}.,Drama,{split}"
        for number, split in enumerate(["train", "train", "test", "bogus"])
    ]
    corpus = read_corpus(_write(tmp_path, "\n".join(["id,plot,genres,split", *rows, ""])))
    _check_contract(corpus)
    assert ["test", "train", "test", "train"] == list(corpus.films["split"])
    assert 2 == corpus.report.notes["film whose rows name different splits"]
    assert 1 == corpus.report.notes["unknown split name"]
