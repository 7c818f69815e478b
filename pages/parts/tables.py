"""Tables: a frame in, a file to download out."""

import csv

import pandas as pd

__all__ = ["to_csv"]

_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def to_csv(frame: pd.DataFrame) -> bytes:
    """The frame as CSV in UTF-8 with a byte-order mark, as spreadsheets like it.

    A text cell that a spreadsheet would run as a formula gets a quote in front:
    https://owasp.org/www-community/attacks/CSV_Injection.
    """
    safe = frame.map(
        lambda cell: (
            f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA_SIGNS) else cell
        )
    )
    return safe.to_csv(index=False, quoting=csv.QUOTE_NONNUMERIC).encode("utf-8-sig")
