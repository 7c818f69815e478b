"""The films of a run: of its corpora those that its settings choose."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from genre_core.data.corpus import Corpus
from genre_core.data.usable import check_corpora
from genre_core.jobs.settings import RunSettings
from genre_core.limits import MAX_FILMS

__all__ = ["check_films", "chosen_films"]


def check_films(corpora: Sequence[Corpus], settings: RunSettings) -> None:
    """Raise TrainingError where a run would: a split without a film, or one genre in all films."""
    check_corpora(chosen_films(corpora, settings))


def chosen_films(corpora: Sequence[Corpus], settings: RunSettings) -> list[Corpus]:
    """The corpora with the chosen genres and at most the asked for training films."""
    if settings.genres is not None:
        corpora = [_with_genres(corpus, settings.genres) for corpus in corpora]
    return _with_fewer_films(corpora, settings.n_films or MAX_FILMS)


def _with_genres(corpus: Corpus, genres: Sequence[str]) -> Corpus:
    """Films that have one of the genres, and of theirs only these."""
    chosen = [tuple(name for name in names if name in genres) for names in corpus.films["genres"]]
    films = corpus.films.assign(genres=pd.Series(chosen, index=corpus.films.index, dtype=object))
    return replace(corpus, films=films[films["genres"].map(bool)].reset_index(drop=True))


def _with_fewer_films(corpora: Sequence[Corpus], n_films: int) -> list[Corpus]:
    """At most so many training films over all corpora, the first by a hash of their ids.

    So more films always hold the fewer ones, and none depends on the order of rows. Films without a
    genre do not count. Validation and test stay whole: scores of runs compare.
    """
    rows = pd.concat([corpus.films for corpus in corpora])
    usable = rows[(rows["split"] == "train") & rows["genres"].map(bool)]
    kept = set(sorted(usable["film_id"].unique(), key=_place)[:n_films])
    fewer: list[Corpus] = []
    for corpus in corpora:
        films = corpus.films
        stays = (films["split"] != "train") | films["film_id"].isin(kept)
        fewer.append(replace(corpus, films=films[stays].reset_index(drop=True)))
    return fewer


def _place(film_id: str) -> str:
    return hashlib.sha256(film_id.encode("utf-8", "surrogatepass")).hexdigest()
