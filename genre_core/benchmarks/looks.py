"""Looks at a model in training every so many batches, and ends the training when it is good enough."""

import time
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
from keras import ops

from genre_core.benchmarks.to_quality import Asked
from genre_core.training.observer import Observer
from genre_core.training.prepare import PreparedSplit
from genre_core.training.reading import read_plots

__all__ = ["Looks"]


class Looks(Observer):
    """``taken`` holds seconds since ``started``, batches and figure of each look; looks take no time."""

    def __init__(
        self,
        films: PreparedSplit,
        max_tokens: int,
        judge: Callable[[npt.NDArray[np.float32]], float],
        asked: Asked,
        started: float,
    ):
        super().__init__()
        self.films, self.max_tokens = films, max_tokens
        self.judge, self.asked, self.started = judge, asked, started
        self.batches = 0
        self.taken: list[tuple[float, int, float]] = []
        self.reached: float | None = None

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:  # noqa: ARG002
        """Look, and take the time it took out of the count."""
        self.batches += 1
        if self.batches % self.asked.every:
            return
        float(logs["loss"])  # a GPU may still be at work
        began = time.perf_counter()
        seconds = began - self.started
        figure = self.judge(self._read_by_average())
        self.taken.append((seconds, self.batches, figure))
        if figure >= self.asked.target and self.reached is None:
            self.reached = seconds
        if self.reached is not None or seconds >= self.asked.most_seconds:
            self.model.stop_training = True
        self.started += time.perf_counter() - began

    def _read_by_average(self) -> npt.NDArray[np.float32]:
        """Probabilities by the running average of the weights, which is what training keeps."""
        variables = self.model.trainable_variables
        own = [ops.convert_to_numpy(variable) for variable in variables]
        self.model.optimizer.finalize_variable_values(variables)
        probabilities = read_plots(self.model, self.films.rows, self.max_tokens)
        for variable, value in zip(variables, own, strict=True):
            variable.assign(value)
        return probabilities
