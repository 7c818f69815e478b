"""A side of ``bench train``: PyTorch's own LSTM in a model of the same shape, on the same batches.

It reads the padding of a batch too, and pooling leaves it out: on a CPU, packed rows take it twice as long.
It has no linear reader beside it and keeps no running average of its weights, both of which ours does.
"""
# PyTorch is no part of the development environment: see requirements-teacher.txt.
# pyright: reportMissingImports=false, reportAttributeAccessIssue=false, reportUntypedBaseClass=false

import os
from typing import Any

import keras
import torch
from torch import nn
from torch.nn import functional

from genre_core.benchmarks.train import Plots, Settings, Stopwatch
from genre_core.models.config import LSTMConfig
from genre_core.text.vocabulary import PADDING
from genre_core.training.batches import LengthBucketedBatches
from genre_core.training.loss import genre_weights

__all__ = ["large_square", "learn", "multiply", "wait"]

_BELOW_ANY_STATE = -1e4


class _Reader(nn.Module):
    """Word vectors → LSTM → the strongest and the mean state → genres."""

    def __init__(self, config: LSTMConfig, n_words: int, n_genres: int):
        super().__init__()
        self.vectors = nn.Embedding(n_words, config.dimensions, padding_idx=PADDING)
        self.hide = nn.Dropout1d(config.vector_dropout)
        self.lstm = nn.LSTM(
            config.dimensions,
            config.units,
            config.n_layers,
            batch_first=True,
            bidirectional=config.bidirectional,
        )
        self.dropout = nn.Dropout(config.dropout)
        ways = 2 if config.bidirectional else 1
        self.genres = nn.Linear(2 * ways * config.units, n_genres)

    def forward(self, token_ids: torch.Tensor) -> torch.Tensor:
        """Logits ``(batch, n_genres)``."""
        real = (token_ids != PADDING)[..., None]
        vectors = self.hide(self.vectors(token_ids).transpose(1, 2)).transpose(1, 2)
        states = self.lstm(vectors)[0]
        largest = states.masked_fill(~real, _BELOW_ANY_STATE).amax(1)
        mean = (states * real).sum(1) / real.sum(1)
        return self.genres(self.dropout(torch.cat([largest, mean], 1)))


def learn(plots: Plots, settings: Settings) -> Stopwatch:
    """Adam on the batches that ours learns from."""
    config = settings.config()
    torch.manual_seed(config.seed)
    device = _device()
    is_mixed = keras.config.dtype_policy().compute_dtype == "float16"
    model = _Reader(config.model, plots.n_words, plots.labels.shape[1]).to(device)
    optimizer = torch.optim.Adam(model.parameters(), config.learning_rate)
    scaler = torch.amp.GradScaler(device, enabled=is_mixed)
    weights = torch.tensor(genre_weights(plots.labels, config.rare_genre_power), device=device)
    batches = LengthBucketedBatches(
        plots.rows,
        plots.labels,
        config.batch_size,
        max_tokens=config.train_tokens,
        word_dropout=config.word_dropout,
        seed=config.seed,
    )
    watch = Stopwatch(settings.seconds)
    while True:
        for batch in range(len(batches)):
            token_ids, labels = (torch.from_numpy(each).to(device) for each in batches[batch])
            with torch.autocast(device, torch.float16, enabled=is_mixed):
                logits = model(token_ids)
            loss = functional.binary_cross_entropy_with_logits(logits.float(), labels, weights)
            optimizer.zero_grad()
            scaler.scale(loss).backward()
            scaler.unscale_(optimizer)
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            scaler.step(optimizer)
            scaler.update()
            loss.item()
            if watch.is_over(batches.lengths[batches.order[batch]].tolist()):
                return watch
        batches.on_epoch_end()


def large_square(size: int) -> Any:
    """A matrix of chance, in what the model computes in, that products leave of like size."""
    kind = getattr(torch, keras.config.dtype_policy().compute_dtype)
    return (torch.randn(size, size) / size**0.5).to(_device(), kind)


def multiply(one: Any, other: Any) -> Any:
    """The matrix product."""
    return one @ other


def wait(matrix: Any) -> None:
    """Until a matrix is there."""
    matrix[0, 0].item()


def _device() -> str:
    return os.environ["KERAS_TORCH_DEVICE"]  # as chosen when the process was set up
