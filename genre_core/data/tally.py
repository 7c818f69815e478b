"""What a reader counts on its way, until the report is written."""

from collections import Counter
from dataclasses import dataclass, field

__all__ = ["BLANK_LINE", "CUT_OFF", "WRONG_WIDTH", "Tally", "one_line"]

# Reasons to drop a row that every format shares.
BLANK_LINE = "blank line"
CUT_OFF = "cut-off last row"
WRONG_WIDTH = "wrong number of fields"


@dataclass(frozen=True)
class Tally:
    """Rows dropped by reason, rows kept with a remark, and names that are no genre with their rows."""

    dropped: Counter[str] = field(default_factory=Counter)
    notes: Counter[str] = field(default_factory=Counter)
    unmapped: Counter[str] = field(default_factory=Counter)


def one_line(text: str, max_characters: int = 40) -> str:
    """Text of a file made fit for a message: one line, printable, short."""
    start = " ".join(text[: 2 * max_characters].split())
    printable = "".join(character if character.isprintable() else "�" for character in start)
    if len(printable) <= max_characters and len(text) <= 2 * max_characters:
        return printable
    return printable[: max_characters - 1] + "…"
