"""The authors' figures, on cases small enough to count by hand."""

import numpy as np
import pytest

from genre_core.errors import ConfigError
from genre_core.recipes.metrics import METRICS, confusion, find_metric, micro_f1_at, swept_micro_f1

LABELS = np.array([[1, 0, 0, 0], [1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 0, 1]], dtype=bool)
SCORES = np.array(
    [[0.6, 0.2, 0.1, 0.1], [0.3, 0.4, 0.2, 0.1], [0.1, 0.7, 0.1, 0.1], [0.4, 0.3, 0.2, 0.1]],
    dtype=np.float32,
)


@pytest.mark.parametrize(
    ("name", "ours", "nothing"),
    [
        ("element_accuracy", 14 / 16, 12 / 16),
        ("top1_accuracy", 2 / 4, 2 / 4),
        ("top3_accuracy", 3 / 4, 4 / 4),
        ("hamming_loss", 4 / 16, 4 / 16),
    ],
)
def test_counted_by_hand(name, ours, nothing):
    """Ours, and what a system gets that has read nothing."""
    metric = find_metric(name)
    assert ours == pytest.approx(metric.measure(LABELS, SCORES))
    assert nothing == pytest.approx(metric.nothing(LABELS))


def test_the_sweep_finds_the_best_of_nine():
    """No other threshold is better; of equals, the lowest."""
    threshold, best = swept_micro_f1(LABELS, SCORES)
    figures = {t / 10: micro_f1_at(LABELS, SCORES, t / 10) for t in range(1, 10)}
    assert max(figures.values()) == best
    assert min(t for t, figure in figures.items() if figure == best) == pytest.approx(threshold)


def test_confusion_counts_every_text_once():
    """Rows are what is true, columns what scores highest."""
    cells = np.array(confusion(LABELS, SCORES))
    assert [2, 1, 0, 1] == cells.sum(axis=1).tolist()
    assert 2 == np.trace(cells)


def test_a_genre_that_no_film_has_is_left_out_of_the_mean():
    """ROC-AUC of a column without both answers means nothing."""
    assert np.isfinite(METRICS["macro_roc_auc"].measure(LABELS, SCORES))


def test_a_metric_nobody_knows():
    """The message names those there are."""
    with pytest.raises(ConfigError, match="one of element_accuracy"):
        find_metric("bleu")
