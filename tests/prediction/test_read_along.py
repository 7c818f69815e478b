from pathlib import Path

import numpy as np
import pytest

from genre_core.prediction.predictor import Predictor
from genre_core.prediction.read_along import read_along

WORDS = ["a", "ghost", "haunted", "the", "wedding", "and", "the", "bride"]


@pytest.fixture(scope="module")
def predictor(tiny_bundle: Path) -> Predictor:
    """A predictor of the tiny bundle."""
    return Predictor(tiny_bundle)


def test_each_step_is_the_answer_had_the_plot_ended_there(predictor: Predictor) -> None:
    """Word by word, up to the whole plot."""
    along = read_along(predictor, WORDS)
    assert list(range(1, 9)) == along.n_words.tolist()
    for n_words, scores in zip(along.n_words, along.scores, strict=True):
        alone = predictor.predict([" ".join(WORDS[:n_words])])[0]
        np.testing.assert_allclose(scores, alone, atol=1e-6)


def test_a_long_plot_goes_on_by_several_words(predictor: Predictor) -> None:
    """In no more steps than asked for, the last of which is the whole plot."""
    along = read_along(predictor, WORDS, most_steps=3)
    assert [3, 6, 8] == along.n_words.tolist()
    assert predictor.max_tokens == read_along(predictor, WORDS * 100, 7).n_words[-1]


def test_leading_genres(predictor: Predictor) -> None:
    """Those with the highest scores at the end, highest first."""
    along = read_along(predictor, WORDS)
    leading = along.leading(2)
    assert sorted(along.scores[-1], reverse=True)[:2] == along.scores[-1][leading].tolist()


def test_no_words_no_steps(predictor: Predictor) -> None:
    """There is nothing to read along."""
    assert (0, 4) == read_along(predictor, []).scores.shape
