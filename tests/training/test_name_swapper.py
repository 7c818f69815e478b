import numpy as np
import pytest

from genre_core.text.names import find_names
from genre_core.training.batches import LengthBucketedBatches
from genre_core.training.names import NameSwapper
from genre_core.training.prepare import Prepared, prepare
from tests.tiny import tiny_corpus


@pytest.fixture(scope="module")
def prepared() -> Prepared:
    """Plots about four persons: Anna or Omar, Connor or Reyes."""
    corpus = tiny_corpus()
    people = ["Anna Connor", "Omar Reyes", "Anna Reyes", "Omar Connor", "Omar"]
    corpus.films["plot"] = [
        f"the film where {people[n % 5]} is here and {people[n % 5].split()[0]} has to go. {plot}"
        for n, plot in enumerate(corpus.films["plot"])
    ]
    return prepare([corpus], max_words=200, min_plots=1)


def test_names_are_swapped_throughout_and_nothing_else_is(prepared: Prepared):
    """A first name for a first name; a plot without names stays as it is."""
    swapper = NameSwapper.of(prepared, 1.0)
    words = prepared.vocabulary.words
    names = find_names(prepared.splits["train"].plots)
    assert {"anna", "omar"} == names.first
    assert {"connor", "reyes"} == names.last
    for row in prepared.splits["test"].rows:
        for seed in range(5):
            swapped = swapper(row, np.random.default_rng(seed))
            pairs = {(words[a], words[b]) for a, b in zip(row, swapped, strict=True)}
            assert len({a for a, _ in pairs}) == len(pairs)
            for before, after in pairs:
                assert before == after or {before, after} in (
                    {"anna", "omar"},
                    {"connor", "reyes"},
                )
    nameless = prepared.vocabulary.ids(["ghost", "house"])
    assert nameless.tolist() == swapper(nameless, np.random.default_rng(0)).tolist()


def test_names_come_as_often_as_in_training_plots(prepared: Prepared):
    """A third of the training plots is about Omar, whoever they were about."""
    swapper = NameSwapper.of(prepared, 1.0)
    anna, omar = prepared.vocabulary.ids(["anna", "omar"])
    row = np.array([anna], dtype=np.int32)
    random = np.random.default_rng(0)
    drawn = [int(swapper(row, random)[0]) for _ in range(2_000)]
    assert {anna, omar} == set(drawn)
    assert 1 / 3 == pytest.approx(drawn.count(omar) / len(drawn), abs=0.05)


@pytest.mark.parametrize("share", [0.0, 0.5])
def test_a_share_of_the_plots_has_other_names(prepared: Prepared, share: float):
    """In batches, and none where none is asked for; what is kept of the films is not touched."""
    train = prepared.splits["train"]
    before = [row.copy() for row in train.rows]
    swapper = NameSwapper.of(prepared, share)
    batches = LengthBucketedBatches(train.rows, train.labels, 16, max_tokens=60, swap=swapper)
    n_changed = 0
    for index, films in enumerate(batches.order):
        token_ids, _ = batches[index]
        for film, read in zip(films, token_ids, strict=True):
            n_changed += (read[: len(before[film])] != before[film]).any()
    assert all((a == b).all() for a, b in zip(before, train.rows, strict=True))
    # By chance a name is swapped for itself.
    assert share * 0.4 * len(before) <= n_changed <= share * len(before)
