"""Start, stop and delete runs: one trains, the others wait, whoever asks from whatever server."""

import re
import secrets
import shutil
import time
from datetime import datetime
from pathlib import Path

from genre_core.data.catalogue import find, missing
from genre_core.data.upload import read_upload
from genre_core.errors import CorpusError, RunError
from genre_core.jobs.ability import why_no_training
from genre_core.jobs.events import append
from genre_core.jobs.films import check_films
from genre_core.jobs.launch import reap, start_next
from genre_core.jobs.lock import changing, running_run
from genre_core.jobs.places import runs_home
from genre_core.jobs.room import check_list, check_queue, writing
from genre_core.jobs.runs import SEARCH, SETTINGS, STOP, Run, get_run, list_runs
from genre_core.jobs.settings import UPLOAD, RunSettings
from genre_core.read_only import refuse_where_read_only

__all__ = ["delete_run", "start_run", "stop_run", "tick"]

_TWO_PRESSES_SECONDS = 3.0
_MAY_CHANGE = {"name", "attempts", "goes_on_from", "watched_plot"}  # where a search goes on


def start_run(settings: RunSettings, upload: bytes | None = None) -> Run:
    """Start a run, or let it wait while another trains; two presses within 3 seconds give one run.

    ``upload`` is the table of a run whose corpus is ``upload.csv``; it is kept until the run ends.
    Raises RunError where nothing is trained and when the folder cannot be written or is full, CorpusError
    for a corpus that is not there or cannot be read, and TrainingError for a table that nothing can be
    learned from.
    """
    if why := why_no_training():
        raise RunError(why)
    _check_corpus(settings, upload)
    home = runs_home()
    with changing(home):
        runs = list_runs()
        if (same := _just_started(runs, settings, upload)) is not None:
            return same
        check_list(runs)
        check_queue(runs)
        earlier = _earlier_search(settings)
        run_id = _new_id(settings, {run.id for run in runs})
        with writing(home):
            _write_folder(home, run_id, settings, upload, earlier)
            start_next(home)
    return get_run(run_id)


def stop_run(run_id: str) -> Run:
    """Ask a run to stop and keep its best weights; one that waits is taken out of the queue.

    Returns it as it then is; nothing happens to one that has ended. Raises RunError.
    """
    refuse_where_read_only(RunError)
    home = runs_home()
    with changing(home):
        run = get_run(run_id)
        with writing(home):
            if run.state == "queued":
                (run.folder / UPLOAD).unlink(missing_ok=True)
                text = "Taken out of the queue: nothing was learned yet."
                append(
                    run.folder, "end", outcome="stopped", text=text, best_epoch=None, metrics=None
                )
            elif run.state == "running":
                (run.folder / STOP).touch()
    return get_run(run_id)


def delete_run(run_id: str) -> None:
    """Remove a run and its model for good; raises RunError while it trains, and when there is none."""
    refuse_where_read_only(RunError)
    home = runs_home()
    with changing(home):
        run = get_run(run_id)
        if run.state in ("running", "stopping"):
            raise RunError(
                f"A run is deleted when it has ended, and {run.name} is {run.state}. Stop it first."
            )
        with writing(home):
            # Out of sight in one step: nobody meets half a run.
            gone = home / f".deleted-{run_id}-{secrets.token_hex(4)}"
            run.folder.rename(gone)
            shutil.rmtree(gone)


def tick() -> list[Run]:
    """All runs, the youngest first, after starting the next in the queue where none trains but one could.

    Cheap: to be called about once a second by whoever watches. Raises RunError.
    """
    reap()
    home = runs_home()
    runs = list_runs()
    waits = any(run.state == "queued" for run in runs)
    if waits and running_run(home) is None and why_no_training() is None:
        with changing(home), writing(home):
            start_next(home)
        runs = list_runs()
    return runs


def _check_corpus(settings: RunSettings, upload: bytes | None) -> None:
    if (settings.corpus == UPLOAD) != (upload is not None):
        raise RunError(
            f"A table comes with a run whose corpus is {UPLOAD}, and with no other; the corpus is "
            f"{settings.corpus} {'without' if upload is None else 'with'} one. Upload the table again."
        )
    if upload is not None:
        check_films([read_upload(upload, UPLOAD)[0]], settings)
        return
    for name in settings.corpus.split("+"):
        if lacking := missing(find(name)):
            raise CorpusError(
                f"The corpus {name} needs {' and '.join(lacking)}, which is not there. "
                f"{find(name).how_to_get}"
            )


def _just_started(runs: list[Run], settings: RunSettings, upload: bytes | None) -> Run | None:
    for run in runs:
        is_young = abs(time.time() - run.started_at) < _TWO_PRESSES_SECONDS
        if is_young and not run.has_ended and run.settings == settings:
            table = run.folder / UPLOAD
            if upload is None or (table.is_file() and table.read_bytes() == upload):
                return run
    return None


def _new_id(settings: RunSettings, taken: set[str]) -> str:
    words = re.sub(r"[^a-z0-9]+", "-", (settings.name or settings.preset).lower()).strip("-")
    base = f"{datetime.now():%Y%m%d-%H%M%S}-{words[:40].strip('-') or 'run'}"
    names = (base if number == 1 else f"{base}-{number}" for number in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)


def _earlier_search(settings: RunSettings) -> Path | None:
    """The file of the search that goes on; RunError where it cannot."""
    if not settings.goes_on_from:
        return None
    run = get_run(settings.goes_on_from)
    changed = [
        name
        for name, value in settings.model_dump(exclude=_MAY_CHANGE).items()
        if value != getattr(run.settings, name)
    ]
    if changed:
        raise RunError(
            f"A search goes on with the settings it began with, or what it tried would not compare; "
            f"{', '.join(changed)} would be others than in {run.name}. Start a new search instead."
        )
    if not run.has_ended:
        raise RunError(
            f"A search goes on when it has ended, and {run.name} is {run.state}. Wait for it, or stop it."
        )
    if not (run.folder / SEARCH).is_file():
        raise RunError(
            f"A search goes on from what it has tried, and nothing of {run.name} is kept. "
            "Start a new search instead."
        )
    return run.folder / SEARCH


def _write_folder(
    home: Path, run_id: str, settings: RunSettings, upload: bytes | None, search: Path | None
) -> None:
    """The run's folder, whole or not at all."""
    new = home / f".new-{secrets.token_hex(8)}"
    try:
        new.mkdir()
        if upload is not None:
            (new / UPLOAD).write_bytes(upload)
        if search is not None:
            shutil.copyfile(search, new / SEARCH)
        (new / SETTINGS).write_text(settings.model_dump_json(indent=2), encoding="utf-8")
        new.rename(home / run_id)
    except OSError:
        shutil.rmtree(new, ignore_errors=True)
        raise
