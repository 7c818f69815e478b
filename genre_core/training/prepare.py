"""From corpora to what an LSTM is fed: vocabulary, token ids, labels and word vectors."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from genre_core.data.corpus import SPLITS, Corpus
from genre_core.data.usable import usable_films
from genre_core.errors import TrainingError
from genre_core.genres import to_labels
from genre_core.text.names import find_names
from genre_core.text.tokens import tokenise
from genre_core.text.vocabulary import Vocabulary

__all__ = ["Prepared", "PreparedSplit", "prepare"]


@dataclass(frozen=True)
class PreparedSplit:
    """One split, film by film."""

    film_ids: npt.NDArray[np.str_]
    corpora: npt.NDArray[np.str_]
    plots: list[str]
    tokens: list[list[str]]
    rows: list[npt.NDArray[np.int32]]
    """Token ids of each plot, whole."""
    labels: npt.NDArray[np.bool_]
    """``(n_films, n_genres)``"""

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True)
class Prepared:
    """Every split, and the vocabulary of the training split."""

    genres: tuple[str, ...]
    vocabulary: Vocabulary
    splits: dict[str, PreparedSplit]


def prepare(corpora: Sequence[Corpus], max_words: int, min_plots: int) -> Prepared:
    """Tokenise labelled films and number their words by a vocabulary of the training split alone.

    Names of persons stay unknown: what somebody is called must not decide a genre. Genres are those
    of the taxonomy that some training film has; films without one of them teach nothing and are left
    out. A film that corpora put into different splits goes whole to one. Raises
    TrainingError when a split is empty, one genre is all there is or no word stands in enough plots.
    """
    films, genres = usable_films(corpora)
    tokens = [tokenise(plot) for plot in films["plot"]]
    is_train = films["split"] == "train"
    vocabulary = Vocabulary.from_tokens(
        (tokens[i] for i in np.flatnonzero(is_train)),
        max_words,
        min_plots,
        left_out=find_names(films["plot"][is_train]),
    )
    if not vocabulary.n_known:
        raise TrainingError(
            f"A model needs words to know, and none stands in {min_plots} training plots or more. "
            "Lower min_plots, or use a larger corpus."
        )
    splits = {
        name: _split(films, tokens, genres, vocabulary, np.flatnonzero(films["split"] == name))
        for name in SPLITS
    }
    return Prepared(genres, vocabulary, splits)


def _split(
    films: pd.DataFrame,
    tokens: list[list[str]],
    genres: tuple[str, ...],
    vocabulary: Vocabulary,
    places: npt.NDArray[np.intp],
) -> PreparedSplit:
    chosen = films.iloc[places]
    own_tokens = [tokens[place] for place in places]
    known = [[genre for genre in names if genre in genres] for names in chosen["genres"]]
    return PreparedSplit(
        film_ids=chosen["film_id"].to_numpy(dtype=np.str_),
        corpora=chosen["corpus"].to_numpy(dtype=np.str_),
        plots=chosen["plot"].tolist(),
        tokens=own_tokens,
        rows=[vocabulary.ids(words) for words in own_tokens],
        labels=to_labels(known, genres),
    )
