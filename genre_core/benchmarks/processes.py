"""The processes that a process started, and what each takes; read from /proc, hence on Linux alone."""

import os
from pathlib import Path

__all__ = ["commands_below", "resident_megabytes"]

_PROC = Path("/proc")


def commands_below(process: int) -> dict[int, str]:
    """The command lines of the processes started by this one, and by those, by their ids."""
    parents: dict[int, list[int]] = {}
    for folder in _PROC.iterdir():
        if folder.name.isdigit() and (facts := _text(folder / "stat")):
            parent = int(facts.rpartition(")")[2].split()[1])
            parents.setdefault(parent, []).append(int(folder.name))
    found: list[int] = []
    waiting = list(parents.get(process, []))
    while waiting:
        found.append(waiting.pop())
        waiting += parents.get(found[-1], [])
    commands = ((each, _text(_PROC / str(each) / "cmdline")) for each in found)
    return {each: text.replace("\0", " ").strip() for each, text in commands}


def resident_megabytes(process: int) -> float:
    """What a process holds in memory now, in megabytes of 10⁶ bytes; 0 when it is gone."""
    pages = _text(_PROC / str(process) / "statm").split()
    return int(pages[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6 if pages else 0.0


def _text(path: Path) -> str:
    """Empty when the process is gone."""
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
