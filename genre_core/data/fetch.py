"""Downloading the catalogue's public files into the data home: whole and checked, or not at all."""

import errno
import hashlib
from pathlib import Path

from genre_core.data.archive import extract
from genre_core.data.catalogue import HOME_VARIABLE, data_home, find, folder_of
from genre_core.data.entries import DataFile, Entry
from genre_core.errors import DownloadError
from genre_core.files import scratch

__all__ = ["fetch", "fits"]

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NOT_ALLOWED = {errno.EACCES, errno.EPERM, errno.EROFS}


def fetch(
    name: str,
    home: Path | None = None,
    *,
    address: str | None = None,
    progress: bool = True,
    force: bool = False,
) -> list[Path]:
    """Download an entry of the catalogue into the data home and return the paths of its files.

    Files that are there, with the right hash where it is known, are not downloaded again unless
    ``force``; those of an entry that ships are in Plotline's own folder. ``address`` takes the
    place of the catalogue's, for a mirror. ``progress`` draws a bar on stderr. Raises CorpusError
    for an unknown name, and DownloadError when the entry has no public address, the download fails
    or is not what was promised, or the folder cannot be written; the files in the data home are
    then as they were.
    """
    entry = find(name)
    home = home or data_home()
    folder = folder_of(entry, home)
    paths = [folder / file.path for file in entry.files]
    if not force and all(map(fits, paths, entry.files)):
        return paths
    if entry.address is None:
        raise DownloadError(f"{name} has no public address to fetch from. {entry.how_to_get}")
    try:
        _download(entry, home, address or entry.address, progress)
    except OSError as error:
        raise _explained(error, entry, home) from error
    return paths


def fits(path: Path, file: DataFile) -> bool:
    """Whether the file at ``path`` has the published hash, or none is known to compare it with.

    A file that cannot be read does not fit.
    """
    try:
        with path.open("rb") as opened:
            digest = hashlib.file_digest(opened, "sha256") if file.sha256 else None
    except OSError:
        return False
    return digest is None or digest.hexdigest() == file.sha256


def _download(entry: Entry, home: Path, address: str, progress: bool) -> None:
    """Works in a scratch folder beside the final ones, so that the last step is a mere rename."""
    import pooch

    from genre_core.data.download import ResumingDownloader

    pooch.get_logger().setLevel("WARNING")  # It would tell of the scratch folder.
    home.mkdir(parents=True, exist_ok=True)
    with scratch(home, f".fetching-{entry.name}-") as work:
        archive = pooch.retrieve(
            address,
            known_hash=None,  # The files in it are checked instead.
            fname="archive",
            path=work,
            # pooch declares for downloaders the parameter names of its processors.
            downloader=ResumingDownloader(progress),  # pyright: ignore[reportArgumentType]
        )
        fresh = {file: work / Path(file.path).name for file in entry.files}
        extract(Path(archive), {file.member: path for file, path in fresh.items() if file.member})
        for file, path in fresh.items():
            _check(path, file)
        for file, path in fresh.items():
            (home / file.path).parent.mkdir(parents=True, exist_ok=True)
            path.replace(home / file.path)


def _check(path: Path, file: DataFile) -> None:
    if not fits(path, file):
        raise DownloadError(
            f"{file.member} must have the sha256 {file.sha256}; the one downloaded has another. "
            "Nothing was kept: try again, and do not trust the address if that does not help."
        )


def _explained(error: OSError, entry: Entry, home: Path) -> DownloadError:
    choose = f"or name another folder with {HOME_VARIABLE}"
    if error.errno in _NO_ROOM:
        return DownloadError(
            f"There is no room for {entry.name} in {home}: the download alone takes "
            f"{entry.download_megabytes} MB. Free some space, {choose}."
        )
    if error.errno in _NOT_ALLOWED:
        return DownloadError(
            f"{home} must be a folder that you may write to; it is not ({error.strerror}). "
            f"Change its permissions, {choose}."
        )
    return DownloadError(
        f"{entry.name} could not be written to {home}: {error.strerror or error}. "
        f"Check that folder, {choose}."
    )
