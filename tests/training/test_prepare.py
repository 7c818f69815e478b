import numpy as np
import pandas as pd
import pytest

from genre_core.data.corpus import Corpus, ReadReport
from genre_core.errors import TrainingError
from genre_core.training.prepare import Prepared, prepare
from tests.tiny import tiny_corpus

Film = tuple[str, tuple[str, ...], str, str]
FILMS: list[Film] = [
    ("1", ("Horror",), "train", "ghost grave"),
    ("2", ("Western",), "train", "horse"),
    ("3", ("Horror", "War"), "validation", "ghost tank"),
    ("4", ("Western",), "test", "horse saloon"),
]


def corpus_of(films: list[Film], name: str = "own") -> Corpus:
    frame = pd.DataFrame(films, columns=["film_id", "genres", "split", "plot"])
    return Corpus(name, frame.assign(title="", year=pd.NA), ReadReport(name))


def prepare_films(films: list[Film]) -> Prepared:
    return prepare([corpus_of(films)], max_words=100, min_plots=1)


def test_vocabulary_is_of_the_training_split_alone() -> None:
    """Words seen only in validation or test are unknown."""
    ready = prepare_films(FILMS)
    assert ("ghost", "grave", "horse") == ready.vocabulary.words[2:]
    assert [[2, 1]] == [row.tolist() for row in ready.splits["validation"].rows]


def test_vocabulary_of_every_tiny_word() -> None:
    """No word of the tiny corpus's validation and test films counts."""
    tiny = tiny_corpus()
    train = Corpus("train", tiny.films[tiny.films["split"] == "train"], tiny.report)
    words = {word for plot in train.films["plot"] for word in plot.split()}
    assert words == set(prepare([tiny], 1_000, 1).vocabulary.words[2:])


def test_genres_are_those_of_the_training_split() -> None:
    """In the order of the taxonomy; a genre that only a test film has cannot be learned."""
    ready = prepare_films(FILMS)
    assert ("Horror", "Western") == ready.genres
    assert [[True, False]] == ready.splits["validation"].labels.tolist()


def test_films_that_teach_nothing_are_left_out() -> None:
    """Films without a genre that some training film has are in no split."""
    more = [("5", (), "train", "lost"), ("6", ("War",), "test", "tank")]
    ready = prepare_films([*FILMS, *more])
    assert {"train": 2, "validation": 1, "test": 1} == {
        name: len(films) for name, films in ready.splits.items()
    }


def test_a_film_is_in_one_split() -> None:
    """A film that two corpora put into train and test is a test film of both."""
    other = corpus_of([("2", ("Western",), "test", "the same horse")], name="other")
    more = ("5", ("Western",), "train", "saloon")
    ready = prepare([corpus_of([*FILMS, more]), other], max_words=100, min_plots=1)
    splits = {name: films.film_ids.tolist() for name, films in ready.splits.items()}
    assert {"train": ["1", "5"], "validation": ["3"], "test": ["2", "4", "2"]} == splits


def test_corpora_are_told_apart() -> None:
    """Each film knows its corpus."""
    ready = prepare([corpus_of(FILMS), corpus_of(FILMS, name="other")], 100, 1)
    assert ["own", "other"] == ready.splits["test"].corpora.tolist()


def test_a_plot_without_words() -> None:
    """It is one unknown word."""
    ready = prepare_films([*FILMS, ("5", ("Horror",), "train", "…")])
    np.testing.assert_array_equal([1], ready.splits["train"].rows[-1])


@pytest.mark.parametrize("split", ["train", "validation", "test"])
def test_empty_split(split: str) -> None:
    """Without films to learn from, choose on or report on there is nothing to do."""
    with pytest.raises(TrainingError, match=f"{split} has none of"):
        prepare_films([film for film in FILMS if film[2] != split])


def test_split_of_films_with_other_genres() -> None:
    """A split whose films have no genre of the training films is an empty one."""
    with pytest.raises(TrainingError, match="validation has none of 3 usable films"):
        prepare_films([*FILMS[:2], ("3", ("War",), "validation", "tank"), FILMS[3]])


def test_one_genre() -> None:
    """One genre is nothing to tell apart."""
    with pytest.raises(TrainingError, match="have Horror alone"):
        prepare_films([(film_id, ("Horror",), split, plot) for film_id, _, split, plot in FILMS])


def test_no_words() -> None:
    """When no word stands in enough training plots, the setting to lower is named."""
    with pytest.raises(TrainingError, match=r"none stands in 3 training plots.*Lower min_plots"):
        prepare([corpus_of(FILMS)], max_words=100, min_plots=3)
