"""A corpus in a few numbers."""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from genre_core.data.corpus import SPLITS, Corpus
from genre_core.genres import GENRES

__all__ = ["CorpusSummary", "summarise"]


@dataclass(frozen=True)
class CorpusSummary:
    """What a corpus holds; a film with two plots is one film."""

    films: int
    plots: int
    median_words: int
    films_per_split: dict[str, int]
    films_per_genre: dict[str, int]
    """Every genre of the taxonomy, also those of no film."""


def summarise(corpus: Corpus) -> CorpusSummary:
    """Count a corpus of at least one film; words are what stands between spaces."""
    rows = corpus.films
    films = rows.drop_duplicates("film_id")
    splits = Counter(films["split"])
    genres = Counter(
        genre
        for _, genre in set(rows[["film_id", "genres"]].explode("genres").itertuples(index=False))
    )
    words = [len(plot.split()) for plot in rows["plot"]]
    return CorpusSummary(
        films=len(films),
        plots=len(rows),
        median_words=int(np.median(words)),
        films_per_split={split: splits[split] for split in SPLITS},
        films_per_genre={genre: genres[genre] for genre in GENRES},
    )
