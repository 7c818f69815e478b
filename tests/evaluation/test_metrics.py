import json
import subprocess
import sys
import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics

from genre_core.errors import EvaluationError
from genre_core.evaluation import decide, score
from tests.evaluation.films import law, names, precision_recall_f1, random_films, scored_films

#                  Drama  Horror  Comedy  War
LABELS = np.array([[True, True, False, False],
                   [True, False, False, False],
                   [True, False, True, False],
                   [False, False, True, False]])  # fmt: skip
SCORES = np.array([[0.9, 0.2, 0.1, 0.0],
                   [0.8, 0.7, 0.1, 0.6],
                   [0.4, 0.1, 0.9, 0.0],
                   [0.3, 0.0, 0.5, 0.0]], dtype=np.float32)  # fmt: skip
GENRES = ["Drama", "Horror", "Comedy", "War"]

NUMBERS_OF_THE_ISSUE = {
    "micro_f1", "macro_f1", "samples_f1", "weighted_f1", "micro_precision", "micro_recall",
    "macro_precision", "macro_recall", "samples_jaccard", "mAP", "roc_auc", "hamming_loss",
    "subset_accuracy", "element_accuracy", "do_nothing_accuracy", "n_plots",
}  # fmt: skip


def test_figures_of_four_films_match_those_worked_out_by_hand():
    """At 0.5: 4 hits, 2 false alarms (Horror and War of film 2), 2 misses."""
    found = score(LABELS, SCORES, np.full(4, 0.5), GENRES)

    assert pytest.approx(4 / 6) == found.micro_precision
    assert pytest.approx(4 / 6) == found.micro_recall
    assert pytest.approx(4 / 6) == found.micro_f1
    assert pytest.approx((4 / 5 + 0 + 1) / 3) == found.macro_f1
    assert pytest.approx((1 + 0 + 1) / 3) == found.macro_precision
    assert pytest.approx((2 / 3 + 0 + 1) / 3) == found.macro_recall
    assert pytest.approx((2 / 3 + 2 / 4 + 2 / 3 + 1) / 4) == found.samples_f1
    assert pytest.approx((1 / 2 + 1 / 3 + 1 / 2 + 1) / 4) == found.samples_jaccard
    assert pytest.approx((3 * 4 / 5 + 1 * 0 + 2 * 1) / 6) == found.weighted_f1
    assert pytest.approx((1 + 1 / 2 + 1) / 3) == found.mAP
    assert pytest.approx((1 + 2 / 3 + 1) / 3) == found.roc_auc
    assert pytest.approx(4 / 16) == found.hamming_loss
    assert pytest.approx(12 / 16) == found.element_accuracy
    assert pytest.approx(10 / 16) == found.do_nothing_accuracy
    assert pytest.approx(1 / 4) == found.subset_accuracy
    assert 4 == found.n_plots


def test_a_genre_no_film_has_is_named_and_left_out_of_macro_averages():
    """War is on no film: its false alarm costs micro precision, and no macro figure."""
    found = score(LABELS, SCORES, 0.5, GENRES)
    without_war = score(LABELS[:, :3], SCORES[:, :3], 0.5, GENRES[:3])

    assert ("War",) == found.left_out
    assert () == without_war.left_out
    for figure in ("macro_f1", "macro_precision", "macro_recall", "mAP", "roc_auc"):
        assert getattr(without_war, figure) == getattr(found, figure)
    assert without_war.micro_precision > found.micro_precision


def test_a_genre_every_film_has_is_left_out_of_roc_auc_only():
    """There is no film without it to rank below."""
    labels = np.array([[True, True], [True, False]])
    found = score(labels, [[0.9, 0.8], [0.2, 0.3]], 0.5, ["Drama", "War"])

    assert () == found.left_out
    assert [True, False] == found.per_genre["roc_auc"].isna().tolist()
    assert 1.0 == found.roc_auc
    assert pytest.approx((2 / 3 + 1) / 2) == found.macro_f1


def test_a_film_with_no_true_and_no_named_genre_scores_zero_in_samples_averages():
    """Silence about a film without genres is not counted as a success."""
    found = score([[1, 0], [0, 0]], [[0.9, 0.1], [0.1, 0.1]], 0.5, ["Drama", "War"])

    assert 0.5 == found.samples_f1
    assert 0.5 == found.samples_jaccard
    assert 1.0 == found.subset_accuracy


