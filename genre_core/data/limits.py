"""How large a corpus file and its parts may be."""

__all__ = [
    "MAX_BYTES",
    "MAX_COLUMNS",
    "MAX_LINES",
    "MAX_LINES_PER_ROW",
    "MAX_LITERAL_CHARACTERS",
    "MAX_STREAMED_BYTES",
    "MAX_STREAMED_LINES",
]

MAX_BYTES = 200_000_000
"""Bytes of a file, after decompression: twenty times the largest corpus of the catalogue."""

MAX_LINES = 5_000_000

MAX_STREAMED_BYTES = 100 * MAX_BYTES
"""Bytes, after decompression, of a file that is never held in memory: training reads such."""

MAX_STREAMED_LINES = 100 * MAX_LINES

MAX_COLUMNS = 1_000

MAX_LINES_PER_ROW = 200
"""Lines one quoted row may span, so that an unclosed quote cannot swallow the rest of a file."""

MAX_LITERAL_CHARACTERS = 10_000
"""Characters of a genre cell that is read as a JSON or Python literal."""
