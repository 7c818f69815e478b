"""Files that are written whole or not at all."""

import ctypes
import errno
import fcntl
import os
import secrets
import shutil
import tempfile
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

__all__ = ["exchange", "scratch", "settle", "whole", "write_whole"]

_FROM_HERE = -100  # AT_FDCWD: a relative path is meant as everywhere
_EXCHANGE = 2  # RENAME_EXCHANGE


@contextmanager
def whole(path: Path) -> Generator[Path]:
    """A neighbour to write to, which takes the name of ``path`` in one step at the end.

    Whoever reads ``path`` meanwhile finds what was there before; if anything fails, that stays. What is
    there afterwards is on the disk, should the power go. Raises OSError.
    """
    new = path.with_name(f".{path.name}.{secrets.token_hex(4)}.new")
    try:
        yield new
        settle(new)
        new.replace(path)
    finally:
        with suppress(OSError):
            new.unlink(missing_ok=True)


def write_whole(path: Path, text: str) -> None:
    """Write a text in UTF-8, as ``whole`` does."""
    with whole(path) as new:
        new.write_text(text, encoding="utf-8")


@contextmanager
def scratch(parent: Path, prefix: str) -> Generator[Path]:
    """A folder to work in, removed at the end, and with it those that killed processes left there.

    While it is in use its process holds a lock on it, which goes with the process. Raises OSError.
    """
    folder, lock = _locked_folder(parent, prefix)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)
        for left in parent.iterdir():
            if left.name.startswith(prefix):
                _remove_if_abandoned(left)


def _locked_folder(parent: Path, prefix: str) -> tuple[Path, int]:
    while True:
        folder = Path(tempfile.mkdtemp(dir=parent, prefix=prefix))
        try:
            lock = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
        except FileNotFoundError:  # another took it for abandoned before it was locked
            continue
        fcntl.flock(lock, fcntl.LOCK_EX)
        if folder.is_dir():
            return folder, lock
        os.close(lock)


def _remove_if_abandoned(folder: Path) -> None:
    with suppress(OSError):  # it is in use, or gone already
        lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder)
        finally:
            os.close(lock)


def settle(path: Path) -> None:
    """Wait until the file is on the disk, and no longer in the system's memory alone."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def exchange(one: Path, other: Path) -> None:
    """Swap what two names in one file system stand for. Raises OSError, and changes nothing then.

    On Linux nobody finds a name without anything behind it meanwhile; elsewhere for an instant ``other``.
    """
    if _exchanged_in_one_step(one, other):
        return
    aside = one.with_name(f".{one.name}.{secrets.token_hex(4)}.aside")
    other.rename(aside)
    try:
        one.rename(other)
    except OSError:
        aside.rename(other)
        raise
    aside.rename(one)


def _exchanged_in_one_step(one: Path, other: Path) -> bool:
    """False where the system or the file system cannot; raises OSError when it can and fails."""
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    rename.argtypes = [ctypes.c_int, ctypes.c_char_p] * 2 + [ctypes.c_uint]
    paths = os.fsencode(one), os.fsencode(other)
    if rename(_FROM_HERE, paths[0], _FROM_HERE, paths[1], _EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in (errno.EINVAL, errno.ENOSYS):
        return False
    raise OSError(number, os.strerror(number), str(one))
