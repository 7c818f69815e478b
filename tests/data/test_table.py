"""Every row of a table is kept or counted, and a stray quote costs its own row only."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genre_core.data.columns import ColumnNames, count_usual
from genre_core.data.table import Table, read_table
from genre_core.data.tally import Tally
from genre_core.data.text_file import TextFile
from genre_core.errors import CorpusError
from genre_core.limits import MAX_COLUMNS, MAX_LINES_PER_ROW
from tests.strategies import lines_of_csv

FIRST, LAST = "1,A lamp hums.,Drama", "9,A sock waits.,Comedy"
GOOD_ROWS = [FIRST.split(","), LAST.split(",")]


def _usual(header: Sequence[str]) -> int:
    return count_usual(header, ColumnNames())


def _read(text: str) -> tuple[Table, Tally]:
    tally = Tally()
    file = TextFile(Path("films.csv"), text.splitlines(keepends=True))
    return read_table(file, tally, _usual), tally


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    """Comma, tab, semicolon and bar are told apart by the header."""
    table, tally = _read(f"id{delimiter}plot{delimiter}genres\n1{delimiter}A lamp.{delimiter}War\n")
    assert Table(["id", "plot", "genres"], [["1", "A lamp.", "War"]]) == table
    assert Tally() == tally


def test_the_delimiter_is_the_one_that_gives_known_columns() -> None:
    """Commas inside one column's name do not outvote the delimiter."""
    table, _ = _read("cast, crew, extras, music;plot;genres\nMe;A lamp.;War\n")
    assert ["cast, crew, extras, music", "plot", "genres"] == table.header


def test_a_table_of_one_column_keeps_its_commas() -> None:
    """Without a delimiter in the header, each line is one plot."""
    table, _ = _read("plot\nA lamp, a sock; a door | a key.\n")
    assert [["A lamp, a sock; a door | a key."]] == table.rows


def test_quoted_fields_may_hold_delimiters_quotes_and_lines() -> None:
    """Proper quoting is read as written, also after a space, and rows over lines are noted."""
    table, tally = _read('id,plot,genres\n1, "A ""lamp"",\n\nit hums.",Drama\n')
    assert [["1", 'A "lamp",\n\nit hums.', "Drama"]] == table.rows
    assert {"row over several lines": 1} == tally.notes


@pytest.mark.parametrize(
    ("row", "dropped"),
    [
        ("", "blank line"),
        ("  ", "blank line"),
        (",,", "blank line"),
        ("2,A door.", "wrong number of fields"),
        ("2,A door, a key.,Drama", "wrong number of fields"),
        ('"', "unclosed quote"),
        ('2,"A door.,Drama', "unclosed quote"),
        ('2,"She says "run, now" and goes.",Drama', "unclosed quote"),
    ],
)
def test_a_bad_row_costs_itself_only(row: str, dropped: str) -> None:
    """Rows before and after it are read, and it is counted with its reason."""
    for after in ("", '8,"A key, lost.",War\n'):
        table, tally = _read(f"id,plot,genres\n{FIRST}\n{row}\n{after}{LAST}\n")
        assert GOOD_ROWS == [table.rows[0], table.rows[-1]]
        assert {dropped: 1} == tally.dropped


@pytest.mark.parametrize(
    ("row", "plot"),
    [('2,She says "run".,War', 'She says "run".'), ('2,"She" runs.,War', "She runs.")],
)
def test_a_readable_stray_quote_keeps_its_row(row: str, plot: str) -> None:
    """Quotes inside an unquoted field are text; after a quoted one they are noted."""
    table, tally = _read(f"id,plot,genres\n{row}\n{LAST}\n")
    assert ["2", plot, "War"] == table.rows[0]
    assert not tally.dropped
    assert (1 if row.startswith('2,"') else 0) == tally.notes["stray quote, row kept"]


@pytest.mark.parametrize("row", ["9,A so", '9,A sock.,"Com', "9"])
def test_a_cut_off_last_row_is_dropped(row: str) -> None:
    """A last row that is incomplete and has no line end was cut off."""
    table, tally = _read(f"id,plot,genres\n{FIRST}\n{row}")
    assert GOOD_ROWS[:1] == table.rows
    assert {"cut-off last row": 1} == tally.dropped


def test_a_complete_last_row_needs_no_line_end() -> None:
    """Many editors leave it out: the row is kept, and noted, for it may have been cut."""
    table, tally = _read(f"id,plot,genres\n{FIRST}\n{LAST}")
    assert GOOD_ROWS == table.rows
    assert {"last row without a line end": 1} == tally.notes


def test_an_unclosed_quote_reaches_no_further_than_the_limit() -> None:
    """With no other quote in the file, all rows but that one are read."""
    many = "".join(f"{number},A sock waits.,Comedy\n" for number in range(3 * MAX_LINES_PER_ROW))
    table, tally = _read(f'id,plot,genres\n1,"A lamp.,Drama\n{many}')
    assert 3 * MAX_LINES_PER_ROW == len(table.rows)
    assert {"unclosed quote": 1} == tally.dropped


def test_a_plot_of_a_million_characters_is_read() -> None:
    """Python's own limit of a field does not apply."""
    plot = "lamp " * 200_000
    table, _ = _read(f'plot,genres\n"{plot}",Drama\n')
    assert [[plot, "Drama"]] == table.rows


def test_too_many_columns_are_refused() -> None:
    """The message gives the limit and the number."""
    header = ",".join(["plot", "genres", *map(str, range(MAX_COLUMNS - 2))])
    assert MAX_COLUMNS == len(_read(header)[0].header)
    with pytest.raises(CorpusError, match=r"may have 1,000 columns; films\.csv has 10,000"):
        _read(",".join(map(str, range(10_000))))


def test_repeated_columns_and_blank_lines_above_are_counted() -> None:
    """Nothing in a header is silent either."""
    table, tally = _read("\n\nplot,genres,plot\nA lamp.,War,A sock.\n")
    assert ["plot", "genres", "plot"] == table.header
    assert ({"blank line": 2}, {"repeated column name": 1}) == (tally.dropped, tally.notes)


@given(lines_of_csv, st.sampled_from(["plot,genres\n", "plot\n", "id;plot;genres\n"]))
def test_no_text_breaks_the_table(text: str, header: str) -> None:
    """Any mix of quotes, delimiters and line ends gives rows as wide as the header."""
    table, tally = _read(header + text)
    assert {len(table.header)} >= {len(row) for row in table.rows}
    n_lines = len((header + text).splitlines()) - 1
    assert len(table.rows) + tally.dropped.total() <= n_lines
