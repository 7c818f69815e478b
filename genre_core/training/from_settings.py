"""A run's settings as training knows them: a configuration, and the corpora to read."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from genre_core.data.catalogue import load
from genre_core.data.corpus import Corpus
from genre_core.data.upload import read_upload
from genre_core.jobs.limits import MAX_FILMS
from genre_core.jobs.settings import UPLOAD, RunSettings
from genre_core.training.config import TrainingConfig, make_config

__all__ = ["config_of", "corpora_of"]

_MIN_PLOTS = 2  # that a known word stands in


def config_of(settings: RunSettings) -> TrainingConfig:
    """The training configuration. All genres weigh alike, so that training and validation loss compare."""
    return make_config(
        dimensions=settings.vector_dimensions,
        units=settings.units,
        n_layers=settings.n_layers,
        bidirectional=settings.bidirectional,
        vector_dropout=settings.dropout,
        dropout=settings.dropout,
        linear_share=settings.linear_share,
        train_vectors=settings.train_vectors,
        max_words=settings.max_words,
        min_plots=_MIN_PLOTS,
        vectors=settings.vectors,
        word_dropout=settings.word_dropout,
        rare_genre_power=0.0,
        epochs=settings.epochs,
        patience=settings.patience,
        batch_size=settings.batch_size,
        learning_rate=settings.learning_rate,
        averaging=settings.averaging,
        seed=settings.seed,
    )


def corpora_of(settings: RunSettings, folder: Path) -> list[Corpus]:
    """The corpora, with the chosen genres and at most the asked for training films; raises CorpusError."""
    if settings.corpus == UPLOAD:
        corpora = [read_upload((folder / UPLOAD).read_bytes(), UPLOAD)[0]]
    else:
        corpora = [load(name) for name in settings.corpus.split("+")]
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
