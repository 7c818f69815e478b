"""What Hypothesis draws from, in all tests."""

from hypothesis import strategies as st

from genre_core.genres import GENRES

__all__ = ["file_bytes", "film_ids", "genre_lists", "lines_of_csv"]

film_ids = st.text(min_size=1, max_size=40)

genre_lists = st.lists(st.sampled_from(GENRES), unique=True, max_size=6)

_CSV_PIECES = (
    "plot",
    "genres",
    "A lamp hums",
    "Drama",
    ",",
    ";",
    "\t",
    '"',
    '""',
    "\n",
    "\r",
    "\0",
)

lines_of_csv = st.lists(st.sampled_from(_CSV_PIECES), max_size=60).map("".join)
"""Text that is nearly a table: its quotes, delimiters and line ends stand anywhere."""

file_bytes = st.one_of(
    st.binary(max_size=400),
    st.text(max_size=200).map(lambda text: text.encode("utf-16")),
    lines_of_csv.map(lambda text: b"plot,genres\n" + text.encode()),
    st.lists(st.sampled_from([" ::: ", "\n", "1", "A lamp (1999)", "drama"]), max_size=40).map(
        lambda pieces: "".join(pieces).encode()
    ),
)
"""What a file may hold: noise, text in another encoding, broken tables, broken lines."""
