"""The bundle: a folder that holds a trained model, and nothing pickled."""

import errno
import hashlib
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from genre_core.errors import BundleError
from genre_core.files import exchange, scratch, settle
from genre_core.limits import MAX_MODEL_BYTES
from genre_core.prediction.manifest import MANIFEST, Manifest, read_manifest
from genre_core.prediction.stored_scores import StoredScores, read_scores
from genre_core.text.vocabulary import Vocabulary

__all__ = [
    "BUNDLE_VARIABLE",
    "SHIPPED",
    "Bundle",
    "check_place",
    "folder_beside",
    "load_bundle",
    "read_steadily",
    "write_bundle",
]

BUNDLE_VARIABLE = "PLOTLINE_BUNDLE"
"""Environment variable that names another bundle folder than the one that ships, for the app to read with."""

SHIPPED = Path(__file__).resolve().parents[2] / "assets" / "bundles" / "plotline"
_NEEDED = ("model.onnx", "vocabulary.txt")
_SECONDS_TO_TRY = 5.0  # to read a bundle that is replaced again and again

_T = TypeVar("_T")


@dataclass(frozen=True)
class Bundle:
    """A verified bundle: every file is as it was when it was written."""

    folder: Path
    manifest: Manifest
    vocabulary: Vocabulary

    def read(self, name: str) -> bytes:
        """A file that the manifest lists, read and checked in one go; raises BundleError."""
        if name not in self.manifest.files:
            raise BundleError(f"{self.folder} does not list {name}. Use a bundle that does.")
        try:
            return _read_checked(self.folder, name, self.manifest)
        except BundleError as error:
            if _is_still_there(self):
                raise
            raise BundleError(
                f"The bundle {self.folder} was replaced while it was in use. Reload the page, or begin "
                "again: then the new one answers."
            ) from error

    def model(self) -> bytes:
        """The ONNX model: what is checked is what runs."""
        return self.read("model.onnx")

    def scores(self, split: str) -> StoredScores:
        """Stored probabilities and labels of ``validation`` or ``test``; raises BundleError."""
        name = f"{split}.npz"
        try:
            scores = read_scores(self.read(name))
            if scores.labels.shape[1] != len(self.manifest.genres):
                raise ValueError(f"of {scores.labels.shape[1]} genres, not of the model's")
        except ValueError as error:
            raise BundleError(
                f"{self.folder / name} does not hold scores ({error}). Train the model again."
            ) from error
        return scores


def load_bundle(folder: str | Path = SHIPPED) -> Bundle:
    """Read a bundle and check the hash of every file; raises BundleError with the reason.

    One that is replaced meanwhile is read anew: all of it is the old one, or all of it the new one.
    """
    return read_steadily(Path(folder), _load)


def read_steadily(folder: Path, read: Callable[[Path], _T]) -> _T:
    """What ``read`` makes of a bundle's folder, read anew when another bundle took its place meanwhile."""
    deadline = time.monotonic() + _SECONDS_TO_TRY
    while True:
        before = _mark(folder)
        try:
            return read(folder)
        except BundleError:
            if _mark(folder) == before or time.monotonic() > deadline:
                raise


def _load(folder: Path) -> Bundle:
    if not folder.is_dir():
        raise BundleError(
            f"A bundle is a folder, and {folder} is none. "
            "Name the folder that `python -m genre_core train` wrote."
        )
    manifest = read_manifest(folder)
    for name in _NEEDED:
        if name not in manifest.files:
            raise BundleError(
                f"A bundle needs {name}, and {folder} does not list it. Train it again."
            )
    for name in manifest.files:
        _read_checked(folder, name, manifest)
    words = _read_checked(folder, "vocabulary.txt", manifest)
    return Bundle(folder, manifest, Vocabulary.from_bytes(words, folder / "vocabulary.txt"))


def check_place(folder: Path) -> None:
    """Raise BundleError unless a bundle may be written to ``folder``: new, empty or a bundle."""
    if folder.exists() and not folder.is_dir():
        raise BundleError(f"A bundle is a folder, and {folder} is a file. Name another place.")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MANIFEST).is_file():
        raise BundleError(
            f"A bundle replaces only a bundle, and {folder} holds other files. Name another folder."
        )
    above = folder_beside(folder)
    if not (above.is_dir() and os.access(above, os.W_OK | os.X_OK)):
        raise BundleError(f"{folder} cannot be made in {above}. Name a folder you may write to.")


def folder_beside(folder: Path) -> Path:
    """The folder that ``folder`` is in, or will be in: the first one above it that is there."""
    return next(parent for parent in folder.absolute().parents if parent.exists())


def write_bundle(
    folder: Path, fill: Callable[[Path], None], manifest: Callable[[dict[str, str]], Manifest]
) -> None:
    """Write a bundle whole or not at all, in place of one that was there.

    ``fill`` writes the files into the folder it is given; ``manifest`` gets their SHA-256 by name. Both
    work in a temporary folder beside the target, which takes its place in the end. Raises BundleError as
    ``check_place`` does.
    """
    check_place(folder)
    folder = folder.absolute()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with scratch(folder.parent, f".{folder.name}-") as work:
        new = work / "new"
        new.mkdir()
        fill(new)
        hashes = {path.name: _sha256(path.read_bytes()) for path in sorted(new.iterdir())}
        (new / MANIFEST).write_text(manifest(hashes).to_json(), encoding="utf-8")
        for path in new.iterdir():
            settle(path)
        if folder.exists():
            exchange(new, folder)
        else:
            new.replace(folder)


def _mark(folder: Path) -> tuple[int, int] | None:
    """What tells a bundle from another in its place; None where there is none."""
    try:
        found = (folder / MANIFEST).stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns


def _is_still_there(bundle: Bundle) -> bool:
    try:
        return read_manifest(bundle.folder) == bundle.manifest
    except BundleError:
        return False


def _read_checked(folder: Path, name: str, manifest: Manifest) -> bytes:
    path = folder / name
    try:
        if not path.is_file():  # a link to a device would never end
            raise FileNotFoundError(errno.ENOENT, "No such file")
        if path.stat().st_size > MAX_MODEL_BYTES:
            raise OSError(errno.EFBIG, f"more than {MAX_MODEL_BYTES:,} bytes")
        content = path.read_bytes()
    except OSError as error:
        raise BundleError(
            f"The bundle {folder} lists {name}, which cannot be read ({error.strerror}). "
            "Copy the bundle again from where it came, or train it again."
        ) from error
    if _sha256(content) != manifest.files[name]:
        raise BundleError(
            f"{path} is damaged: its SHA-256 is not the one in {MANIFEST}. "
            "Copy the bundle again from where it came, or train it again."
        )
    return content


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
