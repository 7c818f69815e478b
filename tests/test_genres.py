"""The taxonomy is closed, every name we know leads to it or has a reason, and nothing is lost."""

import csv
import gzip
import json
import os
from collections import Counter
from itertools import chain
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genre_core.errors import CorpusError
from genre_core.genres import (
    CMU_TABLE,
    GENRES,
    REASONS,
    clean_cmu_genres,
    clean_genres,
    to_labels,
    why_unmapped,
)

ALIASES = {
    # TMDB
    "Science Fiction": ("Science Fiction",),
    "TV Movie": (),
    "Action & Adventure": ("Action", "Adventure"),
    "Sci-Fi & Fantasy": ("Fantasy", "Science Fiction"),
    "War & Politics": ("War",),
    "Kids": ("Family",),
    "Soap": ("Drama",),
    "News": (),
    "Reality": (),
    "Talk": (),
    # IMDb
    "Sci-Fi": ("Science Fiction",),
    "Musical": ("Music",),
    "Film-Noir": ("Crime",),
    "Biography": (),
    "Sport": (),
    "Short": (),
    "Adult": (),
    "Reality-TV": (),
    "Talk-Show": (),
    "Game-Show": (),
    # MovieLens
    "Children's": ("Family",),
    "IMAX": (),
    "(no genres listed)": (),
    # Netflix
    "Children & Family Movies": ("Family",),
    "Stand-Up Comedy & Talk Shows": ("Comedy",),
    "TV Sci-Fi & Fantasy": ("Fantasy", "Science Fiction"),
    "Romantic Movies": ("Romance",),
    "Music & Musicals": ("Music",),
    "Documentaries": ("Documentary",),
    "Kids' TV": ("Family",),
    "International Movies": (),
    "Faith & Spirituality": (),
    # people
    "romcom": ("Comedy", "Romance"),
    "Rom-Com": ("Comedy", "Romance"),
    "scifi": ("Science Fiction",),
    "sci fi": ("Science Fiction",),
    "SCI_FI": ("Science Fiction",),
    "noir": ("Crime",),
    "animated": ("Animation",),
    "docu": ("Documentary",),
    "historical": ("History",),
    "children": ("Family",),
    "comedy-drama": ("Comedy", "Drama"),
    "Action/Comedy": ("Action", "Comedy"),
    "horror and western": ("Horror", "Western"),
}


def read_table() -> list[dict[str, str]]:
    with CMU_TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def row_genres(row: dict[str, str]) -> tuple[str, ...]:
    return tuple(filter(None, row["genres"].split("|")))


def read_page() -> str:
    """The README beside the table, its line breaks as spaces."""
    return " ".join((CMU_TABLE.parent / "README.md").read_text(encoding="utf-8").split())


ROWS = read_table()
KNOWN_NAMES = [*GENRES, *ALIASES, *(row["raw"] for row in ROWS)]
raw_names = st.lists(st.sampled_from(KNOWN_NAMES) | st.text(max_size=12), max_size=8)


def test_the_taxonomy_has_18_genres_in_alphabetical_order():
    assert (18, sorted(GENRES)) == (len(set(GENRES)), list(GENRES))


@pytest.mark.parametrize("genre", GENRES)
def test_a_genre_means_itself(genre):
    assert ((genre,), ()) == clean_genres([genre]) == clean_cmu_genres([genre])


@pytest.mark.parametrize(("name", "genres"), ALIASES.items())
def test_a_common_name_means_these_genres(name, genres):
    assert (genres, () if genres else (name,)) == clean_genres([name])


@pytest.mark.parametrize("name", [name for name, genres in ALIASES.items() if not genres])
def test_a_common_name_that_is_no_genre_has_a_reason(name):
    assert why_unmapped(name) in REASONS


@pytest.mark.parametrize("name", ["", " ", "\t\n"])
def test_a_blank_name_is_ignored(name):
    assert clean_genres(["Drama"]) == clean_genres([name, "Drama", name])


@pytest.mark.parametrize(
    "name", ["Vibes", "Horror/Vibes", "/", "—", "🎬", "\0", "恐怖", "x" * 100_000]
)
def test_a_name_we_do_not_know_is_handed_back(name):
    assert ((), (name,)) == clean_genres([name])
    assert why_unmapped(name) == "unknown name"


def test_unmapped_names_keep_their_order_and_spelling_and_are_not_repeated():
    expected = (), ("vibes ", "SPORT", "Short")
    assert expected == clean_genres(["vibes ", "SPORT", "Short", "SPORT"])


