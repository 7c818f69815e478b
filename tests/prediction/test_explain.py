from dataclasses import replace
from pathlib import Path

import pytest

from genre_core.errors import PlotError
from genre_core.prediction.bundle import load_bundle
from genre_core.prediction.explain import explain, word_changes
from genre_core.prediction.predictor import Predictor
from genre_core.prediction.read_along import read_along
from genre_core.text.vocabulary import Vocabulary

PLOT = "A ghost’s love of the old house, and a ghost"
WORDS = ["a", "ghost", "love", "of", "the", "old", "house", "and", "a", "ghost"]


@pytest.fixture(scope="module")
def predictor(tiny_bundle: Path) -> Predictor:
    """A predictor of the tiny bundle."""
    return Predictor(tiny_bundle)


def test_every_word_in_its_place(predictor: Predictor) -> None:
    """Each word the model reads has its evidence, in the order of the plot."""
    evidence = explain(predictor, PLOT, "Horror")
    assert list(enumerate(WORDS)) == [(word.position, word.word) for word in evidence]


def test_change_is_what_leaving_the_word_out_does(predictor: Predictor) -> None:
    """The score with the word less the score without it."""
    romance = predictor.genres.index("Romance")
    for word in explain(predictor, PLOT, "Romance"):
        rest = WORDS[: word.position] + WORDS[word.position + 1 :]
        whole, without = predictor.predict([PLOT, " ".join(rest)])[:, romance]
        assert whole - without == pytest.approx(word.change, abs=1e-6)


def test_signs(predictor: Predictor) -> None:
    """A ghost speaks for Horror and love for Romance; a kiss does not speak for Horror."""
    plot = "the ghost and the kiss in the old house"
    for genre, word in (("Horror", "ghost"), ("Romance", "kiss")):
        evidence = {e.word: e.change for e in explain(predictor, plot, genre)}
        assert word == max(evidence, key=evidence.__getitem__)
        assert evidence[word] > 0.05
    horror = {e.word: e.change for e in explain(predictor, plot, "Horror")}
    assert horror["kiss"] < horror["ghost"]


@pytest.mark.parametrize("plot", ["", "👻", "\0 … "])
def test_no_words_no_evidence(predictor: Predictor, plot: str) -> None:
    """A text without a word has nothing to leave out."""
    assert [] == explain(predictor, plot, "Horror")


def test_one_word(predictor: Predictor) -> None:
    """Without its only word a plot is empty, which is read as well."""
    (word,) = explain(predictor, "ghost", "Horror")
    assert word.change > 0


def test_only_what_the_model_reads(predictor: Predictor) -> None:
    """Words beyond the last that the model reads get no evidence."""
    evidence = explain(predictor, "ghost " * (predictor.max_tokens + 5), "Horror")
    assert predictor.max_tokens == len(evidence)


def test_unknown_genre(predictor: Predictor) -> None:
    """The message names the genres there are."""
    with pytest.raises(PlotError, match="Comedy, Horror, Romance, Western, and not 'horror'"):
        explain(predictor, PLOT, "horror")


def test_all_genres_at_once(predictor: Predictor) -> None:
    """The same numbers as genre by genre; only the first words when so few are asked for."""
    changes = word_changes(predictor, WORDS)
    assert (len(WORDS), len(predictor.genres)) == changes.shape
    for at, genre in enumerate(predictor.genres):
        alone = [word.change for word in explain(predictor, PLOT, genre)]
        assert alone == pytest.approx(changes[:, at].tolist(), abs=1e-6)
    first = word_changes(predictor, WORDS, most_words=3)
    assert first == pytest.approx(changes[:3], abs=1e-6)


@pytest.fixture(scope="module")
def piecewise(tiny_bundle: Path) -> Predictor:
    """The tiny bundle as if it read pieces of words: those of a vocabulary as long as its own."""
    bundle = load_bundle(tiny_bundle)
    text = bundle.manifest.text.model_copy(update={"tokeniser": "wordpiece"})
    pieces = ("[CLS]", "[SEP]", "the", "gh", "##ost", "kiss", "old", "love", ".")
    fillers = [f"[{number}]" for number in range(len(bundle.vocabulary) - 2 - len(pieces))]
    words = (*bundle.vocabulary.words[:2], *pieces, *fillers)
    manifest = bundle.manifest.model_copy(update={"text": text})
    return Predictor(replace(bundle, manifest=manifest, vocabulary=Vocabulary(words)))


def test_pieces_are_left_out_as_whole_words(piecewise: Predictor) -> None:
    """A model that reads pieces is asked about words: *ghost*, and not *gh*."""
    horror = piecewise.genres.index("Horror")
    assert ["gh", "##ost"] == piecewise.tokens("Ghost")
    first, second, third = explain(piecewise, "The ghost: kiss.", "Horror")
    assert ["the", "ghost", "kiss"] == [first.word, second.word, third.word]
    whole, without = piecewise.predict(["the ghost kiss", "the kiss"])[:, horror]
    assert whole - without == pytest.approx(second.change, abs=1e-6)
    assert second.change != 0


def test_pieces_are_read_along_by_whole_words(piecewise: Predictor) -> None:
    """Each step ends with a word, and its scores are those of the text up to there."""
    steps = read_along(piecewise, ["the", "ghost", "kiss"])
    expected = piecewise.predict(["the", "the ghost", "the ghost kiss"])
    assert steps.scores == pytest.approx(expected, abs=1e-6)
