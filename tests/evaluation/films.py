"""Labels and scores to test with: by hand, at random, and drawn by Hypothesis."""

from typing import Any

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.metrics import precision_recall_fscore_support

__all__ = ["law", "names", "precision_recall_f1", "random_films", "scored_films", "shapes"]

law = settings(max_examples=30, deadline=None)
"""Few examples and no deadline: scikit-learn's checks take longer than what they check."""

shapes = st.tuples(st.integers(1, 12), st.integers(1, 5))

_scores = st.one_of(
    st.integers(0, 20).map(lambda k: k / 20),  # many ties, and many that lie on a threshold
    st.floats(0, 1, width=32),
)


def scored_films(shape=shapes):
    """Draw ``(labels, probabilities)`` of one shape ``(n_films, n_genres)``."""
    return shape.flatmap(
        lambda size: st.tuples(arrays(bool, size), arrays(np.float64, size, elements=_scores))
    )


def random_films(n_films, base_rates, seed=0):
    """Films of a model that is right on average: ``(labels, probabilities)``, calibrated scores."""
    rng = np.random.default_rng(seed)
    base_rates = np.asarray(base_rates)
    scores = rng.beta(base_rates * 2, (1 - base_rates) * 2, size=(n_films, len(base_rates)))
    return rng.random(scores.shape) < scores, scores.astype(np.float32)


def names(n_genres):
    """Genre names for columns."""
    return [f"Genre {number}" for number in range(n_genres)]


def precision_recall_f1(labels, named, average):
    """Three rows by scikit-learn, with 0 for what has nothing to count."""
    options: dict[str, Any] = {"average": average, "zero_division": 0}
    return np.array(precision_recall_fscore_support(labels, named, **options)[:3])
