"""Runs as they stand in their folders: settings, state, place in the queue, how they ended."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from pydantic import ValidationError

from genre_core.errors import ConfigError, RunError
from genre_core.jobs.breaks import lost_in_words
from genre_core.jobs.events import EVENTS, Event, last_event
from genre_core.jobs.lock import running_run
from genre_core.jobs.places import BUNDLE, runs_home
from genre_core.jobs.settings import UPLOAD, RunSettings, make_settings
from genre_core.prediction.manifest import MANIFEST

__all__ = [
    "CHECKPOINT",
    "ENDED",
    "FIGURES",
    "LOG",
    "SEARCH",
    "SETTINGS",
    "STOP",
    "WORKER",
    "Run",
    "State",
    "get_run",
    "list_runs",
]

SETTINGS = "settings.json"
WORKER = "worker.json"
STOP = "stop"
LOG = "log.txt"
SEARCH = "search.db"
"""What a search has tried, where the run began with one."""
CHECKPOINT = "checkpoint.npz"
"""What the run had learned by its last finished epoch, until it ends."""
FIGURES = "search.json"
"""Optuna's charts of the search, as Plotly's JSON by name."""

State = Literal["queued", "running", "stopping", "done", "stopped", "failed", "lost"]
ENDED: tuple[State, ...] = ("done", "stopped", "failed", "lost")

_ID = re.compile(r"\d{8}-\d{6}-[a-z0-9-]{1,80}", re.ASCII)
_REMARK = re.compile(r"[IW]\d{4} \d\d:\d\d:|WARNING: All log messages before absl")
_LOG_LINES = 20
_LOG_BYTES = 16 * 1024


@dataclass(frozen=True)
class Run:
    """One training job, as it stood when it was looked at."""

    id: str
    folder: Path
    settings: RunSettings
    state: State
    place: int | None
    """Place in the queue, 1 for the next; None for a run that does not wait."""
    started_at: float
    """When Start was pressed, in unix seconds."""
    end: Event | None
    """The event ``end`` of a run that told how it ended."""

    @property
    def name(self) -> str:
        """What people call it."""
        return self.settings.name or self.id

    @property
    def has_ended(self) -> bool:
        """Whether nothing more will come."""
        return self.state in ENDED

    @property
    def has_bundle(self) -> bool:
        """Whether it wrote a model that other pages can use."""
        return (self.folder / BUNDLE / MANIFEST).is_file()

    @property
    def best_epoch(self) -> int | None:
        """The epoch whose weights were kept."""
        return self.end.get("best_epoch") if self.end else None

    @property
    def metrics(self) -> dict[str, Any]:
        """Test scores by corpus; empty without a bundle."""
        return (self.end or {}).get("metrics") or {}

    @property
    def trained_settings(self) -> RunSettings:
        """The settings its model was trained with: where a search found better ones, those."""
        found = (self.end or {}).get("found") or {}
        try:
            return make_settings(**{**self.settings.model_dump(), **found})
        except ConfigError:  # a file that somebody touched
            return self.settings

    @property
    def text(self) -> str:
        """How it ended, in words; empty for a run that has not."""
        if self.state == "lost":
            return lost_in_words(
                self.settings, has_search=self._has(SEARCH), has_checkpoint=self._has(CHECKPOINT)
            )
        return str(self.end.get("text", "")) if self.end else ""

    @property
    def can_go_on(self) -> bool:
        """Whether it broke off and can be taken up: after its last finished epoch, or from the start.

        A search that broke off goes on in a run of its own.
        """
        broke_off = self.state == "lost" or bool((self.end or {}).get("broke_off"))
        has_films = self.settings.corpus != UPLOAD or self._has(UPLOAD)
        is_training = not self._has(SEARCH) or self._has(CHECKPOINT)
        return broke_off and has_films and is_training

    def _has(self, name: str) -> bool:
        return (self.folder / name).is_file()

    def log_tail(self, n_lines: int = _LOG_LINES) -> str:
        """The last lines that its worker printed, without TensorFlow's remarks at its start."""
        try:
            with (self.folder / LOG).open("rb") as log:
                log.seek(max(0, log.seek(0, 2) - _LOG_BYTES))
                text = log.read().decode("utf-8", "replace")
        except OSError:
            return ""
        lines = [line for line in text.splitlines() if not _REMARK.match(line)]
        return "\n".join(lines[-n_lines:])


def list_runs() -> list[Run]:
    """All runs, the youngest first; folders that are no runs are passed over. Raises RunError."""
    home = runs_home()
    alive = running_run(home)  # before the events: a worker tells its end before it goes
    try:
        folders = list(home.iterdir()) if home.is_dir() else []
    except OSError as error:
        raise RunError(
            f"Runs are kept in a folder that may be read, and {home.name} may not ({error.strerror}). "
            "Make it readable, or name another folder with PLOTLINE_RUNS."
        ) from error
    found = [run for folder in folders if (run := _read(folder, alive)) is not None]
    found.sort(key=lambda run: (run.started_at, run.id))
    waiting = [run.id for run in found if run.state == "queued"]
    places = {run_id: place for place, run_id in enumerate(waiting, start=1)}
    return [replace(run, place=places.get(run.id)) for run in reversed(found)]


def get_run(run_id: str) -> Run:
    """The run of that id; raises RunError when there is none."""
    run = next((run for run in list_runs() if run.id == run_id), None)
    if run is None:
        raise RunError(
            f"A run is named by its id, and there is none called {run_id!r:.100}. It may have been "
            "deleted; choose one of the list."
        )
    return run


def _read(folder: Path, alive: str | None) -> Run | None:
    if not _ID.fullmatch(folder.name) or folder.is_symlink():
        return None
    try:
        started = (folder / SETTINGS).stat()
        settings = _settings_of(folder, started.st_mtime_ns, started.st_size)
        end = _end_of(folder)
        state = _state(folder, end, is_alive=alive == folder.name)
    except (OSError, ValidationError, UnicodeDecodeError):
        return None
    return Run(folder.name, folder, settings, state, None, started.st_mtime, end)


def _end_of(folder: Path) -> Event | None:
    try:
        told = (folder / EVENTS).stat()
    except FileNotFoundError:
        return None
    return _end_as_of(folder, told.st_mtime_ns, told.st_size)


# Who watches asks every second about every run: what has not changed is not read again.
@lru_cache(maxsize=1_000)
def _settings_of(folder: Path, _changed_ns: int, _size: int) -> RunSettings:
    return RunSettings.model_validate_json((folder / SETTINGS).read_text(encoding="utf-8"))


@lru_cache(maxsize=1_000)
def _end_as_of(folder: Path, _changed_ns: int, _size: int) -> Event | None:
    last = last_event(folder, "end", "again")
    return last if last and last["kind"] == "end" else None


def _state(folder: Path, end: Event | None, *, is_alive: bool) -> State:
    if end is not None:
        outcome = end.get("outcome")
        return outcome if outcome in ENDED else "failed"
    if is_alive:
        return "stopping" if (folder / STOP).exists() else "running"
    return "lost" if (folder / WORKER).exists() else "queued"
