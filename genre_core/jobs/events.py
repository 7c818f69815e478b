"""What a worker tells: a line of JSON for each event, appended to the run's folder."""

import json
import math
import os
import time
from pathlib import Path
from typing import Any

from genre_core.jobs.event_kinds import is_event
from genre_core.strict_json import read_json

__all__ = ["EVENTS", "Event", "append", "last_event", "read_events"]

EVENTS = "events.jsonl"
_TAIL_BYTES = 128 * 1024

Event = dict[str, Any]
"""``kind``, ``time`` in unix seconds, and the fields of its kind."""


def append(folder: Path, kind: str, **fields: Any) -> None:
    """Add one event, whole, at the end; what is no number becomes null. Raises OSError."""
    line = json.dumps(_plain({"kind": kind, "time": time.time(), **fields}), allow_nan=False)
    # O_APPEND and one write: a reader sees all of the line or a part without its end.
    file = os.open(folder / EVENTS, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        size = os.fstat(file).st_size
        torn = size > 0 and os.pread(file, 1, size - 1) != b"\n"
        data = ("\n" if torn else "") + line + "\n"
        _write_all(file, data.encode())
    finally:
        os.close(file)


def read_events(folder: Path, offset: int = 0) -> tuple[list[Event], int]:
    """Events from ``offset`` on (bytes), and the offset to go on from.

    A last line without its end waits for the next call; a damaged line is left out. A file that is
    not there has no events.
    """
    try:
        with (folder / EVENTS).open("rb") as file:
            file.seek(offset)
            data = file.read()
    except FileNotFoundError:
        return [], offset
    whole = data[: data.rfind(b"\n") + 1]
    return _events_in(whole), offset + len(whole)


def last_event(folder: Path, *kinds: str) -> Event | None:
    """The last event of one of these kinds, looked for at the end of the file only."""
    try:
        with (folder / EVENTS).open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - _TAIL_BYTES))
            data = file.read()
    except FileNotFoundError:
        return None
    return next((event for event in reversed(_events_in(data)) if event["kind"] in kinds), None)


def _events_in(data: bytes) -> list[Event]:
    events: list[Event] = []
    for line in data.split(b"\n"):
        try:
            event = read_json(line)
        except ValueError:  # empty, torn or not text
            continue
        if is_event(event):
            events.append(event)
    return events


def _write_all(file: int, data: bytes) -> None:
    while data:
        data = data[os.write(file, data) :]


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    return value
