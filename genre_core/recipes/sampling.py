"""One label a text, and as many texts of each label."""

import numpy as np
import pandas as pd

from genre_core.errors import TrainingError

__all__ = ["down_sample", "one_label_each"]


def one_label_each(films: pd.DataFrame, chance: np.random.Generator) -> pd.DataFrame:
    """Films with one of their genres, drawn at random; those without any are left out."""
    films = films[films["genres"].map(len) > 0].reset_index(drop=True)
    drawn = [(names[int(chance.integers(len(names)))],) for names in films["genres"]]
    return films.assign(genres=pd.Series(drawn, index=films.index, dtype=object))


def down_sample(
    films: pd.DataFrame, fewest: int, chance: np.random.Generator
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """As many films of each label as the smallest has, of labels with ``fewest`` or more; their names.

    Raises TrainingError when fewer than two labels have so many.
    """
    label = films["genres"].str[0]
    sizes = label.value_counts()
    names = tuple(sorted(str(name) for name in sizes[sizes >= fewest].index))
    if len(names) < 2:  # noqa: PLR2004 - to tell apart takes two
        raise TrainingError(
            f"Two labels need {fewest} texts or more to be told apart; the largest have "
            f"{sizes.head(2).tolist()}. Use more texts, or lower fewest_films."
        )
    size = int(sizes[list(names)].min())
    places = [chance.choice(np.flatnonzero(label == name), size, replace=False) for name in names]
    return films.iloc[np.sort(np.concatenate(places))].reset_index(drop=True), names
