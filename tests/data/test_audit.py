"""Each rule of the audit sees its own fault, and no other rule does."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from genre_core.data.audit import repeats
from genre_core.data.audit.check import Check
from genre_core.data.audit.film_table import FILM_COLUMNS, FilmTable, read_film_table
from genre_core.data.audit.form import form_checks
from genre_core.data.audit.repeats import repeat_checks
from genre_core.data.audit.spread import _country_checks, spread_checks
from genre_core.data.audit.variety import SAMPLE_WORDS, variety_checks
from genre_core.data.audit.wording import wording_checks
from genre_core.errors import CorpusError
from genre_core.genres import GENRES
from tests.data.open_films import facts_of_films, failed, few_films, plot_of

LENGTH = "Words of a plot"
NAMING = "Plots that name a genre of their film, %"
OPENINGS = "Plots whose first 3 words begin another, %"
NEAR = "Highest TF-IDF cosine of two plots"


def _form(
    films: pd.DataFrame, header: tuple[str, ...] = FILM_COLUMNS, **remarks: int
) -> list[Check]:
    return form_checks(FilmTable(header, films, remarks))


def _named(checks: list[Check], name: str) -> Check:
    (found,) = [check for check in checks if check.name == name]
    return found


def test_good_films_pass() -> None:
    """Films that keep the rules fail no check."""
    films = few_films()
    assert [] == failed([*_form(films), *repeat_checks(films), *wording_checks(films)])
    assert [] == failed(spread_checks(facts_of_films()))


@pytest.mark.parametrize(
    ("column", "cell", "name"),
    [
        ("film_id", "lamp-9", "Films out of order"),
        ("title", " ", "Blank cells"),
        ("country", "", "Blank cells"),
        ("year", "1909", "Years at fault"),
        ("year", "2030", "Years at fault"),
        ("year", "c. 1950", "Years at fault"),
        ("genres", "Drama|Sport", "Genres at fault"),
        ("genres", "drama", "Genres at fault"),
        ("genres", "Drama|Drama", "Genres at fault"),
        ("genres", "Drama, War", "Genres at fault"),
        ("genres", "Action|Crime|Drama|Horror|War", "Genres at fault"),
        ("plot", plot_of(1, 59), LENGTH),
        ("plot", plot_of(1, 141), LENGTH),
    ],
)
def test_a_fault_in_a_cell_is_found(column: str, cell: str, name: str) -> None:
    """One check fails, and it names the film or the row."""
    films = few_films()
    films.loc[1, column] = cell
    checks = _form(films)
    assert [name] == failed(checks)
    (line,) = _named(checks, name).found
    assert ("row 2" if name == "Blank cells" else str(films.loc[1, "film_id"])) in line


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("year", "1910"),
        ("year", "2029"),
        ("genres", "War"),
        ("genres", "Action|Crime|Drama|War"),
        ("plot", plot_of(1, 60)),
        ("plot", plot_of(1, 140)),
    ],
)
def test_the_bounds_of_a_cell_belong_to_it(column: str, cell: str) -> None:
    """The first and the last year, one genre and four, 60 words and 140 are right."""
    films = few_films()
    films.loc[1, column] = cell
    assert [] == failed(_form(films))


@pytest.mark.parametrize(
    "header", [FILM_COLUMNS[::-1], (*FILM_COLUMNS, "stars"), (*FILM_COLUMNS, "plot")], ids=str
)
def test_columns_are_exactly_those(header: tuple[str, ...]) -> None:
    """Other columns, another order and repeated columns are faults."""
    assert ["Columns"] == failed(_form(few_films(), header))


def test_rows_must_read_cleanly() -> None:
    """Whatever a reader drops or remarks on is a fault."""
    checks = _form(few_films(), unclosed_quote=2)
    assert ["Rows that do not read cleanly"] == failed(checks)
    assert ("unclosed_quote: 2",) == _named(checks, "Rows that do not read cleanly").found


@pytest.mark.parametrize(
    ("cells", "names"),
    [
        ({"film_id": "lamp-0000"}, ["Ids that repeat"]),
        ({"title": "LAMP no 0!", "year": "1910"}, ["Titles and years that repeat"]),
        ({"title": "Lamp No. 0"}, []),
        ({"plot": plot_of(0).upper()}, ["Plots that repeat", NEAR]),
        ({"plot": f"{plot_of(0, 55)} {plot_of(1, 5)}"}, [NEAR]),
        ({"plot": f"{plot_of(0, 30)} {plot_of(1, 30)}"}, []),
        ({"plot": "…"}, []),
    ],
    ids=str,
)
@pytest.mark.parametrize("rows_at_once", [1, 2, 1_000])
def test_repetition_is_found(
    monkeypatch: pytest.MonkeyPatch, cells: dict[str, str], names: list[str], rows_at_once: int
) -> None:
    """Ids, title with year and plots stand once; spelling and blocks of rows make no difference."""
    monkeypatch.setattr(repeats, "_ROWS_AT_ONCE", rows_at_once)
    films = few_films()
    films.loc[2, list(cells)] = list(cells.values())
    checks = repeat_checks(films)
    assert names == failed(checks)
    if NEAR in names:
        (line,) = _named(checks, NEAR).found
        assert line.startswith("lamp-0000 and lamp-0002: ")


def test_plots_without_words_are_no_near_duplicates() -> None:
    """Where there is nothing to compare, nothing is alike."""
    films = few_films().assign(plot=["…", "!", "?"])
    assert [] == failed(repeat_checks(films))


def _mostly_drama(films: pd.DataFrame) -> pd.DataFrame:
    more = [
        cell if number % 2 or "Drama" in cell else f"{cell}|Drama"
        for number, cell in enumerate(films["genres"])
    ]
    return films.assign(genres=more)


def _mostly_at_home(films: pd.DataFrame) -> pd.DataFrame:
    films = films.copy()
    films.loc[416:, "country"] = "United States"
    return films


@pytest.mark.parametrize(
    ("change", "name"),
    [
        (lambda films: films[:1_199], "Films"),
        (
            lambda films: films.assign(genres=films["genres"].str.replace("Western", "War")),
            "Films of the rarest genre",
        ),
        (_mostly_drama, "Films in Drama, %"),
        (
            lambda films: pd.concat([films] * 2).assign(genres=list(GENRES) * 140),
            "Genres of a film, mean",
        ),
        (
            lambda films: films.assign(genres=films["genres"] + "|Music"),
            "Genres of a film, mean",
        ),
        (
            lambda films: films.assign(country=films["country"].str.replace("try 2", "try 1")),
            "Countries",
        ),
        (_mostly_at_home, "Films not from the United States, %"),
        (
            lambda films: films.assign(year=films["year"].str.replace("1950", "1960")),
            "Films of the rarest decade",
        ),
    ],
    ids=["few", "rare", "drama", "one genre", "many genres", "countries", "at home", "decades"],
)
def test_a_poor_spread_is_found(change: Callable[[pd.DataFrame], pd.DataFrame], name: str) -> None:
    """Too few films, genres, countries or decades fail one check each."""
    assert [name] == failed(spread_checks(change(facts_of_films())))


@pytest.mark.parametrize(
    ("genre", "word", "named"),
    [
        ("Comedy", "comedies", True),
        ("Comedy", "Comic", True),
        ("Comedy", "comet", False),
        ("Crime", "criminals", True),
        ("Family", "families", True),
        ("Family", "familiar", False),
        ("History", "historical", True),
        ("Music", "musical", True),
        ("Music", "muse", False),
        ("Mystery", "mysterious", True),
        ("Romance", "romantic", True),
        ("Romance", "Roman", False),
        ("Science Fiction", "science-fiction", True),
        ("Science Fiction", "science", False),
        ("War", "wars", True),
        ("War", "wartime", True),
        ("War", "post-war", True),
        ("War", "warm", False),
        ("War", "ward", False),
        ("Drama", "war", False),
        ("Nonsense", "nonsense", False),
        *((genre, genre.lower(), True) for genre in GENRES),
    ],
)
def test_names_of_genres_are_found_in_plots(genre: str, word: str, named: bool) -> None:
    """Names and their kin count as whole words, and those of the film's own genres only."""
    films = few_films(1).assign(genres=genre, plot=f"A lamp, {word}, hums.")
    check = _named(wording_checks(films), NAMING)
    assert ((f"lamp-0000: {word}",) if named else ()) == check.found
    assert ("fail" if named else "pass") == check.status


