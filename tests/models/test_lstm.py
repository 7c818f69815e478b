import keras
import numpy as np
import pytest

from genre_core.models.config import LSTMConfig
from genre_core.models.layers import LinearReading, MaxMeanPooling
from genre_core.models.lstm import blend, build_lstm, copy_in_float32
from genre_core.text.vocabulary import pad

WORDS, GENRES = 11, 3
ROWS = [np.int32(row) for row in ([2, 3, 4, 5, 6], [7], [8, 9, 10], [1])]


def small(**changes) -> LSTMConfig:
    return LSTMConfig(**{"dimensions": 6, "units": 5, **changes})


def logits(model: keras.Model, rows: list[np.ndarray]) -> np.ndarray:
    return keras.ops.convert_to_numpy(model(pad(rows), training=False))


class TestGraph:
    @pytest.mark.parametrize(
        ("changes", "width"),
        [({}, 10), ({"bidirectional": False}, 5), ({"n_layers": 2}, 10)],
        ids=["both ways", "one way", "two layers"],
    )
    def test_shapes(self, changes: dict, width: int) -> None:
        """Ids to vectors to states to the pooled states, twice as wide, to one logit a genre."""
        config = small(**changes)
        model = build_lstm(config, WORDS, GENRES)
        shapes = {layer.name: layer.output.shape for layer in model.layers}
        assert (None, None, 6) == shapes["word_vectors"]
        for number in range(1, config.n_layers + 1):
            assert (None, None, width) == shapes[f"lstm_{number}"]
        assert f"lstm_{config.n_layers + 1}" not in shapes
        assert (None, 2 * width) == shapes["max_mean_pooling"]
        assert (None, GENRES) == shapes["genre_logits"] == model.output_shape

    def test_logits(self) -> None:
        """The output is a logit: without the last bias and weights it is 0, not one half."""
        model = build_lstm(small(), WORDS, GENRES)
        last = model.get_layer("genre_logits")
        last.set_weights([np.zeros_like(weights) for weights in last.get_weights()])
        assert not logits(model, ROWS).any()

    def test_given_vectors(self) -> None:
        """The word vectors start where they are told to, and learn unless they are told not to."""
        vectors = np.random.default_rng(0).normal(size=(WORDS, 6)).astype(np.float32)
        layer = build_lstm(small(), WORDS, GENRES, vectors=vectors).get_layer("word_vectors")
        np.testing.assert_array_equal(vectors, layer.get_weights()[0])
        frozen = build_lstm(small(train_vectors=False), WORDS, GENRES).get_layer("word_vectors")
        assert (1, 0) == (len(layer.trainable_weights), len(frozen.trainable_weights))


class TestPadding:
    @pytest.mark.parametrize("bidirectional", [True, False])
    def test_padding_changes_no_logit(self, bidirectional: bool) -> None:
        """A plot alone has the logits it has in a padded batch."""
        model = build_lstm(small(n_layers=2, bidirectional=bidirectional), WORDS, GENRES)
        alone = np.concatenate([logits(model, [row]) for row in ROWS])
        np.testing.assert_allclose(alone, logits(model, ROWS), atol=1e-6, rtol=0)

    def test_pooling_ignores_padding(self) -> None:
        """Largest and mean state of the real words, by hand, whatever stands behind them."""
        states = np.random.default_rng(0).uniform(-1, 0, (2, 4, 3)).astype(np.float32)
        ids = np.int32([[5, 6, 0, 0], [5, 6, 7, 8]])
        pooled = keras.ops.convert_to_numpy(MaxMeanPooling()(states, ids))
        real = [states[0, :2], states[1]]
        expected = [np.concatenate([row.max(axis=0), row.mean(axis=0)]) for row in real]
        np.testing.assert_allclose(np.stack(expected), pooled, atol=1e-6)

    def test_mask_ends_at_the_pooling(self) -> None:
        """Pooled states have no time axis, so no mask reaches the loss."""
        model = build_lstm(small(), WORDS, GENRES)
        assert getattr(model.output, "_keras_mask", None) is None


