"""Single files out of a tar or zip archive from the network, which is not to be trusted."""

import gzip
import lzma
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import IO

from genre_core.errors import DownloadError
from genre_core.limits import MAX_DOWNLOAD_BYTES

__all__ = ["extract"]

_CHUNK_BYTES = 2**20
_Member = tuple[str, Callable[[], IO[bytes] | None] | None]
"""Name and how to open it, None for one that is not a regular file."""

_DAMAGE = (
    tarfile.TarError,
    zipfile.BadZipFile,
    gzip.BadGzipFile,
    lzma.LZMAError,
    zlib.error,
    EOFError,
    RuntimeError,  # A zip that wants a password or is packed in a way Python does not know.
    ValueError,  # A size or a name that cannot be; zipfile trips over an empty one.
    IndexError,
    OverflowError,
)


def extract(
    archive: Path, targets: Mapping[str, Path], *, max_bytes: int = MAX_DOWNLOAD_BYTES
) -> None:
    """Write members of an archive, tar (also compressed) or zip, to the paths given for them.

    ``targets`` maps a member's exact name to the file to write, so no name in the archive ever
    chooses where something is written; all other members are passed over. Raises DownloadError when
    a member is missing, not a regular file or larger than ``max_bytes``, or the archive is damaged,
    and OSError when a target cannot be written.
    """
    found = set()
    with _readable(archive) as members:
        for name, opener in members:
            if name in targets and name not in found:
                _copy(name, opener, targets[name], max_bytes)
                found.add(name)
            if len(found) == len(targets):
                return
    raise DownloadError(
        f"The archive must hold {', '.join(sorted(targets.keys() - found))}; it does not. "
        "Check that the address is that of the published archive."
    )


@contextmanager
def _readable(archive: Path) -> Generator[Iterator[_Member]]:
    """All members; damage met while they are read is explained."""
    try:
        if zipfile.is_zipfile(archive):
            with zipfile.ZipFile(archive) as opened:
                yield _zip_members(opened)
        else:
            with tarfile.open(archive) as opened:
                yield _tar_members(opened)
    except _DAMAGE as error:
        raise DownloadError(
            f"What was downloaded must be a whole tar or zip archive; it cannot be read ({error}). "
            "Try again, and check the address if that does not help."
        ) from error


def _zip_members(archive: zipfile.ZipFile) -> Iterator[_Member]:
    for info in archive.infolist():
        mode = info.external_attr >> 16  # Unix permissions and type; 0 when made elsewhere.
        regular = not info.is_dir() and (stat.S_IFMT(mode) in (0, stat.S_IFREG))
        yield info.filename, partial(archive.open, info) if regular else None


def _tar_members(archive: tarfile.TarFile) -> Iterator[_Member]:
    while info := _next(archive):
        yield info.name, partial(archive.extractfile, info) if info.isreg() else None


def _next(archive: tarfile.TarFile) -> tarfile.TarInfo | None:
    with _reading():
        return archive.next()


@contextmanager
def _reading() -> Generator[None]:
    """A place in the archive that does not exist is damage, not a fault of the disk."""
    try:
        yield
    except OSError as error:
        raise EOFError(str(error)) from error


def _copy(
    name: str, opener: Callable[[], IO[bytes] | None] | None, target: Path, max_bytes: int
) -> None:
    with _reading():
        source = opener() if opener else None
    if source is None:
        raise DownloadError(
            f"{name} must be a regular file in the archive; it is a link, a folder or a device. "
            "Do not use this archive."
        )
    with source, target.open("wb") as file:
        while chunk := _chunk(source):
            if file.tell() + len(chunk) > max_bytes:
                raise DownloadError(
                    f"{name} must be at most {max_bytes:,} bytes; the archive holds more. "
                    "Do not use this archive."
                )
            file.write(chunk)


def _chunk(source: IO[bytes]) -> bytes:
    with _reading():
        return source.read(_CHUNK_BYTES)