def test_the_table_has_one_row_per_genre_in_the_order_given():
    """With support, its threshold and its own figures."""
    table = score(LABELS, SCORES, [0.3, 0.2, 0.5, 0.9], GENRES).per_genre

    expected = ["genre", "support", "threshold", "precision", "recall", "f1"]
    assert [*expected, "average_precision", "roc_auc"] == table.columns.tolist()
    assert GENRES == table["genre"].tolist()
    assert [3, 1, 2, 0] == table["support"].tolist()
    assert [0.3, 0.2, 0.5, 0.9] == table["threshold"].tolist()
    assert [3 / 4, 1 / 2, 1.0, 0.0] == table["precision"].tolist()
    assert [1.0, 1.0, 1.0, 0.0] == table["recall"].tolist()


@law
@given(scored_films(st.tuples(st.integers(1, 12), st.integers(2, 5))), st.floats(0, 1))
def test_every_figure_equals_scikit_learns(films, threshold):
    """On any films with two genres or more."""
    labels, scores = films
    found = score(labels, scores, threshold, names(labels.shape[1]))
    named = scores >= threshold
    present = labels.any(axis=0)
    ranked = present & ~labels.all(axis=0)
    micro, samples, weighted = (
        precision_recall_f1(labels, named, average) for average in ("micro", "samples", "weighted")
    )

    assert pytest.approx(micro.tolist()) == [
        found.micro_precision,
        found.micro_recall,
        found.micro_f1,
    ]
    assert pytest.approx(samples[2]) == found.samples_f1
    assert pytest.approx(weighted[2]) == found.weighted_f1
    assert pytest.approx(metrics.hamming_loss(labels, named)) == found.hamming_loss
    assert pytest.approx(metrics.accuracy_score(labels, named)) == found.subset_accuracy
    if present.any():
        each = precision_recall_f1(labels, named, None)[:, present].mean(axis=1)
        assert pytest.approx(each.tolist()) == [
            found.macro_precision,
            found.macro_recall,
            found.macro_f1,
        ]
        expected = metrics.average_precision_score(labels[:, present], scores[:, present])
        assert pytest.approx(expected) == found.mAP
    if ranked.any():
        expected = metrics.roc_auc_score(labels[:, ranked], scores[:, ranked])
        assert pytest.approx(expected) == found.roc_auc


@law
@given(scored_films(st.tuples(st.integers(1, 12), st.just(1))))
def test_one_genre_alone_is_scored_as_a_genre_and_not_as_two_classes(films):
    """scikit-learn reads a lone column as a binary target; micro-F1 must stay that of the genre."""
    labels, scores = films
    found = score(labels, scores, 0.5, ["Drama"])
    expected = precision_recall_f1(labels[:, 0], scores[:, 0] >= 0.5, "binary")[2]

    assert pytest.approx(expected) == found.micro_f1
    assert pytest.approx(expected) == found.weighted_f1


@law
@given(scored_films(), st.randoms(use_true_random=False))
def test_the_order_of_films_changes_no_figure(films, random):
    """A score is of a set of films."""
    labels, scores = films
    order = list(range(len(labels)))
    random.shuffle(order)
    genres = names(labels.shape[1])
    found = score(labels, scores, 0.5, genres).to_dict()
    shuffled = score(labels[order], scores[order], 0.5, genres).to_dict()

    for figure in NUMBERS_OF_THE_ISSUE:
        assert pytest.approx(found[figure]) == shuffled[figure]


@law
@given(scored_films())
def test_naming_nothing_has_the_element_accuracy_called_do_nothing(films):
    """Which is why that accuracy says little."""
    labels, scores = films
    found = score(labels, scores / 2, 1.0, names(labels.shape[1]))

    assert found.do_nothing_accuracy == found.element_accuracy
    assert 0.0 == found.micro_f1
    assert pytest.approx(1.0) == found.element_accuracy + found.hamming_loss


@law
@given(scored_films())
def test_scores_become_plain_json_without_nan(films):
    """What has no meaning becomes null."""
    labels, scores = films
    found = score(labels, scores, 0.5, names(labels.shape[1]))
    read_back = json.loads(json.dumps(found.to_dict(), allow_nan=False))

    assert NUMBERS_OF_THE_ISSUE | {"left_out", "per_genre"} == read_back.keys()
    assert len(labels) == read_back["n_plots"]
    assert list(found.left_out) == read_back["left_out"]
    assert names(labels.shape[1]) == [row["genre"] for row in read_back["per_genre"]]
    assert (not labels.any()) == (read_back["macro_f1"] is None)


