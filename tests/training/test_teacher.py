"""The teacher, on a tiny transformer made here; needs the libraries of requirements-teacher.txt."""
# Which are no part of the development environment.
# pyright: reportMissingImports=false

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from genre_core.errors import TrainingError
from genre_core.training.lessons import read_lessons
from genre_core.training.run import train
from tests.tiny import tiny_config, tiny_corpus

pytest.importorskip("torch", reason="requirements-teacher.txt is not installed")
pytest.importorskip("transformers", reason="requirements-teacher.txt is not installed")

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning"),
    pytest.mark.slow,
    pytest.mark.timeout(600),  # two libraries for tensors share the cores
]


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a random BERT of two layers that knows the words of the tiny corpus."""
    from transformers import BertConfig, BertModel, BertTokenizerFast

    folder = tmp_path_factory.mktemp("bert")
    words = {word for plot in tiny_corpus().films["plot"] for word in plot.split()}
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", ".", "then"]
    (folder / "vocab.txt").write_text("\n".join([*special, *sorted(words)]))
    BertTokenizerFast(str(folder / "vocab.txt")).save_pretrained(folder)
    shape = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2}
    config = BertConfig(vocab_size=len(special) + len(words), intermediate_size=64, **shape)
    BertModel(config).save_pretrained(folder)
    return folder


def test_lessons_of_a_tiny_teacher(weights: Path, tmp_path: Path) -> None:
    """It learns, its lessons are about the training plots, and an LSTM can be trained on them."""
    from genre_core.training.teach import teach
    from genre_core.training.teacher import TeacherConfig

    corpus = tiny_corpus()
    plots = corpus.films["plot"] + ". Then " + corpus.films["plot"] + "."
    corpora = [replace(corpus, films=corpus.films.assign(plot=plots))]
    said: list[str] = []
    config = TeacherConfig(epochs=25, batch_size=16, learning_rate=5e-3)
    scores = teach(
        corpora, weights, tmp_path / "lessons", config, n_teachers=2, min_plots=1, say=said.append
    )
    assert scores["tiny"].mAP > 0.7  # naming by chance: 1/3
    losses = [float(line.split()[-1]) for line in said if line.startswith("epoch")]
    assert 2 * 25 == len(losses)
    assert all(of_one[-1] < 0.8 * of_one[0] for of_one in (losses[:25], losses[25:]))
    lessons = read_lessons(tmp_path / "lessons")
    assert (144, 4) == lessons.plots.shape
    assert (288, 4) == lessons.inventions.shape
    assert (len(lessons.words), 32) == lessons.vectors.shape
    assert np.isfinite(lessons.vectors).all()
    assert len(np.unique(lessons.vectors, axis=0)) > 0.9 * len(lessons.words)
    manifest = train(
        corpora,
        tmp_path / "bundle",
        tiny_config(dimensions=72, epochs=2),
        lessons=tmp_path / "lessons",
        progress=False,
    )
    assert lessons.fingerprint == manifest.training["lessons"]
    assert "transformer was its teacher: 70%" in (tmp_path / "bundle" / "MODEL_CARD.md").read_text()


def test_linear_start(weights: Path) -> None:
    """Before its first step the teacher says what a logistic regression on its states does."""
    from genre_core.genres import to_labels
    from genre_core.training.teacher import Teacher, TeacherConfig

    films = tiny_corpus().films
    genres = sorted({genre for names in films["genres"] for genre in names})
    labels = to_labels(films["genres"].tolist(), [*genres, "Western"])
    teacher = Teacher(weights, len(genres) + 1, TeacherConfig())
    plots = films["plot"].tolist()
    teacher.start_from_linear(plots, labels)
    said = teacher.read(plots)[0]
    for genre, of_genre in enumerate(labels.T[:-1]):
        assert said[of_genre, genre].mean() > said[~of_genre, genre].mean()


def test_words_in_context(weights: Path) -> None:
    """A word is the mean state of its pieces wherever it stands; one seldom met is near the mean of all."""
    from genre_core.training.in_context import WordsInContext
    from genre_core.training.teacher import Teacher, TeacherConfig

    teacher = Teacher(weights, 2, TeacherConfig())
    plots = [plot.split()[0].title() + ". " + plot for plot in tiny_corpus().films["plot"]][:20]
    words = [plots[0].split()[1], "nowhere"]
    in_context = WordsInContext(teacher, words)
    said = in_context.read(plots)
    np.testing.assert_allclose(teacher.read(plots)[0], said, atol=1e-6)
    met = [
        states[place]
        for plot, states in zip(plots, states_of(teacher, plots), strict=True)
        for place, word in enumerate(plot.lower().replace(".", " .").split())
        if word == words[0]
    ]
    assert len(met) > 1
    means = in_context.means()
    expected = (np.sum(met, axis=0) + 3 * means[1]) / (len(met) + 3)  # the second was never met
    np.testing.assert_allclose(means[0], expected, atol=1e-3)


def states_of(teacher, plots: list[str]) -> list[np.ndarray]:
    found: dict[int, np.ndarray] = {}

    def listen(places, states) -> None:
        found.update(dict(zip(places.tolist(), states, strict=True)))

    teacher.read(plots, listener=listen)
    return [found[place] for place in range(len(plots))]


def test_no_weights(tmp_path: Path) -> None:
    """A folder without a transformer is told, with what to get."""
    from genre_core.training.teach import teach
    from genre_core.training.teacher import TeacherConfig

    with pytest.raises(TrainingError, match=r"Hugging Face format.*all-MiniLM-L6-v2"):
        teach([tiny_corpus()], tmp_path, tmp_path / "lessons", TeacherConfig(), min_plots=1)
    assert not (tmp_path / "lessons").exists()
