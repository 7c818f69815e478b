"""What tuning a transformer needs beside the transformer: a head, a schedule, a line for each epoch."""

from collections.abc import Callable
from typing import Any

import keras
import numpy as np
from keras import ops

from genre_core.recipes.contract import Split
from genre_core.text.vocabulary import PADDING

__all__ = ["falling_rate", "read_mean", "some_of", "told_epochs"]


def read_mean(states: Any, token_ids: Any, n_labels: int, seed: int) -> Any:
    """The mean of the last layer's states, padding left out → a logit for each label."""
    states = states["sequence_output"] if isinstance(states, dict) else states
    is_read = ops.expand_dims(ops.cast(ops.not_equal(token_ids, PADDING), "float32"), -1)
    mean = ops.sum(states * is_read, axis=1) / ops.sum(is_read, axis=1)
    return keras.layers.Dense(n_labels, name="logits")(keras.layers.Dropout(0.1, seed=seed)(mean))


def falling_rate(
    peak: float, steps: int, warm_up: float
) -> keras.optimizers.schedules.LearningRateSchedule:
    """From the peak to 0 along a line; with a share of the steps to rise in, along a cosine after them."""
    rising = round(warm_up * steps)
    if not rising:
        return keras.optimizers.schedules.PolynomialDecay(peak, steps, 0.0)
    return keras.optimizers.schedules.CosineDecay(
        0.0, steps - rising, warmup_target=peak, warmup_steps=rising
    )


def some_of(films: Split, most: int) -> Split:
    """Films spread evenly over a split."""
    places = np.unique(np.linspace(0, len(films) - 1, most).astype(int))
    return Split(
        films.film_ids[places],
        films.corpora[places],
        [films.plots[place] for place in places],
        [films.rows[place] for place in places],
        films.labels[places],
    )


def told_epochs(say: Callable[[str], object], epochs: int) -> keras.callbacks.Callback:
    """Says each epoch's figures in a line."""

    def line(epoch: int, logs: dict[str, float] | None) -> None:
        figures = "  ".join(f"{name} {value:.4f}" for name, value in (logs or {}).items())
        say(f"epoch {epoch + 1} of {epochs}  {figures}")

    return keras.callbacks.LambdaCallback(on_epoch_end=line)
