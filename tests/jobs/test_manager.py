"""One run trains and others wait, whoever asks; real processes throughout."""

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from genre_core import limits
from genre_core.errors import CorpusError, RunError, TrainingError
from genre_core.jobs.events import EVENTS, append
from genre_core.jobs.lock import running_run, take_worker_lock
from genre_core.jobs.manager import delete_run, start_run, stop_run, tick
from genre_core.jobs.places import RUNS_VARIABLE, bundles_of_runs
from genre_core.jobs.runs import SETTINGS, get_run, list_runs
from genre_core.jobs.settings import UPLOAD, RunSettings, make_settings
from tests.jobs.conftest import events_of, kill_worker, state_of, tiny_settings, wait_for

ROOT = Path(__file__).parents[2]


def test_second_run_waits(home: Path, table: bytes) -> None:
    """One runs, the others have a place; a stopped one leaves the queue, and nothing was learned."""
    first, second, third = (start_run(tiny_settings(name=f"Run {n}"), table) for n in range(3))
    assert ("running", None) == (first.state, first.place)
    assert [("queued", 2), ("queued", 1)] == [(run.state, run.place) for run in tick()[:2]]
    stopped = stop_run(second.id)
    assert ("stopped", None) == (stopped.state, stopped.place)
    assert "Taken out of the queue: nothing was learned yet." == stopped.text
    assert ("queued", 1) == (get_run(third.id).state, get_run(third.id).place)
    assert [False, True] == [(run.folder / UPLOAD).exists() for run in (second, third)]
    assert {} == bundles_of_runs()


def test_two_presses_give_one_run(home: Path, table: bytes) -> None:
    """The same settings and table within three seconds; another seed or table is another run."""
    first = start_run(tiny_settings(), table)
    assert first.id == start_run(tiny_settings(), table).id
    assert first.id != start_run(tiny_settings(seed=2), table).id
    assert first.id != start_run(tiny_settings(), table + table.splitlines()[-1]).id
    assert 3 == len(list_runs())


@pytest.mark.parametrize(
    ("rows", "reason", "chosen"),
    [
        ([f"A ghost and a duel no. {n},Horror" for n in range(60)], "have Horror alone", None),
        (
            [f"A ghost no. {n},{'Horror' if n % 2 else 'War'}" for n in range(6)],
            "has none of",
            None,
        ),
        (
            [f"A ghost no. {n},{'Horror' if n % 2 else 'War'}" for n in range(60)],
            "have Horror alone",
            ("Horror", "Western"),
        ),
    ],
    ids=["one genre", "six rows", "one genre of those chosen"],
)
def test_a_table_that_teaches_nothing_does_not_wait_for_its_turn(
    home: Path, rows: list[str], reason: str, chosen: tuple[str, ...] | None
) -> None:
    """It is refused at Start, for the reason that training would give."""
    table = "\n".join(["plot,genres", *rows]).encode()
    with pytest.raises(TrainingError, match=reason):
        start_run(tiny_settings(genres=chosen), table)
    assert [] == list_runs()


def test_killed_worker_is_noticed(home: Path, table: bytes) -> None:
    """At once, with words to say so; the next in the queue then starts."""
    first = start_run(tiny_settings(name="First"), table)
    second = start_run(tiny_settings(name="Second"), table)
    kill_worker(first)
    assert wait_for(lambda: "lost" == next(r.state for r in tick() if r.id == first.id), 5) < 5
    assert "ended without a word" in get_run(first.id).text
    wait_for(lambda: "running" == next(r.state for r in tick() if r.id == second.id), 5)


def test_the_queue_goes_on_by_itself(home: Path, table: bytes) -> None:
    """Nobody looks: whether a run is stopped while TensorFlow loads, fails or ends well, the next starts."""
    stopped = start_run(tiny_settings(name="Stopped"), table)
    failing = start_run(tiny_settings(name="Failing"), table)
    (failing.folder / UPLOAD).write_bytes(b"no table")
    last = start_run(tiny_settings(name="Last", epochs=1), table)
    stop_run(stopped.id)
    wait_for(lambda: get_run(last.id).has_ended, 120)
    assert ["stopped", "failed", "done"] == [state_of(run) for run in (stopped, failing, last)]
    wait_for(lambda: running_run(home) is None, 10)


