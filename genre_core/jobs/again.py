"""A run that broke off, taken up again where it was."""

import shutil

from genre_core.errors import RunError
from genre_core.jobs.ability import why_no_training
from genre_core.jobs.events import append
from genre_core.jobs.launch import start_next
from genre_core.jobs.lock import changing
from genre_core.jobs.places import runs_home
from genre_core.jobs.room import check_queue, writing
from genre_core.jobs.runs import STOP, WORKER, Run, get_run, list_runs

__all__ = ["go_on"]


def go_on(run_id: str) -> Run:
    """Take up a run that broke off, after its last finished epoch; it waits while another trains.

    Of two who ask at once both get the run that goes on. Raises RunError for a run that ended well or of
    which too little is kept, where nothing can be trained, and when the folder cannot be written.
    """
    if why := why_no_training():
        raise RunError(why)
    home = runs_home()
    with changing(home):
        run = get_run(run_id)
        if not run.has_ended:
            return run
        if not run.can_go_on:
            raise RunError(
                f"A run goes on when it broke off and what it reads is kept, and {run.name} is "
                f"{run.state}. Start it again with its settings."
            )
        check_queue(list_runs())
        with writing(home):
            _clear(run)
            append(run.folder, "again")
            (run.folder / STOP).unlink(missing_ok=True)
            (run.folder / WORKER).unlink(missing_ok=True)  # last: from now on it waits for its turn
            start_next(home)
    return get_run(run_id)


def _clear(run: Run) -> None:
    """Remove what its worker was writing when it was killed."""
    for left in run.folder.glob(".*"):
        if left.is_dir():
            shutil.rmtree(left)
        else:
            left.unlink()
