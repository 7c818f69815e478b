import numpy as np
import pytest

from genre_core.errors import EvaluationError
from genre_core.evaluation import score, score_by_length
from tests.evaluation.films import random_films

GENRES = ("Comedy", "Horror")


def test_each_band_is_scored_by_itself():
    """A plot of 25 words is in the band that begins at 25; bands without plots are left out."""
    labels, scores = random_films(90, [0.4, 0.3])
    n_words = np.repeat([24, 25, 1_000], 30)
    table = score_by_length(labels, scores, 0.4, GENRES, n_words)

    assert ["under 25", "25 to 49", "1,000 and more"] == table["words"].tolist()
    assert [30, 30, 30] == table["plots"].tolist()
    for place, row in enumerate(table.itertuples()):
        films = slice(30 * place, 30 * place + 30)
        alone = score(labels[films], scores[films], 0.4, GENRES)
        assert (alone.micro_f1, alone.macro_f1, alone.mAP) == (row.micro_f1, row.macro_f1, row.mAP)


def test_every_plot_has_a_length():
    """With both numbers."""
    with pytest.raises(EvaluationError, match="2 lengths and 1 plots"):
        score_by_length([[1, 0]], [[0.5, 0.5]], 0.5, GENRES, [3, 4])
