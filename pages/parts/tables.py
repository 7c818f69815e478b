"""Tables: a frame in, a file to download out."""

import csv

import pandas as pd

from genre_core.prediction.bulk import safe_cell

__all__ = ["to_csv"]


def to_csv(frame: pd.DataFrame) -> bytes:
    """The frame as CSV in UTF-8 with a byte-order mark, as spreadsheets like it.

    A text cell that a spreadsheet would run as a formula gets a quote in front:
    https://owasp.org/www-community/attacks/CSV_Injection.
    """
    safe = frame.map(lambda cell: safe_cell(cell) if isinstance(cell, str) else cell)
    return safe.to_csv(index=False, quoting=csv.QUOTE_NONNUMERIC).encode("utf-8-sig")
