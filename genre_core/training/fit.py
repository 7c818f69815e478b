"""Teach the LSTM: the training films again and again, the best epoch by validation kept."""

from collections.abc import Callable
from dataclasses import dataclass

import keras
import numpy as np
import numpy.typing as npt

from genre_core.models.lstm import build_lstm
from genre_core.training.batches import LengthBucketedBatches
from genre_core.training.callbacks import Cancel, EpochRecord, Progress, StopOnNaN, Validate
from genre_core.training.config import TrainingConfig
from genre_core.training.lessons import Taught
from genre_core.training.loss import WeightedCrossEntropy, genre_weights
from genre_core.training.names import NameSwapper
from genre_core.training.observer import Observer
from genre_core.training.prepare import Prepared

__all__ = ["Fitted", "fit"]


@dataclass(frozen=True)
class Fitted:
    """A trained model at its best epoch, and how it got there."""

    model: keras.Model
    history: list[EpochRecord]


def fit(
    prepared: Prepared,
    config: TrainingConfig,
    vectors: npt.NDArray[np.float32] | None,
    *,
    taught: Taught | None = None,
    progress: bool = True,
    cancelled: Callable[[], bool] = lambda: False,
    observer: Observer | None = None,
) -> Fitted:
    """Train on the training split; keep the weights of the epoch with the best validation mAP.

    One seed gives one result on one machine. ``vectors (n_words, dimensions)`` start the word vectors;
    ``taught`` is read in place of the training plots and their labels; ``observer`` is told how it goes.
    Raises TrainingError when the loss is no number any more.
    """
    keras.utils.set_random_seed(config.seed)
    train = prepared.splits["train"]
    batches = LengthBucketedBatches(
        taught.rows if taught else train.rows,
        taught.targets if taught else train.labels,
        config.batch_size,
        max_tokens=config.train_tokens,
        word_dropout=config.word_dropout,
        swap=NameSwapper.of(prepared, config.name_swap) if config.name_swap else None,
        seed=config.seed,
    )
    model = build_lstm(
        config.model,
        len(prepared.vocabulary),
        len(prepared.genres),
        vectors=vectors,
        seed=config.seed,
    )
    weights = genre_weights(train.labels, config.rare_genre_power)
    model.compile(_optimizer(config, len(batches)), WeightedCrossEntropy(weights))
    validate = Validate(
        prepared.splits["validation"], prepared.genres, config.max_tokens, n_train=len(batches.rows)
    )
    callbacks = [
        StopOnNaN(),
        Cancel(cancelled),
        # The order counts: average the weights, score the average, then decide whether it is the best.
        *([keras.callbacks.SwapEMAWeights(swap_on_epoch=True)] if config.averaging else []),
        validate,
        keras.callbacks.EarlyStopping(
            "val_mAP", mode="max", patience=config.patience, restore_best_weights=True
        ),
        *([Progress(len(batches))] if progress else []),
        *([observer] if observer else []),
    ]
    if observer:
        observer.on_ready(prepared, batches, validate)
    model.fit(batches, epochs=config.epochs, shuffle=False, callbacks=callbacks, verbose=0)
    return Fitted(model, validate.history)


def _optimizer(config: TrainingConfig, batches_per_epoch: int) -> keras.optimizers.Optimizer:
    """Adam: half an epoch of warm-up, then a cosine down to a fiftieth of the peak."""
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
        clipnorm=1.0,
        use_ema=config.averaging > 0,
        ema_momentum=config.averaging or 0.99,
    )