class TestSeeds:
    def test_one_seed_one_start(self) -> None:
        """The seed decides every weight."""
        first, again, other = (
            build_lstm(small(n_layers=2), WORDS, GENRES, seed=seed).get_weights()
            for seed in (1, 1, 2)
        )
        for weights, same in zip(first, again, strict=True):
            np.testing.assert_array_equal(weights, same)
        assert any((a != b).any() for a, b in zip(first, other, strict=True))

    def test_layers_start_apart(self) -> None:
        """Each direction of each layer starts with weights of its own."""
        model = build_lstm(small(n_layers=2, dimensions=10), WORDS, GENRES, seed=1)
        starts = [
            direction.get_weights()[1].tobytes()
            for number in (1, 2)
            for layer in [model.get_layer(f"lstm_{number}")]
            for direction in (layer.forward_layer, layer.backward_layer)
        ]
        assert 4 == len(set(starts))


def test_a_step_lowers_the_loss() -> None:
    """One step of gradient descent on a batch makes the loss on it smaller."""
    model = build_lstm(small(vector_dropout=0, dropout=0), WORDS, GENRES, seed=1)
    loss = keras.losses.BinaryCrossentropy(from_logits=True)
    model.compile(keras.optimizers.SGD(0.1), loss)
    labels = np.float32([[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0]])
    before = float(loss(labels, logits(model, ROWS)))
    model.train_on_batch(pad(ROWS), labels)
    assert float(loss(labels, logits(model, ROWS))) < before


class TestCopy:
    def test_same_function(self) -> None:
        """With and without mask the copy gives a plot without padding the same logits."""
        config = small(n_layers=2)
        model = build_lstm(config, WORDS, GENRES, seed=1)
        for masked in (True, False):
            copy = copy_in_float32(model, config, masked=masked)
            np.testing.assert_allclose(
                logits(model, ROWS[:1]), logits(copy, ROWS[:1]), atol=1e-6, rtol=0
            )

    def test_of_mixed_precision(self) -> None:
        """What was trained in mixed precision is copied in float32, and the policy is as before."""
        before = keras.config.dtype_policy()
        keras.config.set_dtype_policy("mixed_float16")
        try:
            model = build_lstm(small(), WORDS, GENRES)
            copy = copy_in_float32(model, small())
            assert "mixed_float16" == keras.config.dtype_policy().name
        finally:
            keras.config.set_dtype_policy(before)
        for name in ("word_vectors", "lstm_1", "max_mean_pooling"):
            assert "float16" == model.get_layer(name).compute_dtype
            assert "float32" == copy.get_layer(name).compute_dtype


class TestLinearReader:
    RANDOM = np.random.default_rng(0)
    LEANINGS = RANDOM.normal(size=(WORDS, GENRES)).astype(np.float32)
    WEIGHTS = RANDOM.uniform(1, 4, WORDS).astype(np.float32)
    LEANINGS[:2] = WEIGHTS[:2] = 0  # padding and unknown
    START = np.float32([-2, 0, 1])

    def test_logits_by_hand(self) -> None:
        """Leanings summed over the root of the summed weights, plus the start."""
        layer = LinearReading(WORDS, GENRES)
        layer.set_weights([self.LEANINGS, self.WEIGHTS[:, None], self.START])
        expected = [
            self.LEANINGS[row].sum(axis=0) / np.sqrt(max(self.WEIGHTS[row].sum(), 1e-6))
            + self.START
            for row in ROWS
        ]
        actual = keras.ops.convert_to_numpy(layer(pad(ROWS)))
        np.testing.assert_allclose(np.stack(expected), actual, rtol=1e-5)

    def test_silent_until_blended(self) -> None:
        """A new model's linear reader adds nothing, and training leaves it alone."""
        model = build_lstm(small(), WORDS, GENRES)
        assert not any(table.any() for table in model.get_layer("word_leanings").get_weights())
        assert not model.get_layer("word_leanings").trainable_weights

    def test_shares(self) -> None:
        """Blended, the logits are the linear reader's by its share and the LSTM's by the rest."""
        model = build_lstm(small(linear_share=0.25), WORDS, GENRES)
        lstm = logits(model, ROWS)
        blend(model, 0.25, self.LEANINGS, self.WEIGHTS, self.START)
        layer = LinearReading(WORDS, GENRES)
        layer.set_weights([self.LEANINGS, self.WEIGHTS[:, None], self.START])
        linear = keras.ops.convert_to_numpy(layer(pad(ROWS)))
        np.testing.assert_allclose(
            np.average([lstm, linear], axis=0, weights=[0.75, 0.25]), logits(model, ROWS), atol=1e-5
        )

    def test_without(self) -> None:
        """A share of 0 is an LSTM alone."""
        names = [layer.name for layer in build_lstm(small(linear_share=0), WORDS, GENRES).layers]
        assert "word_leanings" not in names
