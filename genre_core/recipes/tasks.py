"""From corpora to a task: who is in which split, the vocabulary, token ids and labels."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pandas as pd

from genre_core.data.corpus import SPLITS, Corpus
from genre_core.data.splits import assign_splits
from genre_core.errors import TrainingError
from genre_core.genres import GENRES, to_labels
from genre_core.prediction.encoder import Encoder
from genre_core.prediction.manifest import TextSettings
from genre_core.recipes.contract import RecipeConfig, Split, Task
from genre_core.text.tokens import tokenise
from genre_core.text.vocabulary import Vocabulary

__all__ = [
    "as_they_stand",
    "check_labels_differ",
    "frequent_labels",
    "label_films",
    "learn_vocabulary",
    "make_task",
    "our_genres",
    "read_films",
    "split_at_random",
]


_ON_TEST = "Chosen on the very films it is reported on, as its authors did: the figure flatters."


def as_they_stand(names: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Genre names of a film in their own spelling, in lower case and without repeats."""
    return tuple(dict.fromkeys(name.casefold() for name in names if name.strip())), ()


def read_films(corpora: Sequence[Corpus], config: RecipeConfig) -> pd.DataFrame:
    """Films of all corpora, each film in one split, with the column ``corpus``; a sample if asked for."""
    films = pd.concat(
        [corpus.films.assign(corpus=corpus.name) for corpus in corpora], ignore_index=True
    )
    films, _ = assign_splits(films)
    if config.max_films is None:
        return films
    parts = [films[films["split"] == split] for split in SPLITS]
    some = [part.sample(min(len(part), config.max_films), random_state=0) for part in parts]
    return pd.concat(some).sort_index().reset_index(drop=True)


def our_genres(films: pd.DataFrame) -> tuple[str, ...]:
    """Genres of our taxonomy that a training film has, in its order."""
    present = {genre for names in films.loc[films["split"] == "train", "genres"] for genre in names}
    return tuple(genre for genre in GENRES if genre in present)


def frequent_labels(
    names: Iterable[Iterable[str]], most: int, fewest_films: int
) -> tuple[str, ...]:
    """The ``most`` labels that most films have, each on ``fewest_films`` or more; by alphabet."""
    counts = Counter(name for film in names for name in set(film))
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(sorted(name for name, n_films in ranked[:most] if n_films >= fewest_films))


def label_films(films: pd.DataFrame, labels: Sequence[str]) -> pd.DataFrame:
    """Films that have one of the labels, each with these alone in ``genres``."""
    known = [tuple(name for name in names if name in labels) for names in films["genres"]]
    kept = films.assign(genres=pd.Series(known, index=films.index, dtype=object))
    return kept[[bool(names) for names in known]].reset_index(drop=True)


def split_at_random(films: pd.DataFrame, test: float, validation: float, seed: int) -> pd.DataFrame:
    """The films in other splits: shares of all films, drawn by film; ``validation`` may be 0."""
    ids = np.unique(films["film_id"].to_numpy(dtype=np.str_))
    ids = np.random.default_rng(seed).permutation(ids)
    n_test = max(1, round(test * len(ids)))
    n_validation = max(1, round(validation * len(ids))) if validation else 0
    split_of = dict.fromkeys(ids.tolist(), "train")
    split_of.update(dict.fromkeys(ids[:n_test].tolist(), "test"))
    split_of.update(dict.fromkeys(ids[n_test : n_test + n_validation].tolist(), "validation"))
    return films.assign(split=films["film_id"].map(split_of).astype("str"))


def learn_vocabulary(
    films: pd.DataFrame,
    max_words: int,
    *,
    min_plots: int = 1,
    pairs: bool = False,
    without: Collection[str] = (),
) -> Vocabulary:
    """Words (and pairs) that stand in most training plots; raises TrainingError for none."""
    tokens = [tokenise(plot) for plot in films.loc[films["split"] == "train", "plot"]]
    if without:
        tokens = [[word for word in words if word not in without] for words in tokens]
    if pairs:
        tokens = [words + [f"{a} {b}" for a, b in pairwise(words)] for words in tokens]
    vocabulary = Vocabulary.from_tokens(tokens, max_words, min_plots)
    if not vocabulary.n_known:
        raise TrainingError(
            f"A model needs words to know, and none stands in {min_plots} of {len(tokens)} training "
            "texts or more. Use more texts, or check the column they were read from."
        )
    return vocabulary


def make_task(
    films: pd.DataFrame,
    labels: Sequence[str],
    vocabulary: Vocabulary,
    settings: TextSettings,
    *,
    notes: Sequence[str] = (),
    one_label: bool = False,
    validate_on_test: bool = False,
) -> Task:
    """Number the words and labels of ``film_id, corpus, split, plot, genres``; TrainingError.

    ``validate_on_test``: the test films are those of validation too, as in projects that choose on
    what they report.
    """
    encoder = Encoder(vocabulary, settings)
    source = {"validation": "test"} if validate_on_test else {}
    splits = {
        split: _split(films[films["split"] == source.get(split, split)], labels, encoder)
        for split in SPLITS
    }
    for split, rows in splits.items():
        if not len(rows):
            raise TrainingError(
                f"Each split needs a text with a label, and {split} has none of {len(films)}. "
                "Use more texts, or fill the split column."
            )
    check_labels_differ(splits["train"].labels, labels)
    if validate_on_test:
        notes = (*notes, _ON_TEST)
    return Task(tuple(labels), encoder, splits, one_label, tuple(notes))


def check_labels_differ(labels: npt.NDArray[np.bool_], names: Sequence[str]) -> None:
    """Raise TrainingError unless there are two labels or more, and texts that differ in them."""
    if len(names) < 2:  # noqa: PLR2004 - to tell apart takes two
        raise TrainingError(
            f"A model learns to tell labels apart, and there is {len(names)}: {', '.join(names)}. "
            "Use texts with two labels or more."
        )
    if (labels == labels[0]).all():
        same = ", ".join(name for name, has in zip(names, labels[0], strict=True) if has)
        raise TrainingError(
            f"A model learns from differences, and all {len(labels)} training texts have the same "
            f"labels: {same}. Use texts that differ in them."
        )


def _split(films: pd.DataFrame, labels: Sequence[str], encoder: Encoder) -> Split:
    return Split(
        film_ids=films["film_id"].to_numpy(dtype=np.str_),
        corpora=films["corpus"].to_numpy(dtype=np.str_),
        plots=films["plot"].tolist(),
        rows=[encoder.ids(encoder.tokens(plot)) for plot in films["plot"]],
        labels=to_labels(films["genres"], labels),
    )
