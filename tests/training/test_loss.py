import keras
import numpy as np

from genre_core.training.loss import WeightedCrossEntropy, genre_weights

LABELS = np.array([[1, 0], [1, 1], [1, 0], [1, 0]], dtype=np.bool_)


def test_rare_genres_weigh_more():
    """With power 1/2, a genre four times as rare weighs twice as much; the mean stays 1."""
    weights = genre_weights(LABELS, 0.5)
    np.testing.assert_allclose([2 / 3, 4 / 3], weights, rtol=1e-6)


def test_power_0_weighs_all_alike():
    """That is the ordinary cross-entropy."""
    weights = genre_weights(LABELS, 0.0)
    logits = np.float32([[0.3, -2], [4, 0], [-1, 1], [0, 0]])
    ours = WeightedCrossEntropy(weights)(LABELS.astype(np.float32), logits)
    theirs = keras.losses.BinaryCrossentropy(from_logits=True)(LABELS.astype(np.float32), logits)
    np.testing.assert_allclose(theirs, ours, rtol=1e-5)


def test_no_overflow():
    """A logit of a thousand costs a thousand when wrong and nothing when right."""
    loss = WeightedCrossEntropy(np.float32([1.0]))
    ones = np.ones((1, 1), dtype=np.float32)
    assert 1000 == float(loss(ones, np.float32([[-1000]])))
    assert 0 == float(loss(ones, np.float32([[1000]])))