def test_films_without_any_genre_are_scored_without_warnings():
    """The macro figures have no meaning then and become null."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = score(np.zeros((3, 2)), np.full((3, 2), 0.9), 0.5, ["Drama", "War"]).to_dict()

    assert ["Drama", "War"] == found["left_out"]
    assert 0.0 == found["micro_f1"]
    assert [None] * 3 == [found["macro_f1"], found["mAP"], found["roc_auc"]]


@law
@given(scored_films())
def test_a_score_on_its_threshold_names_the_genre(films):
    """The rule is ``probability >= threshold``."""
    _, scores = films
    assert decide(scores, scores[0])[0].all()


OK = np.full((2, 2), 0.5)
BAD_INPUT = {
    "shapes differ": (np.ones((2, 3)), OK, 0.5, "one shape (n_films, n_genres): got (2, 3)"),
    "no films": (np.ones((0, 2)), np.ones((0, 2)), 0.5, "at least one film and one genre"),
    "one dimension": ([1, 0], [0.5, 0.5], 0.5, "must have the shape (n_films, n_genres)"),
    "rows of different length": ([[1, 0], [1]], OK, 0.5, "must be numbers in rows of one length"),
    "names as labels": ([["Drama", "War"]] * 2, OK, 0.5, "Labels must be numbers"),
    "labels of 2": (np.full((2, 2), 2), OK, 0.5, "Labels must be true or false (1 or 0): got 2."),
    "NaN label": (np.full((2, 2), np.nan), OK, 0.5, "Labels must be true or false"),
    "NaN": (np.ones((2, 2)), np.full((2, 2), np.nan), 0.5, "lie between 0 and 1: got nan"),
    "logits": (np.ones((2, 2)), OK + 3, 0.5, "Probabilities must lie between 0 and 1: got 3.5"),
    "negative": (np.ones((2, 2)), OK - 1, 0.5, "Probabilities must lie between 0 and 1: got -0.5"),
    "too many thresholds": (np.ones((2, 2)), OK, [0.5] * 3, "one per genre (2): got shape (3,)"),
    "threshold above 1": (np.ones((2, 2)), OK, [0.5, 2], "Thresholds must lie between 0 and 1"),
    "no threshold": (np.ones((2, 2)), OK, None, "Thresholds must lie between 0 and 1: got nan"),
}


@pytest.mark.parametrize(
    ("labels", "scores", "thresholds", "message"), BAD_INPUT.values(), ids=BAD_INPUT.keys()
)
def test_what_cannot_be_scored_is_refused_with_the_rule_and_the_value(
    labels, scores, thresholds, message
):
    """No traceback from inside a library."""
    with pytest.raises(EvaluationError) as refusal:
        score(labels, scores, thresholds, ["Drama", "War"])
    assert message in str(refusal.value)


@pytest.mark.parametrize("genres", [["Drama"], ["Drama", "Drama"], "AB", []])
def test_genres_must_name_each_column_once(genres):
    """Two columns of one name could not be told apart in the table."""
    with pytest.raises(EvaluationError, match="name each of the 2 columns once"):
        score(np.ones((2, 2)), OK, 0.5, genres)


def _modules_after(code: str) -> set[str]:
    script = f"import sys\n{code}\nprint(*(name.split('.')[0] for name in sys.modules))"
    finished = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    return set(finished.stdout.decode().split())


def test_importing_evaluation_loads_no_scikit_learn():
    """A page that only draws a stored table need not wait for it."""
    heavy = {"sklearn", "tensorflow", "keras", "streamlit"}
    assert set() == heavy & _modules_after("import genre_core.evaluation")


def test_the_probe_for_heavy_imports_can_fail():
    """It sees scikit-learn once something was scored."""
    code = "from genre_core.evaluation import score\nscore([[1]], [[0.5]], 0.5, ['War'])"
    assert "sklearn" in _modules_after(code)


def test_a_good_model_beats_the_trap_it_is_compared_with():
    """With rare genres, do-nothing accuracy is high, and F1 tells the two apart."""
    labels, scores = random_films(500, [0.05] * 6)
    found = score(labels, scores, 0.3, names(6))

    assert found.do_nothing_accuracy > 0.9
    assert abs(found.element_accuracy - found.do_nothing_accuracy) < 0.05
    assert found.micro_f1 > 0.4
