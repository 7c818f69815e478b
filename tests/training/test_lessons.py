from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from genre_core.errors import TrainingError
from genre_core.text.tokens import tokenise
from genre_core.text.vocabulary import UNKNOWN
from genre_core.training.lessons import (
    PARTS_SEED,
    Lessons,
    fingerprint,
    read_lessons,
    take_lessons,
    vectors_for,
    write_lessons,
)
from genre_core.training.parts import cut_parts, invent_texts
from genre_core.training.prepare import Prepared, prepare
from genre_core.training.run import train
from genre_core.training.vectors import starting_vectors
from tests.tiny import tiny_config, tiny_corpus


@pytest.fixture(scope="module")
def talkative() -> Prepared:
    """Films whose plots have several sentences, and three of them many."""
    corpus = tiny_corpus(80)
    plots = [
        plot + ". Then a second thing happens to all of them." for plot in corpus.films["plot"]
    ]
    plots[0], plots[1], plots[2] = (" ".join([plots[n]] * 12) for n in range(3))
    return prepare([replace(corpus, films=corpus.films.assign(plot=plots))], 500, 1)


@pytest.fixture(scope="module")
def lessons(talkative: Prepared) -> Lessons:
    """What a teacher might say, each number different."""
    chance = np.random.default_rng(7)
    train = talkative.splits["train"]
    n_parts = len(cut_parts(train.plots, seed=PARTS_SEED))
    words = talkative.vocabulary.words[2:-3]
    return Lessons(
        fingerprint(train),
        talkative.genres,
        chance.normal(0, 3, (len(train), 4)).astype(np.float32),
        chance.normal(0, 3, (n_parts, 4)).astype(np.float32),
        chance.normal(0, 3, (2 * len(train), 4)).astype(np.float32),
        words,
        chance.normal(0, 1, (len(words), 3)).astype(np.float32),
    )


def test_written_and_read(lessons: Lessons, tmp_path: Path) -> None:
    """What is read is what was written, to half a step."""
    write_lessons(tmp_path / "lessons", lessons)
    assert ["scores.npz", "words.npz"] == sorted(p.name for p in (tmp_path / "lessons").iterdir())
    again = read_lessons(tmp_path / "lessons")
    assert (lessons.fingerprint, lessons.genres, lessons.words) == (
        again.fingerprint,
        again.genres,
        again.words,
    )
    for part in ("plots", "parts", "inventions"):
        said = np.clip(getattr(lessons, part), -127 / 16, 127 / 16)
        np.testing.assert_allclose(getattr(again, part), said, atol=1 / 32)
    np.testing.assert_allclose(again.vectors, lessons.vectors, atol=0.02)


def test_targets(talkative: Prepared, lessons: Lessons) -> None:
    """A target is the teacher's word and the label, each with its share; a long plot goes by its parts."""
    train = talkative.splits["train"]
    taught = take_lessons(talkative, lessons, 0.7)
    of_plot = np.array([place for place, _ in cut_parts(train.plots, seed=PARTS_SEED)])
    assert len(taught.rows) == len(taught.targets) == 3 * len(train) + len(of_plot)
    n_parts = np.bincount(of_plot, minlength=len(train))
    short, long = int(np.flatnonzero(n_parts == 1)[0]), int(np.flatnonzero(n_parts > 1)[0])
    said = 1 / (1 + np.exp(-lessons.plots[short]))
    np.testing.assert_allclose(
        taught.targets[short], 0.7 * said + 0.3 * train.labels[short], atol=1e-6
    )
    said = (1 / (1 + np.exp(-lessons.parts[of_plot == long]))).mean(axis=0)
    np.testing.assert_allclose(
        taught.targets[long], 0.7 * said + 0.3 * train.labels[long], atol=1e-6
    )
    said = 1 / (1 + np.exp(-np.concatenate([lessons.parts, lessons.inventions])))
    np.testing.assert_allclose(taught.targets[len(train) :], said, atol=1e-6)
    invented = tokenise(invent_texts(train.plots, seed=PARTS_SEED)[-1])
    np.testing.assert_array_equal(taught.rows[-1], talkative.vocabulary.ids(invented))


def test_labels_alone(talkative: Prepared, lessons: Lessons) -> None:
    """Without a say for the teacher the plots' targets are their labels."""
    train = talkative.splits["train"]
    taught = take_lessons(talkative, lessons, 0.0)
    np.testing.assert_array_equal(taught.targets[: len(train)], train.labels)


def test_vectors(talkative: Prepared, lessons: Lessons) -> None:
    """The teacher's numbers stand behind our own, as widely spread; a word it was not asked for has none."""
    taught = vectors_for(talkative.vocabulary, lessons)
    np.testing.assert_array_equal(taught[UNKNOWN + 1 : -3], lessons.vectors)
    assert not taught[-3:].any()
    assert not taught[0].any()
    np.testing.assert_allclose(taught[UNKNOWN], taught[2:].mean(axis=0))
    joined = starting_vectors(talkative, tiny_config(vectors="counted"), lessons)
    assert joined is not None
    assert (len(talkative.vocabulary), 8) == joined.shape
    assert joined[2:, :5].std() == pytest.approx(joined[2:, 5:].std(), rel=1e-4)


@pytest.mark.parametrize("dimensions", [2, 3])
def test_vectors_of_the_teacher_alone(
    talkative: Prepared, lessons: Lessons, dimensions: int
) -> None:
    """A model that takes as many numbers as the teacher has, or fewer, takes its first ones."""
    taught = vectors_for(talkative.vocabulary, lessons)[:, :dimensions]
    vectors = starting_vectors(talkative, tiny_config(dimensions=dimensions), lessons)
    assert vectors is not None
    np.testing.assert_allclose(vectors, taught * (0.22 / taught[2:].std()), rtol=1e-5)


def test_lessons_about_other_plots(talkative: Prepared, lessons: Lessons) -> None:
    """Lessons do not fit another corpus, nor the same one with a word changed."""
    other = prepare([tiny_corpus(80)], 500, 1)
    with pytest.raises(TrainingError, match=r"other plots.*train without"):
        take_lessons(other, lessons, 0.7)


class TestDamaged:
    def test_no_folder(self, tmp_path: Path) -> None:
        """It is said before anything is trained."""
        with pytest.raises(TrainingError, match=r"scores\.npz and words\.npz.*has no such files"):
            train([tiny_corpus()], tmp_path / "b", tiny_config(), lessons=tmp_path, say=pytest.fail)

    @pytest.mark.parametrize("name", ["scores.npz", "words.npz"])
    def test_cut_off(self, lessons: Lessons, tmp_path: Path, name: str) -> None:
        """Half a file is told from a whole one."""
        write_lessons(tmp_path, lessons)
        whole = (tmp_path / name).read_bytes()
        (tmp_path / name).write_bytes(whole[: len(whole) // 2])
        with pytest.raises(TrainingError, match="has no such files that can be read"):
            read_lessons(tmp_path)
