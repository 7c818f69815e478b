"""Beside a training: listens for Stop, for a deleted folder and for the clock, and writes events."""

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from genre_core.jobs.events import append
from genre_core.jobs.runs import SETTINGS, STOP
from genre_core.jobs.settings import UPLOAD
from genre_core.limits import MAX_SECONDS

__all__ = ["Guard"]

_SECONDS_BETWEEN_LOOKS = 0.2


class Guard:
    """One for a run. Before the first batch is learned, Stop ends the process; after it, the caller asks.

    ``leave`` is called before it ends the process.
    """

    def __init__(
        self,
        folder: Path,
        max_seconds: float = MAX_SECONDS,
        leave: Callable[[], object] = lambda: None,
    ):
        self.folder = folder
        self.leave = leave
        self.max_seconds = max_seconds
        self.why = ""
        """Why it was asked to stop, in words."""
        self._asked = threading.Event()
        self._asked_while_learning = False
        self._is_learning = False
        self._gate = threading.RLock()
        self._began_at, self._started = time.time(), time.monotonic()

    def start(self) -> None:
        """Begin to listen, in a thread of its own."""
        threading.Thread(target=self._listen, daemon=True).start()

    def tell(self, kind: str, **fields: Any) -> None:
        """Append an event, its words to the log too; ends the process when the run's folder is gone.

        The events of a process are as far apart as they were, also when somebody sets the clock.
        """
        if "text" in fields:
            print(fields["text"])
        with self._gate:
            now = self._began_at + time.monotonic() - self._started
            try:
                append(self.folder, kind, **{"time": now, **fields})
            except FileNotFoundError:
                self._exit()

    def end(self, outcome: str, text: str, **fields: Any) -> None:
        """Tell how the run ended; a table uploaded for it is kept no longer, unless it ``broke_off``."""
        if not fields.get("broke_off"):
            (self.folder / UPLOAD).unlink(missing_ok=True)
        facts = {"best_epoch": None, "metrics": None, **fields}
        self.tell("end", outcome=outcome, text=text, **facts)

    def is_asked(self) -> bool:
        """Whether the run should stop; asked after every batch."""
        if self._asked.is_set():
            self._asked_while_learning = True
        return self._asked.is_set()

    def was_asked_while_learning(self) -> bool:
        """Whether Stop came in time to change anything."""
        return self._asked_while_learning

    def learning_began(self) -> None:
        """From now on there are weights worth keeping."""
        if not self._is_learning:
            with self._gate:
                self._is_learning = True

    def _listen(self) -> None:
        while not self._asked.is_set():
            if not (self.folder / SETTINGS).exists():
                self._exit()  # the run was deleted
            if (self.folder / STOP).exists():
                self._ask("Stopped.")
            elif time.monotonic() - self._started > self.max_seconds:
                self._ask(f"Stopped: a run may take {self.max_seconds / 60:.0f} minutes.")
            time.sleep(_SECONDS_BETWEEN_LOOKS)
        while (self.folder / SETTINGS).exists():
            time.sleep(_SECONDS_BETWEEN_LOOKS)
        self._exit()

    def _ask(self, why: str) -> None:
        with self._gate:
            self.why = why
            self._asked.set()
            if not self._is_learning:
                try:
                    self.end("stopped", f"{why} Training had not begun: nothing was learned yet.")
                finally:
                    self._exit()

    def _exit(self) -> None:
        self.leave()
        os._exit(0)
