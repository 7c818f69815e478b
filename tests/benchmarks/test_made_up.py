import numpy as np

from genre_core.benchmarks.made_up import random_ids, random_labels, random_plots
from genre_core.text.tokens import tokenise


def test_lengths_are_those_of_overviews() -> None:
    """Half of the plots have 40 words or fewer, a tenth more than 84, a few hundreds."""
    rows = random_ids(20_000, 1_000, np.random.default_rng(0))
    lengths = np.array([len(row) for row in rows])
    np.testing.assert_allclose(np.quantile(lengths, [0.05, 0.5, 0.9]), [17, 40, 84], atol=2)
    assert 8 <= lengths.min()
    assert 500 < lengths.max() <= 1_000


def test_ids_are_words() -> None:
    """Neither padding nor unknown; the first word of a vocabulary is the most frequent one."""
    ids = np.concatenate(random_ids(500, 50, np.random.default_rng(0)))
    assert (2, 49, np.int32) == (ids.min(), ids.max(), ids.dtype)
    assert 2 == np.bincount(ids).argmax()


def test_labels() -> None:
    """Two genres a film, or so."""
    labels = random_labels(5_000, np.random.default_rng(0))
    assert ((5_000, 18), np.bool_) == (labels.shape, labels.dtype)
    assert 2 < labels.sum(axis=1).mean() < 2.4


def test_texts() -> None:
    """As many words as asked for, each text another."""
    texts = random_plots(["ghost", "house", "night"], 5, 30, np.random.default_rng(0))
    assert 5 == len(set(texts))
    assert {30} == {len(tokenise(text)) for text in texts}
