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
from genre_core.training.in_context import WordsInContext, main_directions
from genre_core.training.lessons import PARTS_SEED, Lessons, fingerprint, write_lessons
from genre_core.training.parts import cut_parts, invent_texts
from genre_core.training.prepare import Prepared, prepare
from genre_core.training.teacher import TeacherConfig
from genre_core.training.tuning import tune_teachers

__all__ = ["teach"]

_DIMENSIONS = 192


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
    """Write lessons about the training plots to ``output``; the teacher's own scores by corpus.

    ``weights`` is a folder with a BERT in the Hugging Face format. Of several teachers, which differ by
    their seeds, the mean weights teach. The scores are on the validation split. Raises TrainingError when
    there are no weights, and when ``output`` is a file.
    """
    if output.exists() and not output.is_dir():
        raise TrainingError(
            f"Lessons are written to a folder, and {output} is a file. Name another."
        )
    prepared = prepare(corpora, max_words, min_plots)
    words = prepared.vocabulary.words[UNKNOWN + 1 :]
    train = prepared.splits["train"]
    teacher = tune_teachers(weights, train.plots, train.labels, config, n_teachers, say)
    say("Asking it about every plot, part and invention")
    scores = _validated(teacher.read(prepared.splits["validation"].plots)[0], prepared)
    parts = [text for _, text in cut_parts(train.plots, seed=PARTS_SEED)]
    in_context = WordsInContext(teacher, words)
    write_lessons(
        output,
        Lessons(
            fingerprint=fingerprint(train),
            genres=prepared.genres,
            plots=in_context.read(train.plots),
            parts=in_context.read(parts),
            inventions=teacher.read(invent_texts(train.plots, seed=PARTS_SEED))[0],
            words=words,
            vectors=main_directions(in_context.means(), _DIMENSIONS),
        ),
    )
    return scores


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
