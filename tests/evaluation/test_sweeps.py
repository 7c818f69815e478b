import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics

from genre_core.errors import EvaluationError
from genre_core.evaluation import sweep, sweep_per_genre
from tests.evaluation.films import law, names, precision_recall_f1, random_films, scored_films

SEVERAL_GENRES = st.tuples(st.integers(1, 8), st.integers(2, 4))
THRESHOLDS = st.lists(st.integers(0, 20).map(lambda k: k / 20), min_size=1, max_size=4)


@law
@given(scored_films(SEVERAL_GENRES), THRESHOLDS)
def test_a_sweep_equals_a_loop_over_scikit_learn(films, thresholds):
    """All three averages, with the genres that no film has left out of macro."""
    labels, scores = films
    present = labels.any(axis=0)
    for row in sweep(labels, scores, thresholds).itertuples():
        named = scores >= row.threshold
        average = row.average
        if average == "macro":
            each = precision_recall_f1(labels, named, None)[:, present]
            expected = each.mean(axis=1) if present.any() else np.full(3, np.nan)
        else:
            expected = precision_recall_f1(labels, named, average)
        assert pytest.approx(expected.tolist(), nan_ok=True) == [row.precision, row.recall, row.f1]


@pytest.mark.parametrize("average", ["micro", "macro", "samples"])
@pytest.mark.parametrize("beta", [0.5, 1, 4])
def test_f_beta_of_a_sweep_is_that_of_scikit_learn(average, beta):
    """For each average, at a low and at a high threshold."""
    labels, scores = random_films(80, [0.4, 0.2, 0.1])
    table = sweep(labels, scores, [0.1, 0.5], beta=beta)
    found = table.loc[table["average"] == average, "f_beta"].tolist()
    expected = [
        metrics.fbeta_score(labels, scores >= t, beta=beta, average=average, zero_division=0)
        for t in (0.1, 0.5)
    ]
    assert pytest.approx(expected) == found


@law
@given(scored_films(SEVERAL_GENRES), THRESHOLDS)
def test_a_sweep_per_genre_equals_confusion_matrices(films, thresholds):
    """Counts, precision, recall and F1 of each genre at each threshold."""
    labels, scores = films
    genres = names(labels.shape[1])
    table = sweep_per_genre(labels, scores, genres, thresholds)
    assert len(genres) * len(set(thresholds)) == len(table)
    for threshold, rows in table.groupby("threshold"):
        named = scores >= threshold
        confusion = metrics.multilabel_confusion_matrix(labels, named).reshape(-1, 4)
        each = precision_recall_f1(labels, named, None)
        assert genres == rows["genre"].tolist()
        assert confusion.tolist() == rows[["tn", "fp", "fn", "tp"]].to_numpy().tolist()
        for expected, name in zip(each, ("precision", "recall", "f1"), strict=True):
            assert pytest.approx(expected.tolist()) == rows[name].tolist()


@law
@given(scored_films())
def test_recall_never_rises_with_the_threshold(films):
    """Fewer genres are named, so no more are found."""
    labels, scores = films
    overall = sweep(labels, scores)
    per_genre = sweep_per_genre(labels, scores, names(labels.shape[1]))
    for _, curve in [*overall.groupby("average"), *per_genre.groupby("genre")]:
        recall = curve.sort_values("threshold")["recall"].dropna()
        assert (recall.diff().dropna() <= 1e-12).all()


@law
@given(scored_films(), st.randoms(use_true_random=False))
def test_the_order_of_films_changes_no_sweep(films, random):
    """A sweep is of a set of films."""
    labels, scores = films
    order = list(range(len(labels)))
    random.shuffle(order)
    before, after = sweep(labels, scores), sweep(labels[order], scores[order])

    assert np.allclose(before["f1"], after["f1"], equal_nan=True)


def test_samples_averages_are_right_for_more_films_than_fit_one_block():
    """Films are counted in blocks of 500; 1,203 films leave a part of one over."""
    labels, scores = random_films(1203, [0.4, 0.2, 0.1])
    table = sweep(labels, scores, [0.3])
    found = table.loc[table["average"] == "samples", ["precision", "recall", "f1"]].to_numpy()
    expected = precision_recall_f1(labels, scores >= 0.3, "samples")

    assert pytest.approx(expected.tolist()) == found[0].tolist()


def test_a_sweep_is_tidy():
    """One row per average and threshold: 0.00, 0.01 … 1.00 unless told."""
    table = sweep([[1, 0], [0, 1]], [[0.9, 0.1], [0.4, 0.6]])

    assert ["threshold", "average", "precision", "recall", "f1"] == table.columns.tolist()[:-1]
    assert "f_beta" == table.columns[-1]
    assert {"micro": 101, "macro": 101, "samples": 101} == table["average"].value_counts().to_dict()
    assert [0.0, 0.29, 1.0] == table["threshold"].iloc[[0, 29, 100]].tolist()


def test_a_sweep_per_genre_of_two_films_matches_the_one_worked_out_by_hand():
    """A score on the threshold counts as passed."""
    table = sweep_per_genre([[1], [0]], [[0.6], [0.4]], ["War"], [0.4, 0.5, 0.6, 0.7])

    assert ["genre", "threshold", "tp", "fp", "fn", "tn"] == table.columns[:6].tolist()
    assert ["precision", "recall", "f1"] == table.columns[6:].tolist()
    assert [1, 1, 1, 0] == table["tp"].tolist()
    assert [1, 0, 0, 0] == table["fp"].tolist()
    assert [0, 0, 0, 1] == table["fn"].tolist()
    assert [0, 1, 1, 1] == table["tn"].tolist()
    assert pytest.approx([2 / 3, 1, 1, 0]) == table["f1"].tolist()


def test_thresholds_are_swept_once_each_in_ascending_order():
    """However they were given."""
    table = sweep([[1]], [[0.5]], [0.7, 0.2, 0.7])
    assert [0.2, 0.7] == table.loc[table["average"] == "micro", "threshold"].tolist()


@pytest.mark.parametrize("thresholds", [[], 0.5, [[0.5]], [1.5], [float("nan")], ["high"]])
def test_thresholds_that_cannot_be_swept_are_refused(thresholds):
    """An empty list, a lone number, a table, numbers out of range, words."""
    with pytest.raises(EvaluationError, match=r"thresholds|Thresholds"):
        sweep([[1]], [[0.5]], thresholds)
