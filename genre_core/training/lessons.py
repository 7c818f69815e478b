"""What a teacher said about the training plots, kept on disk: teaching takes an hour, learning minutes.

A folder of two NumPy files holds no text: scores for each training plot and for its parts, and a few
numbers for each word. They belong to the very plots they were made from, which a hash tells.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from genre_core.errors import TrainingError
from genre_core.files import whole
from genre_core.text.tokens import tokenise
from genre_core.text.vocabulary import UNKNOWN, Vocabulary
from genre_core.training.parts import cut_parts
from genre_core.training.prepare import Prepared, PreparedSplit

__all__ = [
    "PARTS_SEED",
    "Lessons",
    "Taught",
    "fingerprint",
    "read_lessons",
    "take_lessons",
    "vectors_for",
    "write_lessons",
]

PARTS_SEED = 0
_SCORES, _WORDS = "scores.npz", "words.npz"
_STEPS = 16  # a stored logit is a number of sixteenths, within ±8

Scores = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Lessons:
    """A teacher's logits and word vectors.

    ``plots (n_plots, n_genres)`` and ``parts`` likewise, float32, in the order of the training plots and of
    :func:`cut_parts`; ``vectors (n_words, dimensions)`` float32 for ``words``.
    """

    fingerprint: str
    genres: tuple[str, ...]
    plots: Scores
    parts: Scores
    words: tuple[str, ...]
    vectors: Scores


@dataclass(frozen=True)
class Taught:
    """What the LSTM is fed: plots and parts of plots, and how likely each genre is."""

    rows: list[npt.NDArray[np.int32]]
    targets: Scores
    """``(n_rows, n_genres)``, between 0 and 1."""


def fingerprint(plots: PreparedSplit) -> str:
    """A hash of the training plots, in their order."""
    digest = hashlib.sha256()
    for plot in plots.plots:
        digest.update(plot.encode("utf-8", "surrogatepass") + b"\0")
    return digest.hexdigest()


def write_lessons(folder: Path, lessons: Lessons) -> None:
    """Write the folder's two files; logits in steps of a sixteenth, vectors in 8 bits."""
    folder.mkdir(parents=True, exist_ok=True)
    largest = np.abs(lessons.vectors).max(axis=0)
    for name, arrays in {
        _SCORES: {
            "fingerprint": np.array(lessons.fingerprint),
            "genres": np.array(lessons.genres),
            "plots": _in_steps(lessons.plots),
            "parts": _in_steps(lessons.parts),
        },
        _WORDS: {
            "words": np.array("\n".join(lessons.words)),
            "largest": largest,
            "vectors": np.round(lessons.vectors / largest * 127).astype(np.int8),
        },
    }.items():
        with whole(folder / name) as new, new.open("wb") as file:
            np.savez_compressed(file, **arrays)


def read_lessons(folder: Path) -> Lessons:
    """The lessons of a folder; raises TrainingError when they are not there or damaged."""
    try:
        with (
            (folder / _SCORES).open("rb") as scores_file,
            (folder / _WORDS).open("rb") as words_file,
            np.load(scores_file, allow_pickle=False) as scores,
            np.load(words_file, allow_pickle=False) as words,
        ):
            return Lessons(
                fingerprint=str(scores["fingerprint"]),
                genres=tuple(scores["genres"].tolist()),
                plots=scores["plots"].astype(np.float32) / _STEPS,
                parts=scores["parts"].astype(np.float32) / _STEPS,
                words=tuple(str(words["words"]).split("\n")),
                vectors=words["vectors"] * (words["largest"] / 127).astype(np.float32),
            )
    except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:
        raise TrainingError(
            f"Lessons are {_SCORES} and {_WORDS} in one folder, and {folder} has no such files that can be "
            f"read ({error}). Make them with `python -m genre_core teach`, or train without."
        ) from error


def take_lessons(prepared: Prepared, lessons: Lessons, share: float) -> Taught:
    """All texts as rows of ids, with targets: for plots ``share`` the teacher's word, the rest the labels'.

    A long plot, of which a teacher reads the start alone, gets the mean of what it said about the parts.
    Parts have the teacher's word alone. Raises TrainingError when the lessons are about
    other plots or other genres.
    """
    train = prepared.splits["train"]
    if (lessons.fingerprint, lessons.genres) != (fingerprint(train), prepared.genres):
        raise TrainingError(
            f"Lessons are about the plots they were made from; these are about {len(lessons.plots)} other "
            f"plots than the {len(train)} to train on. Make new ones with `python -m genre_core teach`, "
            "or train without."
        )
    parts = cut_parts(train.plots, seed=PARTS_SEED)
    of_parts = _sigmoid(lessons.parts)
    of_plots = _long_by_parts(
        _sigmoid(lessons.plots), of_parts, np.array([place for place, _ in parts], dtype=np.intp)
    )
    targets = [share * of_plots + (1 - share) * train.labels, of_parts]
    return Taught(
        rows=[*train.rows, *(prepared.vocabulary.ids(tokenise(text)) for _, text in parts)],
        targets=np.concatenate(targets).astype(np.float32),
    )


def vectors_for(vocabulary: Vocabulary, lessons: Lessons) -> Scores:
    """The teacher's vectors ``(n_words, dimensions) float32``; zeros for a word it was not asked for."""
    places = {word: place for place, word in enumerate(lessons.words)}
    vectors = np.zeros((len(vocabulary), lessons.vectors.shape[1]), dtype=np.float32)
    for number, word in enumerate(vocabulary.words):
        if word in places:
            vectors[number] = lessons.vectors[places[word]]
    vectors[UNKNOWN] = vectors[UNKNOWN + 1 :].mean(axis=0)
    return vectors


def _long_by_parts(of_plots: Scores, of_parts: Scores, of_plot: npt.NDArray[np.intp]) -> Scores:
    n_parts = np.bincount(of_plot, minlength=len(of_plots))
    sums = np.zeros_like(of_plots)
    np.add.at(sums, of_plot, of_parts)
    return np.where(n_parts[:, None] > 1, sums / np.maximum(n_parts, 1)[:, None], of_plots)


def _sigmoid(logits: Scores) -> Scores:
    return np.exp(-np.logaddexp(0, -logits))


def _in_steps(logits: Scores) -> npt.NDArray[np.int8]:
    return np.clip(np.round(logits * _STEPS), -127, 127).astype(np.int8)
