"""What a run has told so far: read on from where this viewer's page last was."""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from genre_core.jobs.events import Event, read_events
from genre_core.jobs.history import Curves, curves, seconds_at_work, smooth, without_undone
from genre_core.jobs.runs import Run

__all__ = ["Story", "story_of"]

_KEPT = "events_of_runs"  # {id of a run: (events, offset)}
_MOST_RUNS = 8
_MOST_POINTS = 500  # More than a chart has pixels for only make it slow.


@dataclass(frozen=True)
class Story:
    """The events of a run, and the tables made of them."""

    run: Run
    events: list[Event]
    curves: Curves

    def last(self, kind: str) -> Event | None:
        """The latest event of a kind."""
        return next((event for event in reversed(self.events) if event["kind"] == kind), None)

    @property
    def is_exporting(self) -> bool:
        """Whether all that will be learned has been learned."""
        return (self.last("phase") or {}).get("phase") == "exporting"

    @property
    def is_searching(self) -> bool:
        """Whether it looks for settings, and has not begun to train with the best of them."""
        return bool(self.run.settings.attempts) and not self.last("found")

    @property
    def n_begun(self) -> int:
        """Trainings of the search that have begun."""
        return self._n_new("trying")

    @property
    def n_ended(self) -> int:
        """Trainings of the search that have ended."""
        return self._n_new("attempt")

    @property
    def share_searched(self) -> float:
        """Of the search's trainings, how many have ended."""
        return self.n_ended / self.run.settings.attempts if self.is_searching else 0.0

    def _n_new(self, kind: str) -> int:
        """Events of the search, those of the one it goes on from left out."""
        return sum(e["kind"] == kind and not e.get("is_earlier") for e in self.events)

    @property
    def notes(self) -> list[str]:
        """What happened, in words, the latest first."""
        return [str(e.get("text", "")) for e in reversed(self.events) if e["kind"] == "note"]

    @property
    def n_epochs(self) -> int:
        """Epochs at most."""
        return self.run.settings.epochs

    @property
    def epochs_run(self) -> int:
        """Epochs that have ended."""
        return len(self.curves.epochs)

    @property
    def seconds(self) -> float:
        """That its process has worked."""
        return seconds_at_work(self.events)

    def without_reading(self, what: str) -> float | None:
        """What one scores who has not read the plots: ``loss`` or ``micro_f1``."""
        start = self.last("start") or {}
        return (start.get("without_reading") or {}).get(what)

    def batches(self, smoothing: float) -> pd.DataFrame:
        """``epoch, loss, smooth``: the loss of batches and its smoothed line, thinned for a chart."""
        batches = self.curves.batches
        every = max(1, -(-len(batches) // _MOST_POINTS))
        smoothed = batches.assign(smooth=smooth(batches["loss"], smoothing))
        return smoothed.iloc[::every][["epoch", "loss", "smooth"]]

    def at_epoch(self, frame: pd.DataFrame, value: str, epoch: int) -> pd.DataFrame:
        """``genre, value, before`` of a long frame: at an epoch, and at the one before it."""
        wide = frame.pivot_table(index="genre", columns="epoch", values=value, sort=False)
        now = wide.get(epoch, pd.Series(float("nan"), index=wide.index))  # told, but of no genre
        before = wide.get(epoch - 1, now)
        return pd.DataFrame({"genre": wide.index, "value": now.array, "before": before.array})


def story_of(run: Run) -> Story:
    """The run's story; only what is new since the last call is read."""
    kept = st.session_state.setdefault(_KEPT, {})
    events, offset = kept.pop(run.id, ([], 0))
    new, offset = read_events(run.folder, offset)
    events = [*events, *new]
    kept[run.id] = (events, offset)  # the last one looked at stands last
    _forget(kept, list(kept)[:-_MOST_RUNS])
    events = without_undone(events)
    return Story(run, events, curves(events))


def _forget(kept: dict[str, object], names: Iterable[str]) -> None:
    for name in names:
        del kept[name]