@given(raw_names)
def test_clean_genres_are_of_the_taxonomy_in_its_order_without_repeats(raw):
    genres, _ = clean_genres(raw)
    assert tuple(genre for genre in GENRES if genre in genres) == genres


@given(raw_names)
def test_cleaning_clean_genres_changes_nothing(raw):
    genres, _ = clean_genres(raw)
    assert (genres, ()) == clean_genres(genres) == clean_cmu_genres(genres)


@given(raw_names.flatmap(lambda raw: st.tuples(st.just(raw), st.permutations(raw))))
def test_the_order_of_the_names_does_not_matter(pair):
    (genres, unmapped), (other_genres, other_unmapped) = map(clean_genres, pair)
    assert (genres, set(unmapped)) == (other_genres, set(other_unmapped))


@given(raw_names)
def test_every_name_gives_genres_or_is_handed_back_with_a_reason(raw):
    genres, unmapped = clean_genres(raw)
    lost = [name for name in raw if name.strip() and not clean_genres([name])[0]]
    assert list(dict.fromkeys(lost)) == list(unmapped)
    assert all(why_unmapped(name) in {*REASONS, "unknown name"} for name in unmapped)
    assert set(chain.from_iterable(clean_genres([name])[0] for name in raw)) == set(genres)


@given(st.sampled_from(KNOWN_NAMES))
def test_case_spaces_and_hyphens_do_not_change_what_a_name_means(name):
    spellings = [name.upper(), name.lower(), f"  {name} ", name.replace(" ", "-")]
    assert [clean_genres([name])[0]] * 4 == [clean_genres([other])[0] for other in spellings]


def test_the_table_has_363_names_from_the_most_to_the_least_films():
    assert 363 == len({row["raw"] for row in ROWS}) == len(ROWS)
    assert sorted(ROWS, key=lambda row: (-int(row["films"]), row["raw"])) == ROWS
    assert all(int(row["films"]) > 0 for row in ROWS)


def test_a_row_has_genres_in_order_or_else_a_reason():
    faulty = [
        row
        for row, genres in zip(ROWS, map(row_genres, ROWS), strict=True)
        if genres != tuple(genre for genre in GENRES if genre in genres)
        or row["reason"] not in ([""] if genres else REASONS)
    ]
    assert not faulty


def test_a_cmu_name_means_what_its_row_says():
    expected = [
        (row_genres(row), () if row_genres(row) else (row["raw"],), row["reason"]) for row in ROWS
    ]
    names = [row["raw"] for row in ROWS]
    assert expected == [(*clean_cmu_genres([name]), why_unmapped(name)) for name in names]
    assert expected == [(*clean_genres([name]), why_unmapped(name)) for name in names]


def test_a_cmu_table_alone_explains_every_cmu_label(tmp_path):
    table = tmp_path / "genres.csv"
    table.write_text("raw,films,genres,reason\nSpooky,3,Horror|Mystery,\n", encoding="utf-8")
    expected = ("Drama", "Horror", "Mystery"), ("Musical",)
    assert expected == clean_cmu_genres(["Spooky film", "Drama", "Musical"], table)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"raw,films,genres,reason\n",
        b"name,count\nDrama,3\n",
        b"raw,films,genres,reason\nDrama\n",
        b"raw,films,genres,reason\nDrama,3,Dramas,\n",
        b"raw,films,genres,reason\nDrama,3,,because\n",
        b"raw,films,genres,reason\nDrama,3,Drama,style\n",
        b"raw,films,genres,reason\nRomantic comedy,3,Romance|Comedy,\n",
        b'raw,films,genres,reason\n"Drama,3,Drama,\n',
        b"raw,films,genres,reason\nFilm \xe0 clef,3,,style\n",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    ],
)
def test_a_damaged_table_is_refused(tmp_path, content):
    table = tmp_path / "genres.csv"
    table.write_bytes(content)
    with pytest.raises(CorpusError, match=r"must be a CSV of raw, films, genres and reason"):
        clean_cmu_genres(["Drama"], table)


def test_a_missing_table_and_a_folder_are_refused(tmp_path):
    for table in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(CorpusError, match="Restore"):
            clean_cmu_genres(["Drama"], table)


def test_labels_have_a_row_a_film_and_a_column_a_genre():
    labels = to_labels([("Drama", "War"), (), ("Comedy",)], ["Comedy", "Drama", "War"])
    expected = np.array([[False, True, True], [False, False, False], [True, False, False]])
    np.testing.assert_array_equal(expected, labels)
    assert np.bool_ == labels.dtype


def test_no_films_have_labels_of_no_rows():
    assert (0, len(GENRES)) == to_labels([]).shape