def test_what_has_not_changed_is_not_read_again(home: Path, table: bytes) -> None:
    """Watching fifty ended runs costs a look at each; an end that is told now is seen now."""
    run = start_run(tiny_settings(), table)
    kill_worker(run)
    wait_for(lambda: state_of(run) == "lost", 5)
    append(run.folder, "end", outcome="failed", text="One")
    assert "One" == get_run(run.id).text
    events = run.folder / EVENTS
    before = events.stat()
    events.write_text(events.read_text().replace("One", "Two"))
    os.utime(events, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert "One" == get_run(run.id).text
    os.utime(events)
    assert "Two" == get_run(run.id).text


def test_end_of_the_log(home: Path, table: bytes) -> None:
    """What the worker said last is there to be shown."""
    run = start_run(tiny_settings(), table)
    kill_worker(run)
    wait_for(lambda: state_of(run) == "lost", 5)
    remark = "I0000 00:00:1795276374.478129   19799 port.cc:153] oneDNN custom operations are on.\n"
    lines = "".join(f"line {n}\n" for n in range(5_000))
    (run.folder / "log.txt").write_text(lines + remark * 5)
    tail = get_run(run.id).log_tail().splitlines()
    assert (20, "line 4999") == (len(tail), tail[-1])


def test_stop_before_training(home: Path, table: bytes) -> None:
    """While TensorFlow loads: the process ends soon, and there is no model."""
    run = start_run(tiny_settings(), table)
    wait_for(lambda: events_of(run, "phase"), 20)
    assert "stopping" == stop_run(run.id).state
    wait_for(lambda: state_of(run) == "stopped", 10)
    assert "Stopped. Training had not begun: nothing was learned yet." == get_run(run.id).text
    assert not (run.folder / UPLOAD).exists()
    assert not get_run(run.id).has_bundle
    wait_for(lambda: running_run(home) is None, 5)


def test_two_servers_start_one_worker(home: Path, tmp_path: Path, table: bytes) -> None:
    """However many servers ask at once, one worker runs, and the others wait."""
    (tmp_path / "table.csv").write_bytes(table)
    program = (
        "import sys, pathlib\n"
        "from genre_core.jobs.manager import start_run, tick\n"
        "from tests.jobs.conftest import tiny_settings\n"
        "table = pathlib.Path(sys.argv[1]).read_bytes()\n"
        "start_run(tiny_settings(name='server ' + sys.argv[2]), table)\n"
        "for _ in range(20): tick()\n"
    )
    command = [sys.executable, "-W", "ignore", "-c", program, str(tmp_path / "table.csv")]
    servers = [subprocess.Popen([*command, str(n)], cwd=ROOT) for n in range(3)]
    try:
        assert [0, 0, 0] == [server.wait(60) for server in servers]
        runs = list_runs()
        assert 3 == len(runs)
        assert 1 == sum((run.folder / "worker.json").exists() for run in runs)
        assert ["queued", "queued", "running"] == sorted(run.state for run in runs)
        # The servers have gone, and their worker has not.
        assert running_run(home) in {run.id for run in runs}
    finally:
        for run in list_runs():
            stop_run(run.id)
        wait_for(lambda: running_run(home) is None, 30)


def test_a_run_whose_number_was_reused(home: Path) -> None:
    """The lock tells, not the process number: a worker's number that lives on is no worker."""
    run = ended_run(home, "20260101-000000-old", end=False)
    (run / "worker.json").write_text('{"pid": 1}')
    assert "lost" == get_run(run.name).state


def test_delete(home: Path, table: bytes) -> None:
    """Not while it runs; then it is gone, folder and all."""
    run = start_run(tiny_settings(), table)
    with pytest.raises(RunError, match=r"Tiny is running\. Stop it first\."):
        delete_run(run.id)
    kill_worker(run)
    wait_for(lambda: state_of(run) == "lost", 5)
    delete_run(run.id)
    assert [] == list_runs()
    assert {".changing", ".worker"} == {path.name for path in home.iterdir()}


@pytest.mark.parametrize("name", ["", "..", "../runs", "nosuch", "/etc", "20260101-000000-x/../y"])
def test_only_runs_are_touched(home: Path, name: str) -> None:
    """No name reaches anything but a run."""
    home.mkdir()
    (home / "nosuch").mkdir()
    for change in (delete_run, stop_run, get_run):
        with pytest.raises(RunError, match="there is none called"):
            change(name)
    assert (home / "nosuch").is_dir()


def test_folders_that_are_no_runs(home: Path) -> None:
    """Damaged settings, other folders and links are passed over."""
    good = ended_run(home, "20260101-000000-good")
    ended_run(home, "20260102-000000-bad")
    (home / "20260102-000000-bad" / SETTINGS).write_text("{")
    (home / "20260103-000000-link").symlink_to(good)
    (home / "20260104-000000-empty").mkdir()
    (home / "notes.txt").write_text("mine")
    assert ["20260101-000000-good"] == [run.id for run in tick()]


def test_place_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rule and the next step, and no traceback."""
    (tmp_path / "file").write_text("")
    monkeypatch.setenv(RUNS_VARIABLE, str(tmp_path / "file" / "runs"))
    with pytest.raises(RunError, match=r"runs may not \(Not a directory\). Free some space"):
        start_run(RunSettings())
    assert [] == tick()


def test_disk_that_is_full(home: Path, table: bytes) -> None:
    """A file that cannot be written whole leaves no half run behind."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, hard))
    try:
        with pytest.raises(RunError, match=r"runs, which failed: File too large"):
            start_run(tiny_settings(), table)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert {".changing"} == {path.name for path in home.iterdir()}


class TestLimits:
    def test_runs_kept(self, home: Path) -> None:
        """The last one that fits is taken, the next one is refused."""
        for number in range(limits.MAX_RUNS - 1):
            ended_run(home, f"20260101-000000-{number}")
        home_is_busy = take_worker_lock(home, "another")
        assert home_is_busy is not None
        start_run(make_settings(name="fits"))
        with pytest.raises(RunError, match=f"At most {limits.MAX_RUNS} runs are kept"):
            start_run(make_settings(name="does not"))
        assert limits.MAX_RUNS == len(list_runs())

    def test_queue(self, home: Path) -> None:
        """As many wait as may, and the next one is refused."""
        assert take_worker_lock(home, "another") is not None
        for number in range(limits.MAX_QUEUED):
            start_run(make_settings(name=f"waits {number}"))
        with pytest.raises(RunError, match=f"At most {limits.MAX_QUEUED} runs wait, and"):
            start_run(make_settings(name="one too many"))
        places = [run.place for run in list_runs()]
        assert list(range(limits.MAX_QUEUED, 0, -1)) == places

    def test_upload(self, home: Path, table: bytes) -> None:
        """A table of the largest size is taken, one byte more is refused, and leaves nothing."""
        assert take_worker_lock(home, "another") is not None
        row = b"Film,Drama,train,once upon a time in a town by the sea\n"
        rows, rest = divmod(limits.MAX_UPLOAD_BYTES - len(table), len(row))
        full = table + row * rows + b"\n" * rest
        assert limits.MAX_UPLOAD_BYTES == len(full)
        assert "queued" == start_run(tiny_settings(), full).state
        with pytest.raises(CorpusError, match="may have 5 MB"):
            start_run(tiny_settings(name="larger"), full + b"\n")
        assert 1 == len(list_runs())


def test_corpus_that_is_not_there(home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """It is said at once, not by a worker that fails later."""
    monkeypatch.setenv("GENRE_DATA_HOME", str(tmp_path))
    with pytest.raises(CorpusError, match=r"overviews needs overviews/overviews\.csv\.gz"):
        start_run(make_settings(corpus="overviews"))
    for settings, table in ((tiny_settings(), None), (RunSettings(), b"title")):
        with pytest.raises(RunError, match=f"a run whose corpus is {UPLOAD}"):
            start_run(settings, table)
    with pytest.raises(CorpusError):
        start_run(tiny_settings(), b"no,table\n1,2\n")
    assert [] == list_runs()


def ended_run(home: Path, run_id: str, *, end: bool = True) -> Path:
    """A folder as a run leaves it."""
    folder = home / run_id
    folder.mkdir(parents=True)
    (folder / SETTINGS).write_text(RunSettings().model_dump_json())
    if end:
        append(folder, "end", outcome="done", text="", best_epoch=None, metrics=None)
    return folder
