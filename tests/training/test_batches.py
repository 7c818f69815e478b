import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from genre_core.training.batches import LengthBucketedBatches

MOST = 10
lengths = st.lists(st.integers(1, 25), min_size=1, max_size=60)


def make(lengths: list[int], **options) -> LengthBucketedBatches:
    """Films whose words tell them apart: film 3 reads 301, 302, 303 … and has the label 3."""
    rows = [np.arange(1, length + 1, dtype=np.int32) + 100 * n for n, length in enumerate(lengths)]
    labels = np.eye(len(lengths), dtype=bool)
    settings = {"batch_size": 4, "max_tokens": MOST, "seed": 1, "pool_batches": 3}
    return LengthBucketedBatches(rows, labels, **{**settings, **options})


def epoch(batches: LengthBucketedBatches) -> list[tuple[np.ndarray, np.ndarray]]:
    return [batches[index] for index in range(len(batches))]


@given(lengths)
def test_every_film_once_an_epoch(lengths: list[int]) -> None:
    """In each epoch every film is read once, with its own labels, in batches of like size."""
    batches = make(lengths)
    for _ in range(3):
        seen = []
        for token_ids, labels in epoch(batches):
            assert (np.int32, np.float32) == (token_ids.dtype, labels.dtype)
            assert len(token_ids) <= 4
            films = (token_ids[:, 0] // 100).tolist()
            assert films == labels.argmax(axis=1).tolist()
            seen += films
        assert list(range(len(lengths))) == sorted(seen)
        batches.on_epoch_end()


@given(lengths)
def test_windows_lie_within_a_plot(lengths: list[int]) -> None:
    """A short plot is read whole; of a long one, as many words as may be, one after the other."""
    for token_ids, _ in epoch(make(lengths)):
        for row in token_ids:
            words = row[row > 0]
            film = words[0] // 100
            assert min(lengths[film], MOST) == len(words)
            assert (np.diff(words) == 1).all()
            assert words[-1] - 100 * film <= lengths[film]
            assert not row[len(words) :].any()


@given(lengths)
def test_longest_first(lengths: list[int]) -> None:
    """The first batch is the widest, and the second never as wide as it."""
    batches = epoch(make(lengths))
    widths = [token_ids.shape[1] for token_ids, _ in batches]
    assert min(max(lengths), MOST) == widths[0]
    assert all(width <= widths[0] for width in widths[2:])
    assert widths[0] not in widths[1:2]


def test_like_lengths_together() -> None:
    """Less than a tenth of what is read is padding, where random batches would have a third."""
    lengths = (np.random.default_rng(0).integers(1, 100, 1_000)).tolist()
    batches = make(lengths, batch_size=10, max_tokens=100, pool_batches=50)
    cells = np.concatenate([token_ids.ravel() for token_ids, _ in epoch(batches)])
    assert (cells == 0).mean() < 0.1


def test_windows_move() -> None:
    """Over the epochs a long plot is read from its start about half the time, and from elsewhere."""
    batches = make([MOST + 500], batch_size=1)
    starts = []
    for _ in range(200):
        starts.append(int(batches[0][0][0, 0]))
        batches.on_epoch_end()
    assert 60 < starts.count(1) < 140
    assert len(set(starts)) > 50


def test_seed() -> None:
    """The seed decides the order and the windows; each epoch has another order."""
    lengths = list(range(1, 25))
    first, again, other = (make(lengths, seed=seed) for seed in (1, 1, 2))
    films = [[film for batch in batches.order for film in batch] for batches in (first, other)]
    assert films[0] != films[1]
    for (ids, _), (same, _) in zip(epoch(first), epoch(again), strict=True):
        np.testing.assert_array_equal(ids, same)
    first.on_epoch_end()
    assert films[0] != [film for batch in first.order for film in batch]


@given(lengths, st.integers(2, 5))
def test_even_shares(lengths: list[int], devices: int) -> None:
    """Several devices read as many plots each, every film among them; only the last are read again."""
    batches = make(lengths, batch_size=2 * devices, devices=devices)
    sizes, seen = [], set()
    for token_ids, labels in epoch(batches):
        films = labels.argmax(axis=1).tolist()
        assert films == (token_ids[:, 0] // 100).tolist()
        sizes.append(len(films))
        seen.update(films)
    assert set(range(len(lengths))) == seen
    assert all(size % devices == 0 for size in sizes)
    assert 0 <= sum(sizes) - len(lengths) < devices


def test_a_batch_asked_for_twice() -> None:
    """It is the same one: Keras looks at some batches before it trains."""
    batches = make([MOST + 500] * 40, word_dropout=0.3)
    for _ in range(2):
        for index in (3, 0):
            for once, again in zip(batches[index], batches[index], strict=True):
                np.testing.assert_array_equal(once, again)
        batches.on_epoch_end()


def test_words_are_hidden() -> None:
    """The share asked for on average, padding never; the hidden ones are the unknown word."""
    plain = make([MOST] * 400, batch_size=100)
    hidden = make([MOST] * 400, batch_size=100, word_dropout=0.2)
    before = np.concatenate([token_ids[:, :MOST] for token_ids, _ in epoch(plain)])
    after = np.concatenate([token_ids[:, :MOST] for token_ids, _ in epoch(hidden)])
    changed = before != after
    assert {1} == set(after[changed].tolist())
    assert 0.15 < changed.mean() < 0.25
    by_plot = changed.mean(axis=1)
    assert (by_plot == 0).mean() > 0.2, "most plots lose little"
    assert by_plot.max() >= 0.8, "a few lose nearly all"
