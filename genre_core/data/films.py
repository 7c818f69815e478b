"""Films out of a corpus's rows, for counting: a film with two plots is one film."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from genre_core.genres import to_labels

__all__ = ["Films", "films_of"]


@dataclass(frozen=True)
class Films:
    """Every film once, with the genres that any of its rows names."""

    frame: pd.DataFrame
    """``film_id``, ``title``, ``year`` and ``split`` of each film's first row; index 0 … n-1."""
    labels: NDArray[np.bool_]
    """``(n_films, n_genres)``, a column a genre of ``GENRES``."""
    film_of_row: NDArray[np.intp]
    """``(n_rows,)``: the film of each row of the corpus."""

    def __len__(self) -> int:
        return len(self.frame)


def films_of(rows: pd.DataFrame) -> Films:
    """The films of ``Corpus.films``, in the order of their first rows."""
    film_of_row, _ = pd.factorize(rows["film_id"])
    frame = rows.drop_duplicates("film_id")[["film_id", "title", "year", "split"]]
    row_labels = to_labels(rows["genres"])
    labels = np.zeros((len(frame), row_labels.shape[1]), dtype=np.bool_)
    np.logical_or.at(labels, film_of_row, row_labels)
    return Films(frame.reset_index(drop=True), labels, film_of_row)