@given(st.lists(st.lists(st.sampled_from(GENRES)), max_size=5))
def test_labels_hold_exactly_the_genres_of_each_film(films):
    named = [{GENRES[column] for column in np.flatnonzero(row)} for row in to_labels(films)]
    assert [set(film) for film in films] == named


def test_a_genre_without_a_column_is_named():
    with pytest.raises(CorpusError, match="must be among Comedy, Drama; got Sport, War"):
        to_labels([("Drama",), ("War", "Sport")], ["Comedy", "Drama"])


# --- the real corpora -----------------------------------------------------------------------------

DATA_HOME = Path(os.environ.get("GENRE_DATA_HOME") or "no-data-home")
needs_data = pytest.mark.skipif(not DATA_HOME.is_dir(), reason="GENRE_DATA_HOME names no folder")


def cmu_films() -> list[list[str]]:
    """The genre names of each film of the CMU corpus, each once."""
    text = (DATA_HOME / "cmu" / "movie.metadata.tsv").read_text(encoding="utf-8")
    columns = (line.split("\t") for line in text.rstrip("\n").split("\n"))
    return [list(dict.fromkeys(json.loads(film[8]).values())) for film in columns]


@pytest.mark.data
@needs_data
def test_the_table_has_every_name_of_the_corpus_and_its_films():
    counts = Counter(chain.from_iterable(cmu_films()))
    assert dict(counts) == {row["raw"]: int(row["films"]) for row in ROWS}


@pytest.mark.data
@needs_data
def test_the_page_beside_the_table_gives_the_counts_of_the_corpus():
    page = read_page()
    films = cmu_films()
    cleaned = [clean_cmu_genres(film)[0] for film in films]
    nameless = films.count([])
    counts = Counter(chain.from_iterable(cleaned))
    figures = [
        f"{len(films) - cleaned.count(()):,} of the {len(films):,} films",
        f"{nameless:,} have no genre name at all",
        f"{cleaned.count(()) - nameless:,} have only names that are not genres",
        *(f"| {genre} | {counts[genre]:,} |" for genre in GENRES),
    ]
    assert not [figure for figure in figures if figure not in page]


def test_the_page_beside_the_table_counts_the_reasons():
    page = read_page()
    counts = Counter(row["reason"] for row in ROWS)
    assert not [reason for reason in REASONS if f"| {reason} | {counts[reason]} |" not in page]


def csv_genres(path: str, column: str, separator: str) -> set[str]:
    opener = gzip.open if path.endswith(".gz") else open
    with opener(DATA_HOME / path, "rt", encoding="utf-8", newline="") as file:
        return {name for row in csv.DictReader(file) for name in row[column].split(separator)}


def single_label_genres() -> set[str]:
    lines = chain.from_iterable(
        path.read_text(encoding="utf-8").split("\n")
        for path in (DATA_HOME / "imdb_single_label").glob("*.txt")
    )
    return {parts[2] for line in lines if len(parts := line.split(" ::: ")) == 4}


def unmapped_with_reasons(names: set[str]) -> dict[str, str]:
    return {name: why_unmapped(name) for name in clean_genres(sorted(names))[1]}


@pytest.mark.data
@needs_data
def test_tmdb_names_are_mapped_or_have_a_reason():
    names = csv_genres("overviews/overviews.csv.gz", "genres", "|")
    expected = {"TV Movie": "form or medium"}
    assert expected == unmapped_with_reasons(names)
    assert {*GENRES, *expected} == names


@pytest.mark.data
@needs_data
def test_imdb_names_are_mapped_or_have_a_reason():
    names = csv_genres("synopses/synopses.csv.gz", "genres", "|")
    names |= csv_genres("imdb_movie_data/IMDB-Movie-Data.csv", "Genre", ",")
    expected = {
        "Biography": "subject or setting",
        "News": "form or medium",
        "Reality-TV": "form or medium",
        "Short": "form or medium",
        "Sport": "subject or setting",
        "Talk-Show": "form or medium",
    }
    assert expected == unmapped_with_reasons(names)


@pytest.mark.data
@needs_data
def test_single_label_names_are_mapped_or_have_a_reason():
    names = single_label_genres()
    expected = {
        "adult": "adult content",
        "biography": "subject or setting",
        "game-show": "form or medium",
        "news": "form or medium",
        "reality-tv": "form or medium",
        "short": "form or medium",
        "sport": "subject or setting",
        "talk-show": "form or medium",
    }
    assert expected == unmapped_with_reasons(names)
    assert len(names) == 27
