"""A disk that is full and then read-only, as ``test_disk.py`` mounts it: python -m … FOLDER BUNDLE."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from genre_core.errors import RunError
from genre_core.files import write_whole
from genre_core.jobs.again import go_on
from genre_core.jobs.downloads import history_csv
from genre_core.jobs.events import append, read_events
from genre_core.jobs.lock import running_run
from genre_core.jobs.manager import delete_run, start_run, stop_run, tick
from genre_core.jobs.places import RUNS_VARIABLE
from genre_core.jobs.runs import CHECKPOINT, get_run, list_runs
from genre_core.prediction.bundle import load_bundle, write_bundle
from genre_core.prediction.predictor import Predictor
from tests.app.runs import end_run, lose_run, write_run
from tests.jobs.conftest import tiny_settings

FIRST, LOST = "20260101-101500-first", "20260101-111500-lost"


def main(disk: Path, bundle: Path) -> None:
    """Whatever cannot be written is said, and what was there stays."""
    os.environ[RUNS_VARIABLE] = str(disk / "runs")
    first, lost = (write_run(disk / "runs", run_id) for run_id in (FIRST, LOST))
    for folder in (first, lost):
        lose_run(folder, "Killed")
        (folder / CHECKPOINT).touch()
    write_whole(disk / "kept.txt", "old")
    shutil.copytree(bundle, disk / "served")
    fill(disk)

    # No run starts or goes on, and no half run lies about.
    refused(lambda: start_run(tiny_settings(), b"plot,genres\n" + ROWS), "No space left on device")
    refused(lambda: go_on(LOST), "No space left on device")
    assert {FIRST, LOST} == {run.id for run in list_runs()}
    # That one waits for its turn now, which comes when there is room; nothing works meanwhile.
    refused(tick, "No space left on device")
    assert ("queued", None) == (get_run(LOST).state, running_run(disk / "runs"))
    assert {".changing", ".worker", FIRST, LOST} == {
        path.name for path in (disk / "runs").iterdir()
    }
    # A line that finds no room is torn; the next one that does stands whole.
    before = read_events(first)[0]
    fails(lambda: append(first, "note", text="x" * 20_000))
    # Files and bundles stay as they were.
    fails(lambda: write_whole(disk / "kept.txt", "new" * 100_000))
    assert "old" == (disk / "kept.txt").read_text()
    manifest = load_bundle(bundle).manifest
    fails(lambda: write_bundle(disk / "served", copy_of(bundle), lambda _: manifest))
    assert manifest == load_bundle(disk / "served").manifest
    assert {"kept.txt", "runs", "served", "filler"} == {path.name for path in disk.iterdir()}

    (disk / "filler").unlink()
    lose_run(lost, "Killed")
    append(first, "note", text="room again")
    assert before == read_events(first)[0][:-1]
    end_run(first, "done", "Well.")
    write_run(disk / "runs", "20260101-121500-waits", n_epochs=0)

    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    # What is there is shown and answers; whatever changes it is refused.
    for change in (lambda: start_run(tiny_settings(), TABLE), lambda: go_on(LOST), tick):
        refused(change, "runs may not (Read-only file system)")
    refused(lambda: delete_run(FIRST), "Read-only file system")
    refused(lambda: stop_run("20260101-121500-waits"), "Read-only file system")
    assert ["queued", "lost", "done"] == [run.state for run in list_runs()]
    assert 3 == len(history_csv([get_run(FIRST)]).splitlines())
    assert 1 == len(Predictor(disk / "served").predict(["A ghost screams."]))
    print("held")


ROWS = b"".join(
    b"A ghost and a duel no. %d,%s\n" % (n, [b"War", b"Drama"][n % 2]) for n in range(60)
)
TABLE = b"plot,genres\n" + ROWS


def fill(disk: Path) -> None:
    """Write until there is no room for a byte more."""
    with (disk / "filler").open("wb", buffering=0) as filler:
        for size in (4096, 1):
            fails(lambda size=size: [filler.write(b"x" * size) for _ in range(10_000)])


def copy_of(bundle: Path) -> Callable[[Path], None]:
    """What fills a folder with the files of a bundle."""

    def fill_with(new: Path) -> None:
        for name in load_bundle(bundle).manifest.files:
            shutil.copyfile(bundle / name, new / name)

    return fill_with


def refused(change: Callable[[], object], reason: str) -> None:
    """It is refused in words."""
    with pytest.raises(RunError, match=re.escape(reason)):
        change()


def fails(write: Callable[[], object]) -> None:
    """The system refuses it for want of room."""
    with pytest.raises(OSError, match="No space left on device"):
        write()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
