"""Processes that something is measured in: free ports for them, their end, and those that one started."""

import socket
import subprocess
from contextlib import ExitStack
from pathlib import Path
from typing import Any

__all__ = ["commands_below", "free_ports", "stop"]

_PROC = Path("/proc")
_STOP_SECONDS = 20


def free_ports(n: int) -> list[int]:
    """Ports of this machine that nobody listens at."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(n)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


def stop(process: "subprocess.Popen[Any]") -> None:
    """Ask a process to end, wait for it, and end it when it takes too long."""
    process.terminate()
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def commands_below(process: int) -> dict[int, str]:
    """The command lines of the processes started by this one, and by those, by their ids; on Linux alone."""
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


def _text(path: Path) -> str:
    """Empty when the process is gone."""
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
