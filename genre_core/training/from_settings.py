"""A run's settings as training knows them: a configuration, and the corpora to read."""

from pathlib import Path

from genre_core.data.catalogue import load
from genre_core.data.corpus import Corpus
from genre_core.data.upload import read_upload
from genre_core.jobs.films import chosen_films
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
    return chosen_films(corpora, settings)
