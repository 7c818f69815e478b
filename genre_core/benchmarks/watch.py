"""A training that is measured: when each phase began, what it took in memory, how fast it learned."""

import time
from typing import Any

from genre_core.benchmarks.memory import peak_megabytes
from genre_core.training.observer import Observer, Phase

__all__ = ["Watch"]


class Watch(Observer):
    """Keeps seconds and the peak of memory at the start of each phase, and says when to stop learning."""

    def __init__(self, seconds: float, batch_size: int):
        super().__init__()
        self.begun: dict[Phase, float] = {}
        self.peaks: dict[Phase, float] = {}
        self._seconds, self._batch_size = seconds, batch_size
        self._batches: list[float] = []

    def on_phase(self, phase: Phase) -> None:
        """Look at the clock and at the memory."""
        self.begun[phase] = time.perf_counter()
        self.peaks[phase] = peak_megabytes()

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:  # noqa: ARG002
        """Look at the clock."""
        self._batches.append(time.perf_counter())

    def is_time_over(self) -> bool:
        """Whether it has learned for so many seconds since its first batch."""
        return len(self._batches) > 1 and self._batches[-1] - self._batches[0] >= self._seconds

    @property
    def plots_per_second(self) -> float:
        """Learned from, the first batch aside, which builds the graph; 0 for a single batch."""
        if len(self._batches) == 1:
            return 0.0
        seconds = self._batches[-1] - self._batches[0]
        return (len(self._batches) - 1) * self._batch_size / seconds
