from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given

from genre_core.errors import PlotError
from genre_core.limits import MAX_SHARED_CHARACTERS
from genre_core.prediction.sharing import check_shared, share_link
from tests.text.texts import any_text

ADDRESS = "http://example.org/predict?old=1"


def test_the_plot_stays_out_unless_it_is_asked_for() -> None:
    """Also where the address held one before."""
    settings = {"look": "Which words?", "plot": "a secret"}
    link = share_link(ADDRESS, settings)
    assert "http://example.org/predict?look=Which+words%3F" == link
    assert "http://example.org/predict" == share_link(ADDRESS, {})


@given(any_text.filter(str.strip))
def test_a_plot_comes_back_as_it_went_in(plot: str) -> None:
    """Whatever stands in it; half characters, which no address can hold, become a question mark."""
    link = share_link(ADDRESS, {"look": "Share"}, plot)
    query = parse_qs(urlsplit(link).query, keep_blank_values=True)
    assert {"look": ["Share"], "plot": [plot.encode("utf-8", "replace").decode()]} == query


@pytest.mark.parametrize(
    ("plot", "message"),
    [
        ("x" * (MAX_SHARED_CHARACTERS + 1), "2,000 characters, and this one has 2,001"),
        (" ", "empty"),
    ],
)
def test_limits(plot: str, message: str) -> None:
    """Checked when a link is made and when one is opened."""
    for refuse in (check_shared, lambda it: share_link(ADDRESS, {}, it)):
        with pytest.raises(PlotError, match=message):
            refuse(plot)
    assert MAX_SHARED_CHARACTERS == len(check_shared("x" * MAX_SHARED_CHARACTERS))