@pytest.mark.parametrize(("n", "status"), [(5, "pass"), (6, "fail")])
def test_a_few_plots_may_name_a_genre(n: int, status: str) -> None:
    """5 % may, 6 % may not; a plot counts once."""
    films = few_films(100)
    films.loc[: n - 1, "plot"] = films.loc[: n - 1, "plot"] + " War and drama."
    check = _named(wording_checks(films), NAMING)
    assert (n, status) == (check.value, check.status)


@pytest.mark.parametrize(("n", "status"), [(2, "pass"), (3, "fail")])
def test_a_few_plots_may_begin_alike(n: int, status: str) -> None:
    """2 % may, 3 % may not, whatever the punctuation."""
    films = few_films(100)
    for row in range(n):
        films.loc[row, "plot"] = f"A lamp{',' * row} hums {films.loc[row, 'plot']}"
    check = _named(wording_checks(films), OPENINGS)
    assert (n, status) == (check.value, check.status)
    assert (f"a lamp hums: {n}",) == check.found


def test_variety_is_that_of_equally_many_words() -> None:
    """The longer of two texts is cut, so that the ratios can be compared."""
    own, beside = variety_checks(["lamp sock", "door lamp"], ["key " * 9], "keys")
    assert (0.75, 0.25) == (own.value, beside.value)
    assert "4 in all" in own.rule == beside.rule
    assert {"info"} == {own.status, beside.status}


