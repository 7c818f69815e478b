"""The process of one run: ``python -m genre_core.training.worker RUN_FOLDER``.

``genre_core.jobs`` starts it. It tells what happens in the run's events, ends when it is asked to, and
goes quietly when its folder is deleted. However it ends, it starts the next run of the queue: nobody
has to look for the queue to go on. TensorFlow is loaded after the guard has begun to listen: a run can
be stopped while it loads.
"""

import os
import sys
import threading
import time
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any

from genre_core.errors import ConfigError, PlotlineError, TrainingError
from genre_core.jobs.breaks import fault_in_words
from genre_core.jobs.events import Event, read_events
from genre_core.jobs.history import without_undone
from genre_core.jobs.launch import LOCK_VARIABLE, start_next
from genre_core.jobs.lock import changing
from genre_core.jobs.places import BUNDLE, runs_home
from genre_core.jobs.runs import CHECKPOINT, SETTINGS
from genre_core.jobs.settings import RunSettings, make_settings
from genre_core.training.guard import Guard

if TYPE_CHECKING:
    from genre_core.data.corpus import Corpus

__all__ = ["main"]

_NICENESS = 10  # whoever reads pages and asks for predictions comes first


def main(folder: Path) -> int:
    """Run to the end and start the next run; returns the exit status."""
    turn = _Turn()
    os.nice(max(0, _NICENESS - os.nice(0)))  # who was started by a worker is nice already
    guard = Guard(folder, leave=turn.hand_on)
    guard.start()
    try:
        return _outcome(folder, guard)
    finally:
        turn.hand_on()


def _outcome(folder: Path, guard: Guard) -> int:
    settings, checkpoint = None, folder / CHECKPOINT
    try:
        settings = RunSettings.model_validate_json((folder / SETTINGS).read_text(encoding="utf-8"))
        _run(folder, settings, guard)
    except PlotlineError as error:
        would_fail_again = isinstance(error, TrainingError | ConfigError)
        goes_on = checkpoint.is_file() and not would_fail_again
        guard.end("failed", str(error), broke_off=goes_on)
        if not goes_on:
            checkpoint.unlink(missing_ok=True)
        return 1
    except Exception as error:
        traceback.print_exc()  # into the run's log
        text = fault_in_words(error, settings, goes_on=checkpoint.is_file())
        try:
            guard.end("failed", text, broke_off=True)
        except OSError:  # no room for that line either: the run is found to be lost
            print(text)
        return 1
    checkpoint.unlink(missing_ok=True)
    return 0


def _run(folder: Path, settings: RunSettings, guard: Guard) -> None:
    guard.tell("phase", phase="reading", text="Starting TensorFlow and reading the films.")
    if goes_on := (folder / CHECKPOINT).is_file():
        guard.learning_began()  # there are weights worth keeping
    from genre_core.training.process import start_process

    device = start_process("auto")
    from genre_core.training.from_settings import config_of, corpora_of
    from genre_core.training.reporter import Reporter
    from genre_core.training.run import train

    corpora = corpora_of(settings, folder)
    earlier = without_undone(read_events(folder)[0]) if goes_on else []
    found: dict[str, Any] = {}
    if settings.attempts:
        found = _found_in(earlier) if goes_on else _search(folder, settings, corpora, guard)
        if not found:
            return
        settings = make_settings(**{**settings.model_dump(), **found})
    reporter = Reporter(
        guard.tell,
        device,
        settings.watched_plot,
        guard.learning_began,
        [event for event in earlier if event["kind"] == "epoch"],
    )
    manifest = train(
        corpora,
        folder / BUNDLE,
        config_of(settings),
        name=settings.name or folder.name,
        progress=False,
        cancelled=guard.is_asked,
        observer=reporter,
        checkpoint=folder / CHECKPOINT,
    )
    read, best = len(reporter.epochs), reporter.best_epoch
    print(f"{time.process_time():.1f} seconds of computing")
    was_asked = guard.was_asked_while_learning()
    outcome = "stopped" if was_asked else "done"
    text = _how_it_ended(read, settings.epochs, best, guard.why if was_asked else "")
    facts = {"best_epoch": best, "metrics": manifest.metrics["test"], "found": found}
    guard.end(outcome, text, **facts)


def _found_in(events: list[Event]) -> dict[str, Any]:
    """What the search had found before the run broke off."""
    return next(event["values"] for event in events if event["kind"] == "found")


def _search(
    folder: Path, settings: RunSettings, corpora: "list[Corpus]", guard: Guard
) -> dict[str, Any]:
    """The values that did best; none where it was asked to stop, and has told so."""
    from genre_core.training.search import best_of
    from genre_core.training.search_run import search_settings

    n = settings.attempts
    guard.tell("phase", phase="search", text=f"Trying {n} settings; the best is trained then.")
    guard.learning_began()  # what was tried is kept when it stops
    attempts = search_settings(settings, corpora, folder, guard.tell, guard.is_asked)
    if guard.is_asked():
        kept = "Nothing had been tried to its end yet."
        if n_tried := len(attempts):
            kept = (
                f"What was tried is kept ({n_tried} trainings in all): the search can go on from there. "
                "No model was trained with the best settings yet."
            )
        guard.end("stopped", f"{guard.why} {kept}")
        return {}
    best = best_of(attempts)
    guard.tell("found", number=best.number, values=best.values, score=best.score)
    return best.values


def _how_it_ended(read: int, asked_for: int, best: int | None, why: str) -> str:
    kept = f"The model of epoch {best}, the best on validation, was kept."
    if why:
        return f"{why} {kept}"
    if read < asked_for:
        waited = read - (best or 0)
        return f"Ended after {read} of {asked_for} epochs: {waited} in a row were no better. {kept}"
    return f"All {read} epochs read. {kept}"


class _Turn:
    """The worker's lock, held alone: no process that this one starts may hold it longer."""

    def __init__(self):
        number = os.environ.pop(LOCK_VARIABLE, None)
        self._lock = None if number is None else int(number)
        self._gate = threading.Lock()
        if self._lock is not None:
            os.set_inheritable(self._lock, False)

    def hand_on(self) -> None:
        """Release the lock and start the run that has waited longest; once, whichever thread asks."""
        with self._gate:
            if self._lock is None:
                return
            os.close(self._lock)
            self._lock = None
            try:
                with changing(home := runs_home()):
                    start_next(home)
            except (OSError, PlotlineError) as error:  # this run has ended all the same
                print(f"The next run was not started: {error}")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
