import json
from pathlib import Path

import numpy as np
import pytest

from genre_core.errors import PlotError
from genre_core.prediction.answer import answer
from genre_core.prediction.predictor import Predictor

HORROR = "A ghost screamed in a haunted cellar of blood and terror and must curse the night."


@pytest.fixture(scope="module")
def predictor(tiny_bundle: Path) -> Predictor:
    """A predictor of the tiny bundle."""
    return Predictor(tiny_bundle)


def test_agrees_with_the_predictor(predictor: Predictor) -> None:
    """Scores, thresholds and genres are those of the predictor, by name."""
    scores = predictor.predict([HORROR])[0]
    result = answer(predictor, HORROR)
    assert tuple(predictor.named(scores)) == result.genres
    assert dict(zip(predictor.genres, map(float, scores), strict=True)) == result.scores
    assert dict(zip(predictor.genres, predictor.thresholds, strict=True)) == result.thresholds


def test_json(predictor: Predictor) -> None:
    """The answer as plain JSON values."""
    result = answer(predictor, "A ghost screamed.")
    told = json.loads(json.dumps(result.to_dict(), allow_nan=False))
    assert {"genres", "scores", "thresholds", "warnings"} == told.keys()
    assert [{"code": w.code, "message": w.message} for w in result.warnings] == told["warnings"]


def test_other_thresholds(predictor: Predictor) -> None:
    """They stand in for the model's own, and the scores stay."""
    own = answer(predictor, HORROR)
    other = answer(predictor, HORROR, np.array([0.0, 1.0, 1.0, 0.0]))
    assert {"Comedy", "Western"} == set(other.genres)
    assert (own.scores, [0, 1, 1, 0]) == (other.scores, list(other.thresholds.values()))


def test_no_words_no_genre(altered_bundle) -> None:
    """A text without a word is named nothing, even where every threshold is passed."""
    predictor = Predictor(altered_bundle(thresholds=(0.0, 0.0, 0.0, 0.0)))
    assert 4 == len(answer(predictor, HORROR).genres)
    nothing = answer(predictor, " … ")
    assert ((), ["empty"]) == (nothing.genres, [w.code for w in nothing.warnings])
    assert nothing.to_dict()["scores"] is None


def test_no_known_word_no_genre(altered_bundle) -> None:
    """Words that the model never met tell it nothing, so it names nothing."""
    predictor = Predictor(altered_bundle(thresholds=(0.0, 0.0, 0.0, 0.0)))
    result = answer(predictor, "Zyx wvut srq ponm lkji hgf edc bazz quxx.")
    assert (False, ()) == (result.has_known_words, result.genres)
    assert "unknown_words" in [warning.code for warning in result.warnings]


def test_nothing_passes(altered_bundle) -> None:
    """That no genre reaches its threshold is an answer."""
    predictor = Predictor(altered_bundle(thresholds=(1.0, 1.0, 1.0, 1.0)))
    assert () == answer(predictor, HORROR).genres


def test_no_text(predictor: Predictor) -> None:
    """What is no text is refused."""
    with pytest.raises(PlotError, match="NoneType"):
        answer(predictor, None)  # type: ignore[arg-type]
