"""Every page, opened by a link that somebody made up."""

from urllib.parse import parse_qsl, urlencode

from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from genre_core.jobs.settings import RunSettings
from tests.fuzz.inputs import HOSTILE_TEXTS

__all__ = ["open_page", "page_links"]

_PAGES = ("dataset", "thresholds", "train", "predict", "models")
_KEYS = (
    *RunSettings.model_fields,
    *("model", "beside", "lesson", "look", "part", "step", "story", "plot", "evidence", "word"),
    *("genre", "purpose", "weight", "films", "average", "threshold", "became", "names", "search"),
    *("figure", "scored_on", "sorted_by", "joined", "first", "second", "differing", "learn_from"),
    *("run", "measure", "compare", "compare_log", "compare_smoothing", "genre_chart", "smoothing"),
)
_VALUES = st.one_of(
    st.sampled_from([text for text in HOSTILE_TEXTS if text.isprintable()]),
    st.sampled_from(["1", "0.5", "1e309", "-0", "9" * 30, "True", "[]", "Drama|", "Drama,Drama"]),
    st.sampled_from(
        ["Which words?", "Watch it read", "Share", "Genres", "Learned words", "Splits"]
    ),
    st.text(max_size=10),
)

page_links: st.SearchStrategy[bytes] = st.tuples(
    st.sampled_from(_PAGES),
    st.dictionaries(st.sampled_from(_KEYS), _VALUES, max_size=12),
).map(lambda link: f"{link[0]}?{_query(link[1])}".encode())


def open_page(data: bytes) -> None:
    """A page opens, whatever the link says; a byte-wise variation may name no page, and opens none."""
    name, _, query = data.decode("utf-8", "replace").partition("?")
    if name not in _PAGES:
        return
    page = AppTest.from_string(f"from pages import {name}; {name}.render()", default_timeout=120)
    for key, value in parse_qsl(query, keep_blank_values=True):
        page.query_params[key] = value
    page.run()
    assert not page.exception, page.exception[0].value


def _query(link: dict[str, str]) -> str:
    return urlencode({key: value.encode("utf-8", "replace") for key, value in link.items()})
