"""One cell: years out of dates, and names of genres out of every way people write a list."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genre_core.data.cells import genre_names, year_of
from tests.strategies import genre_lists


@pytest.mark.parametrize(
    ("cell", "year"),
    [
        ("1999", 1999),
        ("1999.0", 1999),
        ("2001-08-24", 2001),
        ("24.08.2001", 2001),
        ("Aug 24, 2001", 2001),
        ("Lamplight (1931)", 1931),
        ("", None),
        ("????", None),
        ("12345", None),
        ("0000", None),
        ("soon", None),
    ],
)
def test_a_year_is_found_in_a_year_a_date_or_a_title(cell: str, year: int | None) -> None:
    """A year has four digits of their own, from 1870 to 2099."""
    assert year == year_of(cell)


@given(genre_lists, st.sampled_from(["|", ",", ";", ", ", " | "]))
def test_joined_names_come_back(names: list[str], separator: str) -> None:
    """Joining names and reading the cell gives the names."""
    assert names == genre_names(separator.join(names))


@given(genre_lists)
def test_written_lists_come_back(names: list[str]) -> None:
    """Lists of names or of objects, as JSON or as Python prints them, give the names."""
    objects = [{"id": number, "name": name} for number, name in enumerate(names)]
    by_id = {f"/m/{number}": name for number, name in enumerate(names)}
    for value in (names, objects, by_id):
        assert names == genre_names(json.dumps(value))
        assert names == genre_names(repr(value))


@given(st.text(max_size=80), st.sampled_from(["", "[", "{", "['", '[{"name": ']))
def test_any_cell_gives_names(text: str, start: str) -> None:
    """Whatever stands in a cell, reading it gives distinct names that can be written as UTF-8."""
    names = genre_names(start + text)
    assert sorted(set(names)) == sorted(names)
    assert all(name.strip() and name.encode("utf-8") for name in names)


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("", []),
        (" | ,; ", []),
        ("[]", []),
        ("Drama|Drama|Comedy", ["Drama", "Comedy"]),
        ("[Drama, Comedy]", ["Drama", "Comedy"]),
        ("['Drama', 'Comedy", ["Drama", "Comedy"]),
        ('{"id": 18, "name": "Drama"}', ["Drama"]),
        ("[18, 35]", ["18", "35"]),
        (r'["\ud800"]', ["?"]),
        (r"['War \d']", [r"War \d"]),
        ("[" * 5_000, []),
        ("['Drama'" + " " * 20_000 + "]", ["Drama"]),
        ("[__import__('os').getcwd()]", ["__import__('os').getcwd()"]),
    ],
    ids=lambda value: str(value)[:20],
)
def test_odd_cells_lose_no_name(cell: str, names: list[str]) -> None:
    """Broken, deep, long and numeric lists are split like joined names, and never run."""
    assert names == genre_names(cell)
