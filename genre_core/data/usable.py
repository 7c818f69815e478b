"""Films that a model can learn from: those with a genre that some training film has."""

from collections.abc import Sequence

import pandas as pd

from genre_core.data.corpus import SPLITS, Corpus
from genre_core.data.splits import assign_splits
from genre_core.errors import TrainingError
from genre_core.genres import GENRES

__all__ = ["check_corpora", "usable_films"]


def check_corpora(corpora: Sequence[Corpus]) -> None:
    """Raise TrainingError where a split has no film to learn from, or all films have one genre."""
    usable_films(corpora)


def usable_films(corpora: Sequence[Corpus]) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Films of all corpora that have a genre to learn, each in one split, and these genres.

    Raises TrainingError as ``check_corpora`` does.
    """
    films = pd.concat(
        [corpus.films.assign(corpus=corpus.name) for corpus in corpora], ignore_index=True
    )
    films, _ = assign_splits(films)
    genres = _genres_of(films.loc[films["split"] == "train", "genres"])
    has_genre = [not set(genres).isdisjoint(names) for names in films["genres"]]
    films = films[has_genre].reset_index(drop=True)
    _check(films, genres)
    return films, genres


def _genres_of(film_genres: pd.Series) -> tuple[str, ...]:
    present = {genre for genres in film_genres for genre in genres}
    return tuple(genre for genre in GENRES if genre in present)


def _check(films: pd.DataFrame, genres: tuple[str, ...]) -> None:
    for split in SPLITS:
        if not (films["split"] == split).any():
            raise TrainingError(
                f"Each split needs a film with a plot and a genre, and {split} has none of "
                f"{len(films)} usable films. Use a larger corpus, or fill its split column."
            )
    if len(genres) == 1:
        raise TrainingError(
            f"A model learns to tell genres apart, and the training films have {genres[0]} alone. "
            "Use a corpus with two genres or more."
        )
