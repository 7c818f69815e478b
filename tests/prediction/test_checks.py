from pathlib import Path

import pytest
from hypothesis import given

from genre_core.limits import MAX_PLOT_CHARACTERS
from genre_core.prediction.answer import answer
from genre_core.prediction.checks import check_plot
from genre_core.prediction.predictor import Predictor
from tests.text.texts import any_text

ORDINARY = "When night falls over the old house, a ghost and her couple of heart must dance."


@pytest.fixture(scope="module")
def predictor(tiny_bundle: Path) -> Predictor:
    """A predictor of the tiny bundle, which reads 60 words."""
    return Predictor(tiny_bundle)


def codes(plot: str, predictor: Predictor) -> list[str]:
    return [warning.code for warning in check_plot(plot, predictor)]


def test_ordinary_plot(predictor: Predictor) -> None:
    """An ordinary plot has no warning."""
    assert [] == check_plot(ORDINARY, predictor)


@pytest.mark.parametrize("plot", ["", " \n\t", "👻🎬", "?!… —", "\0\0"])
def test_empty(predictor: Predictor, plot: str) -> None:
    """A text without a word is empty, whatever characters it has, and nothing else is said."""
    assert ["empty"] == codes(plot, predictor)


@pytest.mark.parametrize(("n_words", "expected"), [(1, ["short"]), (7, ["short"]), (8, [])])
def test_short(predictor: Predictor, n_words: int, expected: list[str]) -> None:
    """Under eight words."""
    plot = " ".join(["the", "ghost", "of", "the", "old", "house", "must", "love"][-n_words:])
    assert expected == [code for code in codes(plot, predictor) if code == "short"]


@pytest.mark.parametrize(("n_more", "expected"), [(0, []), (1, ["too_long"])])
def test_too_long(predictor: Predictor, n_more: int, expected: list[str]) -> None:
    """Over 20,000 characters, blanks among them."""
    plot = ORDINARY.ljust(MAX_PLOT_CHARACTERS + n_more)
    assert expected == codes(plot, predictor)


@pytest.mark.parametrize(("n_words", "expected"), [(60, []), (61, ["cut"])])
def test_cut(predictor: Predictor, n_words: int, expected: list[str]) -> None:
    """More words than the model reads."""
    plot = " ".join((["the", "ghost"] * 40)[:n_words])
    assert expected == codes(plot, predictor)


def test_common_words_only(predictor: Predictor) -> None:
    """Nothing but stop words; one more word lifts the warning."""
    stop_words = "the and of to in his her with who"
    assert ["common_words_only"] == codes(stop_words, predictor)
    assert [] == codes(f"{stop_words} ghost", predictor)


@pytest.mark.parametrize(
    ("plot", "expected"),
    [
        ("the a of " + "ghost " * 17, []),
        ("the a of " + "ghost " * 18, ["not_english"]),
        ("ghost " * 7, ["short"]),
    ],
    ids=["15 in 100 words common", "less", "too short to say"],
)
def test_not_english(predictor: Predictor, plot: str, expected: list[str]) -> None:
    """Fewer than 15 in 100 words are common English ones, in a text of eight words or more."""
    assert expected == codes(plot, predictor)


@pytest.mark.parametrize(
    "plot",
    [
        "Ein Geist geht um im alten Haus und niemand wagt sich in den Keller",
        "Призрак бродит по старому дому и никто не смеет спуститься в подвал",
        "רוח רפאים רודפת את הבית הישן ואיש אינו מעז לרדת אל המרתף",
    ],
    ids=["German", "Russian", "Hebrew"],
)
def test_other_languages(predictor: Predictor, plot: str) -> None:
    """Other languages are told from English, in other scripts and from right to left too."""
    assert "not_english" in codes(plot, predictor)


@pytest.mark.parametrize(
    ("plot", "expected"),
    [
        ("the of and to " + "zyzzyva " * 4, []),
        ("the of and to " + "zyzzyva " * 5, ["unknown_words"]),
    ],
    ids=["half", "more than half"],
)
def test_unknown_words(predictor: Predictor, plot: str, expected: list[str]) -> None:
    """More than half of the words are not in the vocabulary."""
    assert expected == codes(plot, predictor)


@given(any_text)
def test_every_text_gets_an_answer(predictor: Predictor, text: str) -> None:
    """Checks and answer take any text; without words no genre is named."""
    result = answer(predictor, text)
    assert list(result.warnings) == check_plot(text, predictor)
    if codes(text, predictor) == ["empty"]:
        assert () == result.genres
