"""Teach the LSTM: the training films again and again, the best epoch by validation kept."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import keras
import numpy as np
import numpy.typing as npt

from genre_core.models.lstm import build_lstm
from genre_core.training.batches import LengthBucketedBatches
from genre_core.training.callbacks import Cancel, EpochRecord, Progress, StopOnNaN, Validate
from genre_core.training.checkpoint import (
    Checkpoint,
    Keep,
    Learner,
    TakeUp,
    fingerprint_of,
    read_checkpoint,
)
from genre_core.training.config import TrainingConfig
from genre_core.training.device import shared_among
from genre_core.training.lessons import Taught
from genre_core.training.loss import WeightedCrossEntropy, genre_weights
from genre_core.training.observer import Observer
from genre_core.training.prepare import Prepared
from genre_core.training.process import check_shares

__all__ = ["Fitted", "fit", "make_optimizer"]


@dataclass(frozen=True)
class Fitted:
    """A trained model at its best epoch, and how it got there."""

    model: keras.Model
    history: list[EpochRecord]
    seconds_before: float = 0.0
    """Of the epochs that were read before it broke off."""


def fit(  # noqa: PLR0913 - One argument each for what goes in, what is kept and who is told.
    prepared: Prepared,
    config: TrainingConfig,
    vectors: npt.NDArray[np.float32] | None,
    *,
    taught: Taught | None = None,
    devices: int = 1,
    progress: bool = True,
    cancelled: Callable[[], bool] = lambda: False,
    observer: Observer | None = None,
    checkpoint: Path | None = None,
) -> Fitted:
    """Train on the training split; keep the weights of the epoch with the best validation mAP.

    One seed gives one result on one machine. ``vectors (n_words, dimensions)`` start the word vectors;
    ``taught`` is read in place of the training plots and their labels; several ``devices`` share each
    batch; ``observer`` is told how it goes. After each epoch what was learned is kept in the file
    ``checkpoint``, and where there is one it goes on from there. Raises TrainingError when the loss is no
    number any more, and ConfigError when batches cannot be shared evenly, there are fewer devices, or the
    checkpoint is of other settings or films.
    """
    check_shares(config.batch_size, devices)
    keras.utils.set_random_seed(config.seed)
    learner = _learner(prepared, config, vectors, taught, devices)
    n_batches, validate = len(learner.batches), learner.validate
    targets = taught.targets if taught else prepared.splits["train"].labels
    about = config.model_dump(mode="json") | {"films": fingerprint_of(prepared, targets)}
    saved = read_checkpoint(checkpoint, about) if checkpoint else None
    begin = _first_epoch(saved, config) if saved else 0
    callbacks = [
        StopOnNaN(),
        Cancel(cancelled),
        # The order counts: average the weights, score the average, then decide whether it is the best.
        *([learner.averages] if learner.averages else []),
        validate,
        learner.stopping,
        *([TakeUp(learner, saved)] if saved else []),
        *([Progress(n_batches, begin)] if progress else []),
        *([observer] if observer else []),
        *([Keep(learner, checkpoint, about)] if checkpoint else []),
    ]
    if observer:
        observer.on_ready(prepared, learner.batches, validate)
    learner.model.fit(
        learner.batches,
        epochs=config.epochs,
        initial_epoch=begin,
        shuffle=False,
        callbacks=callbacks,
        verbose=0,
    )
    before = sum(record["seconds"] for record in saved.history) if saved else 0.0
    return Fitted(learner.model, validate.history, before)


def _learner(
    prepared: Prepared,
    config: TrainingConfig,
    vectors: npt.NDArray[np.float32] | None,
    taught: Taught | None,
    devices: int,
) -> Learner:
    """A model that has learned nothing, and all that changes with it."""
    train = prepared.splits["train"]
    batches = LengthBucketedBatches(
        taught.rows if taught else train.rows,
        taught.targets if taught else train.labels,
        config.batch_size,
        max_tokens=config.train_tokens,
        word_dropout=config.word_dropout,
        seed=config.seed,
        devices=devices,
    )
    weights = genre_weights(train.labels, config.rare_genre_power)
    with shared_among(devices):
        model = build_lstm(
            config.model,
            len(prepared.vocabulary),
            len(prepared.genres),
            vectors=vectors,
            seed=config.seed,
        )
        model.compile(make_optimizer(config, len(batches), devices), WeightedCrossEntropy(weights))
        model.optimizer.build(model.trainable_variables)
    validation = prepared.splits["validation"]
    return Learner(
        model,
        batches,
        Validate(validation, prepared.genres, config.max_tokens, n_train=len(batches.rows)),
        keras.callbacks.EarlyStopping(
            "val_mAP", mode="max", patience=config.patience, restore_best_weights=True
        ),
        keras.callbacks.SwapEMAWeights(swap_on_epoch=True) if config.averaging else None,
    )


def _first_epoch(saved: Checkpoint, config: TrainingConfig) -> int:
    """From 0; the number of epochs when none is left to read."""
    return config.epochs if saved.waited >= config.patience else saved.epochs_read


def make_optimizer(
    config: TrainingConfig, batches_per_epoch: int, devices: int = 1
) -> keras.optimizers.Optimizer:
    """Adam: half an epoch of warm-up, then a cosine down to a fiftieth of the peak.

    Gradients are clipped to a norm of 1: each device's before they are added up, hence its share of it.
    """
    warm_up = max(1, batches_per_epoch // 2)
    steps = keras.optimizers.schedules.CosineDecay(
        config.learning_rate / 10,
        max(1, config.epochs * batches_per_epoch - warm_up),
        alpha=0.02,
        warmup_target=config.learning_rate,
        warmup_steps=warm_up,
    )
    return keras.optimizers.Adam(
        steps,
        clipnorm=1.0 / devices,
        use_ema=config.averaging > 0,
        ema_momentum=config.averaging or 0.99,
    )
