"""Tables in Markdown, and the places of a page that they are written into."""

from collections.abc import Sequence
from pathlib import Path

from genre_core.errors import EvaluationError
from genre_core.prediction.results import Figure

__all__ = ["END", "between", "interval", "table"]

END = "<!-- end of results -->"


def between(whole: str, start: str, text: str, page: Path) -> str:
    """``whole`` with ``text`` from the line ``start`` to the next ``END``.

    Raises EvaluationError, which names ``page``, where one of the two is missing.
    """
    before, found, rest = whole.partition(start)
    _, end, after = rest.partition(END)
    if not found or not end:
        raise EvaluationError(
            f"The table goes between the lines {start} and {END}, and {page} lacks them. Add them."
        )
    return f"{before}{start}\n\n{text}\n\n{END}{after}"


def table(header: str, rows: Sequence[Sequence[str]]) -> str:
    """One line a row; the names of the columns with `` | `` between them."""
    names = header.split(" | ")
    lines = [names, ["---"] * len(names), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def interval(figure: Figure) -> str:
    """The figure to three places, and from where to where it may lie."""
    if figure.estimate is None:
        return "–"
    return f"{figure.estimate:.3f} ({figure.low:.3f}–{figure.high:.3f})"
