"""Lessons from a teacher: tune it, ask it about every training plot, every part and every word."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from genre_core.data.corpus import Corpus
from genre_core.errors import TrainingError
from genre_core.evaluation import score, tune_global
from genre_core.evaluation.metrics import Scores
from genre_core.text.vocabulary import UNKNOWN
from genre_core.training.lessons import PARTS_SEED, Lessons, fingerprint, write_lessons
from genre_core.training.parts import cut_parts
from genre_core.training.prepare import Prepared, prepare
from genre_core.training.teacher import Teacher, TeacherConfig, tune_teacher

__all__ = ["teach"]

_DIMENSIONS = 64


def teach(
    corpora: Sequence[Corpus],
    weights: Path,
    output: Path,
    config: TeacherConfig,
    *,
    max_words: int = 20_000,
    min_plots: int = 3,
    say: Callable[[str], object] = str,
) -> dict[str, Scores]:
    """Write lessons about the training plots to ``output``; the teacher's own scores by corpus.

    ``weights`` is a folder with a BERT in the Hugging Face format. The scores are on the validation
    split. Raises TrainingError when there is none, and when ``output`` is a file.
    """
    if output.exists() and not output.is_dir():
        raise TrainingError(
            f"Lessons are written to a folder, and {output} is a file. Name another."
        )
    prepared = prepare(corpora, max_words, min_plots)
    train = prepared.splits["train"]
    teacher = Teacher(weights, len(prepared.genres), config)
    say(f"Tuning the teacher on {len(train):,} plots")
    tune_teacher(
        teacher,
        train.plots,
        train.labels,
        after_epoch=lambda epoch, loss: say(f"epoch {epoch} of {config.epochs}: loss {loss:.4f}"),
    )
    scores = _validate(teacher, prepared)
    say("Asking it about every plot, part and word")
    parts = cut_parts(train.plots, seed=PARTS_SEED)
    words = prepared.vocabulary.words[UNKNOWN + 1 :]
    write_lessons(
        output,
        Lessons(
            fingerprint=fingerprint(train),
            genres=prepared.genres,
            plots=teacher.read(train.plots)[0],
            parts=teacher.read([text for _, text in parts])[0],
            words=words,
            vectors=_main_directions(teacher.read(words, batch_size=512)[1], _DIMENSIONS),
        ),
    )
    return scores


def _validate(teacher: Teacher, prepared: Prepared) -> dict[str, Scores]:
    films = prepared.splits["validation"]
    probabilities = np.exp(-np.logaddexp(0, -teacher.read(films.plots)[0]))
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