def test_variety_without_other_texts() -> None:
    """The ratio stands alone, of at most so many words, and what is missing is said."""
    plots = [plot_of(number, 1_000) for number in range(101)]
    own, beside = variety_checks(plots, None, "overviews")
    assert 1.0 == own.value
    assert f"{SAMPLE_WORDS:,} in all" in own.rule
    assert ("not checked", "not checked: no data home with overviews") == (
        beside.status,
        beside.value,
    )
    assert 0.0 == variety_checks(["…"], None, "overviews")[0].value


def test_a_table_is_read_as_it_stands(tmp_path: Path) -> None:
    """No cell is cleaned, the header stays in order, and dropped rows are counted."""
    path = tmp_path / "films.csv"
    path.write_text(
        "film_id,title,year,country,plot,genres,stars\n"
        "a,Lamp ,c. 1950,France,A lamp hums.,Sockumentary,5\n"
        "b,Sock\n"
    )
    table = read_film_table(path)
    assert ["a", "Lamp ", "c. 1950", "France", "Sockumentary", "A lamp hums."] == list(
        table.films.iloc[0]
    )
    assert FILM_COLUMNS == tuple(table.films.columns)
    assert "stars" == table.header[-1]
    assert {"wrong number of fields": 1} == table.remarks


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "title,plot\nLamp,A lamp hums.\n",
            r"lacks film_id, year, country, genres and has \[title",
        ),
        (",".join(FILM_COLUMNS) + "\n", "at least one film"),
        ("", "is empty"),
    ],
)
def test_what_cannot_be_audited_is_refused(tmp_path: Path, text: str, message: str) -> None:
    """Lacking columns and films end in a message that says what to do."""
    path = tmp_path / "films.csv"
    path.write_text(text)
    with pytest.raises(CorpusError, match=message):
        read_film_table(path)


def test_a_blank_country_is_none():
    """It is neither a country more nor a film from elsewhere."""
    checks = {check.name: check for check in _country_checks(["Japan", "", "United States"])}
    assert {"Japan": 1, "United States": 1} == checks["Countries"].counts
    assert pytest.approx(50) == checks["Films not from the United States, %"].value
