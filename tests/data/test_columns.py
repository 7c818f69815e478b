"""Columns are found by usual names or by the user's, and what is missing is said in full."""

import pytest

from genre_core.data.columns import ColumnError, ColumnNames, find_columns
from genre_core.errors import CorpusError

NO_NAMES = ColumnNames()


@pytest.mark.parametrize(
    ("header", "found"),
    [
        (["plot", "genres"], {"plot": 0, "genres": 1}),
        (["Release_Date", "OVERVIEW", "Genre"], {"year": 0, "plot": 1, "genres": 2}),
        (["summary", "Plot", "genres"], {"plot": 1, "genres": 2}),
        (["plot", "plot", "genre-names"], {"plot": 0, "genres": 2}),
        (
            ["imdb_id", "Series Title", "set", "text", "label", "id"],
            {"film_id": 0, "title": 1, "split": 2, "plot": 3, "genres": 4},
        ),
    ],
    ids=str,
)
def test_usual_names_are_found(header: list[str], found: dict[str, int]) -> None:
    """Case, _ and - do not count, the most telling name wins, and of equal names the first."""
    assert found == find_columns(header, NO_NAMES, require_genres=True)


def test_a_named_column_wins() -> None:
    """The user's name wins over usual names, in any case."""
    names = ColumnNames(plot="Blurb", genres="kinds")
    header = ["plot", "blurb", "Kinds", "genres"]
    assert {"plot": 1, "genres": 2} == find_columns(header, names, require_genres=True)


def test_all_faults_are_reported_together() -> None:
    """One message names every missing column, the columns there are, and the next step."""
    with pytest.raises(CorpusError) as caught:
        find_columns(["a", "b"], ColumnNames(year="When", plot="Blurb"), require_genres=True)
    message = str(caught.value)
    assert "Plot column not found: looked for Blurb. Name it with plot_column" in message
    assert "(--plot-column)" in message
    assert "Genres column not found: looked for genres, genre," in message
    assert "Year column not found: looked for When." in message
    assert message.endswith("The columns are [a, b].")


@pytest.mark.parametrize(
    ("header", "step"),
    [
        (["text of mine", "genres"], "Write plot into the first line"),
        (["A ghost haunts the house of a family. " * 3, "Horror"], "looks like a film"),
    ],
)
def test_who_uploads_a_table_is_told_to_change_it(header: list[str], step: str) -> None:
    """There is no command line to name a column on; a film in the first line is recognised."""
    with pytest.raises(ColumnError) as caught:
        find_columns(header, NO_NAMES, require_genres=False)
    assert step in caught.value.for_uploads
    assert "--" not in caught.value.for_uploads


def test_genres_may_be_missing_for_prediction() -> None:
    """A table of plots alone has its plot column."""
    assert {"plot": 0} == find_columns(["plot"], NO_NAMES, require_genres=False)
    with pytest.raises(CorpusError, match="Genres column not found"):
        find_columns(["plot"], NO_NAMES, require_genres=True)


def test_a_message_stays_short() -> None:
    """Many, long or unprintable column names do not flood the message."""
    header = ["\x1b[31m" + "word " * 1_000] * 900
    with pytest.raises(CorpusError) as caught:
        find_columns(header, NO_NAMES, require_genres=True)
    assert len(str(caught.value)) < 2_000
    assert "\x1b" not in str(caught.value)
