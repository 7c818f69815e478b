"""One run, and all that can befall its process: whatever it is, the run goes on where it was."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from genre_core.errors import RunError
from genre_core.jobs.again import go_on
from genre_core.jobs.events import read_events
from genre_core.jobs.history import curves, without_undone
from genre_core.jobs.places import bundles_of_runs
from genre_core.jobs.runs import CHECKPOINT, Run, get_run
from genre_core.jobs.settings import UPLOAD
from genre_core.prediction.predictor import Predictor
from tests.faults.machine import fill_disk, kill_worker_when, pid_of, take_memory
from tests.jobs.conftest import events_of, state_of, wait_for

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]

ROOT = Path(__file__).parents[2]
N_EPOCHS = 6

_SERVER = """
import sys, time
from pathlib import Path
from genre_core.jobs.again import go_on
from genre_core.jobs.manager import start_run
from tests.jobs.conftest import tiny_settings
what = sys.argv[1]
if Path(what).is_file():
    settings = tiny_settings(name="Hardy", units=64, epochs=6, patience=6, batch_size=48)
    run = start_run(settings, Path(what).read_bytes())
else:
    run = go_on(what)
print(run.id, flush=True)
time.sleep(600)
"""


class Server:
    """A process that starts a run or lets one go on, as the app does, and is then killed with its group."""

    def __init__(self, what: object):
        command = [sys.executable, "-W", "ignore", "-c", _SERVER, str(what)]
        self.process = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True
        )
        self.run_id = self.process.stdout.readline().strip()

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.communicate()


def test_one_run_through_every_fault(home: Path, long_table: bytes, tmp_path: Path) -> None:
    """Killed while it counts words, in mid-epoch and while it writes its bundle; without memory, without
    disk; its server killed: it goes on from its last finished epoch each time, and ends well."""
    (tmp_path / "table.csv").write_bytes(long_table)
    run = killed_while_counting_words(tmp_path / "table.csv")
    outlives_its_server_and_is_killed_in_mid_epoch(run)
    has_no_memory(run)
    has_no_disk(run)
    killed_while_writing_its_bundle(run)
    goes_on_to_its_end(run)


def killed_while_counting_words(table: Path) -> Run:
    server = Server(table)
    run = get_run(server.run_id)
    kill_worker_when(run, "phase", phase="words")
    wait_for(lambda: state_of(run) == "lost", 5)
    assert "words" == events_of(run, "phase")[-1]["phase"]
    assert "nothing is kept: it can begin anew" in get_run(run.id).text
    server.kill()
    return run


def outlives_its_server_and_is_killed_in_mid_epoch(run: Run) -> None:
    server = Server(run.id)
    wait_for(lambda: events_of(run, "epoch"), 120)
    server.kill()
    assert "running" == state_of(run)
    assert run.id == go_on(run.id).id, "whoever asks again gets the run as it goes on"
    kill_worker_when(run, "batch", epoch=3)
    wait_for(lambda: state_of(run) == "lost", 5)
    assert 2 == len(events_of(run, "epoch"))
    assert "it can go on from there" in get_run(run.id).text
    assert {} == bundles_of_runs()
    with (run.folder / "events.jsonl").open("a") as events:
        events.write('{"kind": "epoch", "time": 1, "epo')  # as if the disk had lost its end


def has_no_memory(run: Run) -> None:
    go_on(run.id)
    wait_for_phase(run, "training")
    take_memory(run, spare_bytes=1_000_000)
    wait_for(lambda: get_run(run.id).has_ended, 60)
    broken = get_run(run.id)
    assert broken.state in ("failed", "lost"), broken.text
    assert "lower batch size (now 48) or LSTM units (now 64)" in broken.text


def has_no_disk(run: Run) -> None:
    go_on(run.id)
    wait_for_phase(run, "training")
    fill_disk(run, spare_bytes=40_000)
    wait_for(lambda: get_run(run.id).has_ended, 120)
    broken = get_run(run.id)
    assert 2 == events_of(run, "start")[-1]["epochs_read"]
    assert "failed" == broken.state
    assert "What was learned in epoch 3 was not kept: File too large." in (
        run.folder / "log.txt"
    ).read_text(errors="replace")
    assert "could not be written or read (File too large). Free some space" in broken.text
    assert "press Go on" in broken.text
    assert {} == bundles_of_runs()


def wait_for_phase(run: Run, phase: str) -> None:
    """Of the process that works now."""
    wait_for(lambda: phase in told_since_it_went_on(run), 120)


def told_since_it_went_on(run: Run) -> list[str]:
    phases: list[str] = []
    for event in read_events(run.folder)[0]:
        phases = [] if event["kind"] == "again" else [*phases, event.get("phase", "")]
    return phases


def killed_while_writing_its_bundle(run: Run) -> None:
    go_on(run.id)
    worker = pid_of(run)
    wait_for(lambda: [*run.folder.glob(".bundle-*/new/model.onnx")], 120, pause=0.001)
    os.kill(worker, signal.SIGKILL)
    wait_for(lambda: state_of(run) == "lost", 5)
    assert {} == bundles_of_runs()
    assert [*run.folder.glob(".*")]


def goes_on_to_its_end(run: Run) -> None:
    go_on(run.id)
    wait_for(lambda: get_run(run.id).has_ended, 120)
    run = get_run(run.id)
    assert "done" == run.state, run.text + run.log_tail()
    told = curves(read_events(run.folder)[0])
    assert list(range(1, N_EPOCHS + 1)) == told.epochs["epoch"].tolist()
    assert told.batches["step"].is_monotonic_increasing
    best = max(events_of(run, "epoch"), key=lambda event: event["val_mAP"])
    assert best["epoch"] == run.best_epoch
    assert [run.id] == list(bundles_of_runs())
    assert N_EPOCHS == Predictor(run.folder / "bundle").bundle.manifest.training["epochs_run"]
    left = {path.name for path in run.folder.iterdir()}
    assert {"settings.json", "worker.json", "events.jsonl", "log.txt", "bundle"} == left
    notes = [e["text"] for e in without_undone(read_events(run.folder)[0]) if e["kind"] == "note"]
    assert len(set(notes)) == len(notes)
    assert not (run.folder / UPLOAD).exists()
    assert not (run.folder / CHECKPOINT).exists()
    with pytest.raises(RunError, match="A run goes on when it broke off and what it reads is kept"):
        go_on(run.id)
