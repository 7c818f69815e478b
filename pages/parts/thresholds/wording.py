"""What the line does, in sentences anyone can follow."""

from genre_core.evaluation import Interval, Line
from pages.parts.words import count_of, plain

__all__ = [
    "RARE",
    "found_in_words",
    "interval_in_words",
    "rare_warning",
    "right_in_words",
    "trap_in_words",
]

RARE = 100
"""Fewer plots than this leave the best threshold to chance."""


def found_in_words(line: Line, genre: str | None) -> str:
    """Recall: of 100 that are there, how many are found."""
    if not line.true:
        return "No plot here has it, so there is nothing to find."
    share = f"**{_of_100(line.recall)} are found**"
    counts = f"({line.found:,} of {line.true:,}, {line.missed:,} missed)"
    if genre is None:
        return f"Of 100 genres that the plots have, {share} {counts}."
    return f"Of 100 {plain(genre)} plots, {share} {counts}."


def right_in_words(line: Line, genre: str | None) -> str:
    """Precision: of 100 that are named, how many are right."""
    if not line.named:
        return "**Nothing is named**: no score reaches the line."
    share = f"**{_of_100(line.precision)} are right**"
    counts = f"({line.found:,} of {line.named:,}, {line.wrong:,} wrong)"
    if genre is None:
        return f"Of 100 genres that are named, {share} {counts}."
    return f"Of 100 plots called {plain(genre)}, {share} {counts}."


def interval_in_words(best: Interval) -> str:
    """How sure the best threshold is."""
    if best.low == best.high:
        return f"{best.low:.2f} in 95 of 100 redraws"
    return f"{best.low:.2f} to {best.high:.2f} in 95 of 100 redraws"


def rare_warning(genre: str | None, n_plots: int) -> str | None:
    """A warning for a genre, or for all of them, that few plots have; None where there are enough.

    ``n_plots``: those that have the genre; without a genre, all there are.
    """
    if n_plots >= RARE:
        return None
    are = "is" if n_plots == 1 else "are"
    what = (
        f"**There {are} only {count_of(n_plots, 'plot')} here.**"
        if genre is None
        else f"**Only {count_of(n_plots, 'plot')} here {are} {plain(genre)}.**"
    )
    return (
        f"{what} A few plots more or less would move these curves, and the best threshold with them: look "
        "at how wide the bands are before you trust a peak."
    )


def trap_in_words(line: Line) -> str:
    """Accuracy beside that of naming nothing."""
    if not line.named:
        return (
            f"**Nothing is named any more**, none of {line.true:,} is found, and still "
            f"**{line.accuracy:.1%}** of all answers are right. So much for accuracy."
        )
    return (
        f"At this line **{line.accuracy:.1%}** of all answers are right. Naming nothing at all, "
        f"ever, is **{line.do_nothing_accuracy:.1%}** “accurate”, and finds 0 of {line.true:,}."
    )


def _of_100(share: float) -> str:
    """Whole numbers, but never 0 or 100 for what is only nearly so."""
    number = round(share * 100)
    if number == 0 and share > 0:
        return "fewer than 1"
    if number == 100 and share < 1:  # noqa: PLR2004 - a hundred of a hundred
        return "more than 99"
    return str(number)
