"""A corpus of a few sentences and a model of a few units: real, and trained in seconds."""

import random

import pandas as pd

from genre_core.data.corpus import Corpus, ReadReport
from genre_core.training.config import TrainingConfig, make_config

_WORDS = {
    "Horror": [
        "ghost",
        "haunted",
        "scream",
        "grave",
        "blood",
        "curse",
        "night",
        "terror",
        "demon",
        "cellar",
    ],
    "Western": [
        "sheriff",
        "outlaw",
        "saloon",
        "ranch",
        "cattle",
        "horse",
        "bandit",
        "frontier",
        "rifle",
        "dust",
    ],
    "Romance": [
        "love",
        "wedding",
        "kiss",
        "heart",
        "letters",
        "bride",
        "summer",
        "dance",
        "longing",
        "couple",
    ],
    "Comedy": [
        "prank",
        "clumsy",
        "boss",
        "mixup",
        "laugh",
        "silly",
        "disguise",
        "party",
        "neighbour",
        "chaos",
    ],
}
_FILLER = [
    "the",
    "a",
    "and",
    "of",
    "to",
    "in",
    "his",
    "her",
    "with",
    "who",
    "finds",
    "must",
    "when",
    "after",
    "old",
    "young",
    "town",
    "house",
]


def tiny_corpus(n_films: int = 240, seed: int = 0) -> Corpus:
    """Films of one or two of four genres, whose plots are words of these genres and filler."""
    chance = random.Random(seed)
    films = []
    for number in range(n_films):
        genres = tuple(sorted(chance.sample(sorted(_WORDS), chance.choice([1, 1, 2]))))
        words = [
            chance.choice(_WORDS[genre]) for genre in genres for _ in range(chance.randint(4, 9))
        ]
        words += chance.choices(_FILLER, k=chance.randint(6, 20))
        chance.shuffle(words)
        split = ("train", "train", "train", "validation", "test")[number % 5]
        films.append(
            (f"tiny:{number}", f"Film {number}", 1950 + number % 70, genres, split, " ".join(words))
        )
    frame = pd.DataFrame(films, columns=["film_id", "title", "year", "genres", "split", "plot"])
    frame["year"] = frame["year"].astype("Int64")
    return Corpus("tiny", frame, ReadReport("tiny", n_films, n_films))


def tiny_config(**changes) -> TrainingConfig:
    """Settings of a run of a few seconds."""
    settings = {
        "dimensions": 8,
        "units": 8,
        "min_plots": 1,
        "train_tokens": 24,
        "max_tokens": 60,
        "epochs": 12,
        "batch_size": 16,
        "learning_rate": 0.02,
        "averaging": 0.5,
        "patience": 12,
    }
    return make_config(**{**settings, **changes})
