"""A handful of films to count, as a reader yields them."""

import pandas as pd

__all__ = ["rows_of"]


def rows_of(*films: tuple[str, tuple[str, ...], str, str]) -> pd.DataFrame:
    """Rows of id, genres, split and plot; titles are the ids, and years run from 1950."""
    frame = pd.DataFrame(films, columns=["film_id", "genres", "split", "plot"])
    years = pd.array([1950 + 7 * number for number in range(len(frame))], dtype="Int64")
    frame = frame.assign(title=frame["film_id"], year=years)
    return frame[["film_id", "title", "year", "genres", "split", "plot"]]
