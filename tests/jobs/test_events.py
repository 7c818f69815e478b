"""Events are read whole or not yet, whatever befell the file."""

from pathlib import Path

import numpy as np

from genre_core.jobs.events import EVENTS, Event, append, last_event, read_events


def test_read_what_is_new(tmp_path: Path) -> None:
    """Each call goes on where the last one ended."""
    append(tmp_path, "note", text="first")
    events, offset = read_events(tmp_path)
    assert [("note", "first")] == [(event["kind"], event["text"]) for event in events]
    assert ([], offset) == read_events(tmp_path, offset)
    append(tmp_path, "note", text="sécond")
    assert ["sécond"] == [event["text"] for event in read_events(tmp_path, offset)[0]]


def test_no_file_yet(tmp_path: Path) -> None:
    """A run that waits has no events."""
    assert ([], 0) == read_events(tmp_path)
    assert last_event(tmp_path, "end") is None


def test_torn_last_line_waits(tmp_path: Path) -> None:
    """Half a line is read when it is whole."""
    append(tmp_path, "note", text="first")
    with (tmp_path / EVENTS).open("a") as file:
        file.write('{"kind": "note", "time": 1, "te')
    events, offset = read_events(tmp_path)
    assert 1 == len(events)
    with (tmp_path / EVENTS).open("a") as file:
        file.write('xt": "second"}\n')
    assert ["second"] == [event["text"] for event in read_events(tmp_path, offset)[0]]


def test_torn_line_in_the_middle(tmp_path: Path) -> None:
    """What was written after a torn line is read; the line itself, and what is no event, is left out."""
    (tmp_path / EVENTS).write_bytes(b'\xff\xfe\n[1]\n{"kind": 3}\n{"kind": "no')
    append(tmp_path, "end", outcome="failed")
    assert ["end"] == [event["kind"] for event in read_events(tmp_path)[0]]
    assert "failed" == last(tmp_path, "end")["outcome"]


def test_what_is_no_number(tmp_path: Path) -> None:
    """JSON knows no NaN and no infinity: they become null."""
    scores = {"Drama": np.float64("inf"), "War": 0.5}
    append(tmp_path, "epoch", epoch=1, loss=float("nan"), genre_f1=scores)
    [event] = read_events(tmp_path)[0]
    assert (None, {"Drama": None, "War": 0.5}) == (event["loss"], event["genre_f1"])


def test_last_event_of_a_long_file(tmp_path: Path) -> None:
    """It is found at the end of a file of any length."""
    for number in range(3_000):
        append(tmp_path, "batch", epoch=1, step=number, words="x" * 60)
    append(tmp_path, "end", outcome="done")
    assert "done" == last(tmp_path, "end")["outcome"]
    assert 2_999 == last(tmp_path, "batch")["step"]
    assert last_event(tmp_path, "start") is None


def last(folder: Path, kind: str) -> Event:
    """The last event of a kind, which must be there."""
    event = last_event(folder, kind)
    assert event is not None
    return event
