"""Batches of plots of like length: an LSTM's time goes into words, not into padding."""

import math

import keras
import numpy as np
import numpy.typing as npt

from genre_core.text.vocabulary import PADDING, UNKNOWN, pad
from genre_core.training.reading import in_steps
from genre_core.training.rows import Rows, lengths_of

__all__ = ["LengthBucketedBatches"]


class LengthBucketedBatches(keras.utils.PyDataset):
    """Batches ``(token ids (batch, n_tokens) int32, labels (batch, n_genres) float32)`` for ``fit``.

    A plot of more than ``max_tokens`` words is read in part: from its start every second time by
    chance, from anywhere otherwise. Of each plot a share of the words is hidden (made unknown):
    ``word_dropout`` on average, mostly less, now and then nearly all, so that the model does not lean
    on single words and learns what to say when it knows none.

    Each epoch shuffles the plots, cuts them into pools of ``pool_batches`` batches, sorts each pool by
    length and shuffles the batches. The longest batch comes first, so that a lack of memory shows at
    once, and the shortest second, because Keras takes the tensor shapes it allows from the first two.

    Each of ``devices`` reads the same share of every batch: the last batch is filled up with plots it
    already has. A batch is the same however often it is asked for: Keras asks for some before it begins,
    and for more of them when there are several devices.
    """

    def __init__(
        self,
        rows: Rows,
        labels: npt.NDArray[np.bool_] | npt.NDArray[np.float32],
        batch_size: int,
        *,
        max_tokens: int,
        word_dropout: float = 0.0,
        seed: int = 0,
        pool_batches: int = 50,
        devices: int = 1,
    ):
        super().__init__()
        self.rows = rows
        self.labels = labels
        self.batch_size = batch_size
        self.pool_size = batch_size * pool_batches
        self.max_tokens = max_tokens
        self.word_dropout = word_dropout
        self.lengths = np.minimum(lengths_of(rows), max_tokens)
        self.devices = devices
        self.seed = seed
        self.epoch = 0
        self.order = self._shuffled()

    def __len__(self) -> int:
        """Batches in an epoch."""
        return math.ceil(len(self.rows) / self.batch_size)

    def __getitem__(self, index: int):
        """The batch at a place in this epoch's order."""
        films = self.order[index]
        chance = self._chance(1 + index)
        windows = [self._window(self.rows[film], chance) for film in films]
        token_ids = in_steps(self._hide_words(pad(windows), chance))
        if index == 1 and token_ids.shape[1] == self.lengths.max():
            # Two batches of one length, and Keras would hold all batches to it: a column of padding.
            token_ids = np.pad(token_ids, ((0, 0), (0, 1)))
        return token_ids, self.labels[films].astype(np.float32)

    def on_epoch_end(self) -> None:
        """Shuffle for the next epoch."""
        self.go_to(self.epoch + 1)

    def go_to(self, epoch: int) -> None:
        """Shuffle for an epoch, from 0: each has its own order, whatever was read before it."""
        self.epoch = epoch
        self.order = self._shuffled()

    def _chance(self, purpose: int) -> np.random.Generator:
        return np.random.default_rng((self.seed, self.epoch, purpose))

    def _window(
        self, row: npt.NDArray[np.int32], chance: np.random.Generator
    ) -> npt.NDArray[np.int32]:
        spare = len(row) - self.max_tokens
        if spare <= 0:
            return row
        start = 0 if chance.integers(2) else int(chance.integers(spare + 1))
        return row[start : start + self.max_tokens]

    def _hide_words(
        self, token_ids: npt.NDArray[np.int32], chance: np.random.Generator
    ) -> npt.NDArray[np.int32]:
        if not self.word_dropout:
            return token_ids
        # The mean of chance ** power is 1 / (power + 1).
        share = chance.random((len(token_ids), 1)) ** (1 / self.word_dropout - 1)
        is_hidden = (chance.random(token_ids.shape) < share) & (token_ids != PADDING)
        return np.where(is_hidden, np.int32(UNKNOWN), token_ids)

    def _shuffled(self) -> list[npt.NDArray[np.intp]]:
        chance = self._chance(0)
        films = chance.permutation(len(self.rows))
        batches: list[npt.NDArray[np.intp]] = []
        for start in range(0, len(films), self.pool_size):
            pool = films[start : start + self.pool_size]
            pool = pool[np.argsort(self.lengths[pool], kind="stable")]
            batches += [pool[i : i + self.batch_size] for i in range(0, len(pool), self.batch_size)]
        batches[-1] = np.resize(
            batches[-1], math.ceil(len(batches[-1]) / self.devices) * self.devices
        )
        chance.shuffle(batches)
        longest = max(range(len(batches)), key=lambda place: self.lengths[batches[place]].max())
        batches.insert(0, batches.pop(longest))
        shortest = min(range(len(batches)), key=lambda place: self.lengths[batches[place]].max())
        batches.insert(min(1, shortest), batches.pop(shortest))
        return batches
