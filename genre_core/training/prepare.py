"""From corpora to what an LSTM is fed: vocabulary, token ids and labels."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from genre_core.data.corpus import Corpus
from genre_core.data.rows_on_disk import TextRows
from genre_core.data.stored import LabelledPlots
from genre_core.data.usable import UsableFilms, usable_films
from genre_core.errors import TrainingError
from genre_core.text.names import find_names
from genre_core.text.tokens import tokenise
from genre_core.text.vocabulary import Vocabulary
from genre_core.training.rows import Rows, TokenRows

__all__ = ["Prepared", "PreparedSplit", "prepare"]

_PLOTS_AT_ONCE = 1_000


@dataclass(frozen=True)
class PreparedSplit:
    """One split, film by film; texts and ids are read when they are asked for."""

    films: UsableFilms
    rows: Rows
    """Token ids of each plot, whole."""

    @property
    def film_ids(self) -> npt.NDArray[np.str_]:
        """``(n_films,)``"""
        return np.array(list(self.films.film_ids), dtype=np.str_)

    @property
    def corpora(self) -> npt.NDArray[np.str_]:
        """``(n_films,)``: the name of the corpus that each came from."""
        return self.films.names

    @property
    def plots(self) -> Sequence[str]:
        """The texts as they were written."""
        return self.films.plots

    @property
    def labels(self) -> npt.NDArray[np.bool_]:
        """``(n_films, n_genres)``"""
        return self.films.labels

    def __len__(self) -> int:
        return len(self.rows)

    def chosen(self, which: npt.NDArray[np.bool_]) -> "PreparedSplit":
        """Those of the films that ``which (n_films,)`` says."""
        return PreparedSplit(
            self.films.chosen(which), [self.rows[place] for place in np.flatnonzero(which).tolist()]
        )


@dataclass(frozen=True)
class Prepared:
    """Every split, and the vocabulary of the training split."""

    genres: tuple[str, ...]
    vocabulary: Vocabulary
    splits: dict[str, PreparedSplit]


def prepare(
    corpora: Sequence[Corpus | LabelledPlots],
    max_words: int,
    min_plots: int,
    folder: Path | None = None,
) -> Prepared:
    """Tokenise labelled films and number their words by a vocabulary of the training split alone.

    Names of persons stay unknown: what somebody is called must not decide a genre. Genres are those
    of the taxonomy that some training film has; films without one of them teach nothing and are left
    out. A film that corpora put into different splits goes whole to one. Words
    and ids go to files in ``folder`` that have no name there, by default where the system has such.
    Raises TrainingError when a split is empty, one genre is all there is or no word stands in enough
    plots.
    """
    films, genres = usable_films(corpora)
    words = {split: _words_of(chosen.plots, folder) for split, chosen in films.items()}
    vocabulary = Vocabulary.from_tokens(
        map(str.split, words["train"]),
        max_words,
        min_plots,
        left_out=find_names(films["train"].plots),
    )
    if not vocabulary.n_known:
        raise TrainingError(
            f"A model needs words to know, and none stands in {min_plots} training plots or more. "
            "Lower min_plots, or use a larger corpus."
        )
    splits = {
        split: PreparedSplit(chosen, _ids_of(words.pop(split), vocabulary, folder))
        for split, chosen in films.items()
    }
    return Prepared(genres, vocabulary, splits)


def _words_of(plots: Sequence[str], folder: Path | None) -> TextRows:
    """The words of each plot, with a space between them: each plot is cut into words once."""
    words = TextRows(folder)
    for places in _blocks(len(plots)):
        words.extend(" ".join(tokenise(plots[place])) for place in places)
    return words


def _ids_of(words: TextRows, vocabulary: Vocabulary, folder: Path | None) -> TokenRows:
    rows = TokenRows(folder)
    for places in _blocks(len(words)):
        rows.extend(vocabulary.ids(words[place].split()) for place in places)
    return rows


def _blocks(n_plots: int) -> Iterator[range]:
    for start in range(0, n_plots, _PLOTS_AT_ONCE):
        yield range(start, min(start + _PLOTS_AT_ONCE, n_plots))
