"""Lessons from teachers: tune each, ask it about every training plot, every part and every word."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from genre_core.data.corpus import Corpus
from genre_core.errors import TrainingError
from genre_core.evaluation import score, tune_global
from genre_core.evaluation.metrics import Scores
from genre_core.text.vocabulary import UNKNOWN
from genre_core.training.lessons import PARTS_SEED, Lessons, fingerprint, write_lessons
from genre_core.training.parts import cut_parts, invent_texts
from genre_core.training.prepare import Prepared, prepare
from genre_core.training.teacher import Teacher, TeacherConfig, tune_teacher

__all__ = ["teach"]

_DIMENSIONS = 64

Answers = dict[str, npt.NDArray[np.float32]]
"""What one teacher says: logits ``(n_texts, n_genres)`` for each kind of text."""


def teach(
    corpora: Sequence[Corpus],
    weights: Path,
    output: Path,
    config: TeacherConfig,
    *,
    n_teachers: int = 1,
    max_words: int = 20_000,
    min_plots: int = 3,
    say: Callable[[str], object] = str,
) -> dict[str, Scores]:
    """Write lessons about the training plots to ``output``; the teachers' own scores by corpus.

    ``weights`` is a folder with a BERT in the Hugging Face format. Several teachers differ by their
    seeds, and what they say is averaged; the words' vectors are the first one's. The scores are on the
    validation split. Raises TrainingError when there are no weights, and when ``output`` is a file.
    """
    if output.exists() and not output.is_dir():
        raise TrainingError(
            f"Lessons are written to a folder, and {output} is a file. Name another."
        )
    prepared = prepare(corpora, max_words, min_plots)
    words = prepared.vocabulary.words[UNKNOWN + 1 :]
    vectors: npt.NDArray[np.float32] | None = None
    told: list[Answers] = []
    for number in range(n_teachers):
        say(f"Teacher {number + 1} of {n_teachers}")
        teacher = Teacher(weights, len(prepared.genres), replace(config, seed=config.seed + number))
        told.append(_answers_of(teacher, prepared, say))
        if vectors is None:
            vectors = _main_directions(teacher.read(words, batch_size=512)[1], _DIMENSIONS)
    mean = {kind: np.mean([answers[kind] for answers in told], axis=0) for kind in told[0]}
    scores = _validated(mean.pop("validation"), prepared)
    write_lessons(
        output,
        Lessons(
            fingerprint=fingerprint(prepared.splits["train"]),
            genres=prepared.genres,
            words=words,
            vectors=vectors,
            **mean,
        ),
    )
    return scores


def _answers_of(teacher: Teacher, prepared: Prepared, say: Callable[[str], object]) -> Answers:
    """Tune a teacher, then let it read."""
    train = prepared.splits["train"]
    say(f"Tuning it on {len(train):,} plots")
    tune_teacher(
        teacher,
        train.plots,
        train.labels,
        after_epoch=lambda epoch, loss: say(
            f"epoch {epoch} of {teacher.config.epochs}: loss {loss:.4f}"
        ),
    )
    say("Asking it about every plot, part and invention")
    texts = {
        "validation": prepared.splits["validation"].plots,
        "plots": train.plots,
        "parts": [text for _, text in cut_parts(train.plots, seed=PARTS_SEED)],
        "inventions": invent_texts(train.plots, seed=PARTS_SEED),
    }
    return {kind: teacher.read(of_kind)[0] for kind, of_kind in texts.items()}


def _validated(logits: npt.NDArray[np.float32], prepared: Prepared) -> dict[str, Scores]:
    films = prepared.splits["validation"]
    probabilities = np.exp(-np.logaddexp(0, -logits))
    thresholds = tune_global(films.labels, probabilities)
    return {
        str(name): score(
            films.labels[films.corpora == name],
            probabilities[films.corpora == name],
            thresholds,
            prepared.genres,
        )
        for name in np.unique(films.corpora)
    }


def _main_directions(states: npt.NDArray[np.float32], dimensions: int) -> npt.NDArray[np.float32]:
    """The directions in which words differ most, as word vectors ``(n_words, dimensions)``."""
    centred = states - states.mean(axis=0)
    _, _, directions = np.linalg.svd(centred, full_matrices=False)
    return centred @ directions[:dimensions].T
