"""What the Makefile asks before it installs or starts anything.

    python3 genre_core/doctor.py python
    python3 genre_core/doctor.py disk FOLDER
    python3 genre_core/doctor.py port 8501

Says nothing and exits with 0 when all is well; otherwise says on standard error what is wrong and
what to do next, and exits with 1 (2 for wrong use). Standard library only, and no syntax newer than
Python 3.6: an old Python has to be able to read this file to say that it is too old.
"""

import errno
import os
import shutil
import socket
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from typing import List

__all__ = ["check_disk", "check_port", "check_python", "main"]

OLDEST = (3, 11)
NEWEST = (3, 13)
"""The newest Python that TensorFlow has wheels for."""

INSTALLED_BYTES = 4 * 10**9
"""Room for the whole environment: 3.4 GB were measured."""
UNPACKING_BYTES = 10**9
"""Room in the temporary folder, where pip keeps a download of up to 0.6 GB while it unpacks it."""

FIRST_PORT = 8501
LAST_PORT = 65535


def main(arguments: List[str]) -> int:
    """Run the check that is named and print its complaint, if any; gives the exit status."""
    name, parameter = (*arguments, "", "")[:2]
    checks = {
        ("python", 1): check_python,
        ("disk", 2): lambda: check_disk(parameter),
        ("port", 2): lambda: check_port(parameter),
    }
    check = checks.get((name, len(arguments)))
    if not check:
        print("Usage: doctor.py python | disk FOLDER | port NUMBER", file=sys.stderr)
        return 2
    try:
        complaint = check()
    except OSError as error:
        complaint = f"The {name} could not be checked: {error}."
    if complaint:
        print(complaint, file=sys.stderr)
    return 1 if complaint else 0


def check_python() -> str:
    """What keeps the Python that runs this from running Plotline; "" when nothing does."""
    major, minor = sys.version_info[:2]
    if not OLDEST <= (major, minor) <= NEWEST:
        return (
            f"Plotline needs Python 3.{OLDEST[1]} to 3.{NEWEST[1]}, and {sys.executable} is Python "
            f"{major}.{minor}: install a fitting one from python.org or your system's packages, or "
            "name one with PYTHON=/path/to/python."
        )
    try:
        for module in ("venv", "ensurepip"):
            import_module(module)
    except ImportError as error:
        return (
            f"{sys.executable} cannot make a virtual environment, as its module {error.name} is "
            f"missing: install it (Debian, Ubuntu: sudo apt install python{major}.{minor}-venv) or "
            "name another Python with PYTHON=/path/to/python."
        )
    return ""


def check_disk(
    folder: str, installed: int = INSTALLED_BYTES, unpacking: int = UNPACKING_BYTES
) -> str:
    """What keeps the environment FOLDER/.venv from fitting on the disk; "" when nothing does.

    ``installed`` and ``unpacking`` are the bytes needed in the folder and in the temporary folder.
    What an earlier install left in the environment counts as room, as it is kept or replaced.
    """
    room = _free_bytes(folder) + _size_bytes(Path(folder, ".venv"))
    if room < installed:
        return (
            f"Plotline needs {_gb(installed)} for its libraries, and the disk of "
            f"{Path(folder).resolve()} has {_gb(room)}: make room, or move the folder elsewhere."
        )
    temporary = tempfile.gettempdir()
    if _free_bytes(temporary) < unpacking:
        return (
            f"Installing needs {_gb(unpacking)} in the temporary folder, and {temporary} has "
            f"{_gb(_free_bytes(temporary))}: make room, or name another with TMPDIR=/some/folder."
        )
    return ""


def check_port(port: str) -> str:
    """What keeps a server of ours from listening on the port; "" when nothing does."""
    if not (port.isdecimal() and 0 < int(port) <= LAST_PORT):
        return f"A port is a number from 1 to {LAST_PORT}, not {port!r}: try PORT={FIRST_PORT}."
    fault = _listening_fault(int(port))
    if not fault:
        return ""
    others = range(max(FIRST_PORT, int(port) + 1), LAST_PORT + 1)
    other = next((free for free in others if not _listening_fault(free)), FIRST_PORT)
    if fault == errno.EADDRINUSE:
        return (
            f"Port {port} is taken, perhaps by Plotline itself (see http://localhost:{port}): stop "
            f"what runs there, or take another port with PORT={other}."
        )
    return f"Port {port} cannot be used ({os.strerror(fault)}): take another with PORT={other}."


def _listening_fault(port: int) -> int:
    """The error number met when listening on the port, here only and on all addresses; or 0."""
    for address in ("127.0.0.1", ""):
        with socket.socket() as listener:
            if os.name == "posix":  # As servers do: a port just given back is free at once.
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                listener.bind((address, port))
                listener.listen()
            except OSError as error:
                return error.errno or errno.EADDRINUSE
    return 0


def _free_bytes(folder: str) -> int:
    return shutil.disk_usage(folder).free


def _size_bytes(folder: Path) -> int:
    return sum(path.lstat().st_size for path in folder.rglob("*"))


def _gb(size_bytes: int) -> str:
    return f"{size_bytes / 10**9:.1f} GB"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
