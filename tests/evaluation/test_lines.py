import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genre_core.errors import EvaluationError
from genre_core.evaluation import draw_line, flips, score, score_histogram, sweep
from tests.evaluation.films import law, names, random_films, scored_films

THRESHOLD = st.integers(0, 20).map(lambda k: k / 20)
LABELS, SCORES = random_films(80, [0.4, 0.2, 0.1])


def test_a_line_through_four_scores_matches_the_one_worked_out_by_hand():
    """One of each kind; a score on the threshold is named."""
    line = draw_line([[1], [0], [1], [0]], [[0.5], [0.7], [0.4], [0.1]], 0.5)
    assert (1, 1, 1, 1) == (line.found, line.wrong, line.missed, line.left)
    assert (2, 2, 4) == (line.named, line.true, line.total)


def test_a_line_agrees_with_the_scores_of_scikit_learn():
    """One threshold per genre; precision, recall, F1 and both accuracies."""
    thresholds = [0.5, 0.3, 0.2]
    line, scores = (
        draw_line(LABELS, SCORES, thresholds),
        score(LABELS, SCORES, thresholds, names(3)),
    )
    assert pytest.approx(scores.micro_precision) == line.precision
    assert pytest.approx(scores.micro_recall) == line.recall
    assert pytest.approx(scores.micro_f1) == line.f_beta()
    assert pytest.approx(scores.element_accuracy) == line.accuracy
    assert pytest.approx(scores.do_nothing_accuracy) == line.do_nothing_accuracy


def test_a_line_above_all_scores_is_as_accurate_as_doing_nothing():
    """The trap: nothing is found, and most pairs are right."""
    line = draw_line(LABELS, np.minimum(SCORES, 0.99), 1)
    assert 0 == line.named == line.precision == line.recall == line.f_beta()
    assert line.do_nothing_accuracy == line.accuracy > 0.6


@law
@given(scored_films(), THRESHOLD)
def test_a_line_is_a_point_of_the_sweep(films, threshold):
    """The micro average at its threshold."""
    line = draw_line(*films, threshold)
    row = sweep(*films, [threshold], beta=2).query("average == 'micro'").iloc[0]
    assert pytest.approx(row[["precision", "recall", "f_beta"]].tolist()) == [
        line.precision,
        line.recall,
        line.f_beta(2),
    ]


@law
@given(scored_films(), THRESHOLD)
def test_a_histogram_counts_what_the_line_counts(films, threshold):
    """Every pair stands in one bar, and bars of one kind sum to the count of the line."""
    bars = score_histogram(*films, threshold, n_bins=20)
    line = draw_line(*films, threshold)
    sums = {kind: int(n) for kind, n in bars.groupby(["has_genre", "named"])["n"].sum().items()}
    expected = {
        (True, True): line.found,
        (False, True): line.wrong,
        (True, False): line.missed,
        (False, False): line.left,
    }
    assert {kind: n for kind, n in expected.items() if n} == sums


def test_a_histogram_has_a_place_for_0_and_1():
    """The first bin and the last."""
    bars = score_histogram([[1], [1]], [[0.0], [1.0]], 0.5, n_bins=4)
    assert [0.75, 0.0] == bars["low"].tolist()
    with pytest.raises(EvaluationError, match="at least one bin: got 0"):
        score_histogram([[1]], [[0.5]], 0.5, n_bins=0)


def test_flips_are_what_only_one_choice_names():
    """Best score first; whether it is named afterwards, and whether the film has the genre."""
    labels, scores = [[1, 0], [0, 1]], [[0.6, 0.2], [0.4, 0.9]]
    lost = flips(labels, scores, before=0.3, after=[0.7, 0.95])
    assert [(1, 1), (0, 0), (1, 0)] == list(zip(lost["film"], lost["genre"], strict=True))
    assert [0.9, 0.6, 0.4] == lost["score"].tolist()
    assert [True, True, False] == lost["has_genre"].tolist()
    assert not lost["named"].any()
    assert flips(labels, scores, before=[0.7, 0.95], after=0.3)["named"].all()


def test_nothing_flips_between_equal_thresholds():
    """An empty table with its columns."""
    table = flips(LABELS, SCORES, 0.3, 0.3)
    assert ["film", "genre", "score", "has_genre", "named"] == table.columns.tolist()
    assert table.empty
