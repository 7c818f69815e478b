"""Corpora by name: where their files are looked for, and reading them."""

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from genre_core.data.entries import ENTRIES, DataFile, Entry
from genre_core.errors import CorpusError

if TYPE_CHECKING:
    from genre_core.data.assembly import CleanGenres
    from genre_core.data.corpus import Corpus
    from genre_core.data.stored import StoredCorpus

__all__ = [
    "CATALOGUE",
    "HOME_VARIABLE",
    "DataFile",
    "Entry",
    "data_home",
    "find",
    "folder_of",
    "load",
    "load_stored",
    "missing",
]

HOME_VARIABLE = "GENRE_DATA_HOME"
PLOTLINE = Path(__file__).resolve().parents[2]
CATALOGUE: dict[str, Entry] = {entry.name: entry for entry in ENTRIES}


def data_home() -> Path:
    """The folder of the catalogue's files, which need not exist yet.

    It is the one that the environment variable GENRE_DATA_HOME names, and otherwise the folder
    ``plotline`` in the user's cache.
    """
    if named := os.environ.get(HOME_VARIABLE):
        return Path(named).expanduser()
    import pooch

    return Path(pooch.os_cache("plotline"))


def find(name: str) -> Entry:
    """The entry of that name; raises CorpusError with all names for one not in the catalogue."""
    if name not in CATALOGUE:
        raise CorpusError(
            f"The catalogue has no entry {name!r}. Choose one of {', '.join(CATALOGUE)}."
        )
    return CATALOGUE[name]


def folder_of(entry: Entry, home: Path | None = None) -> Path:
    """The folder that the paths of an entry's files start from.

    It is Plotline's own for an entry that ships, else ``home``, by default ``data_home()``.
    """
    return PLOTLINE if entry.ships else home or data_home()


def missing(entry: Entry, home: Path | None = None) -> list[str]:
    """Relative paths of the entry's files that are not in ``folder_of(entry, home)``."""
    folder = folder_of(entry, home)
    return [file.path for file in entry.files if not (folder / file.path).is_file()]


def load(name_or_path: str | Path, clean: "CleanGenres | None" = None) -> "Corpus":
    """Read a corpus: a name of the catalogue, a path, or several of them joined by ``+``.

    ``load("overviews+synopses")`` joins two corpora of the catalogue. A catalogue name wins over a
    file of that name, which ``./name`` still reaches. ``clean`` makes genres of the names on a film, by
    default those of our taxonomy. Raises CorpusError when there is no such
    corpus, when its files are missing or when they cannot be read.
    """
    from genre_core.data.read import join_corpora, read_corpus

    name = str(name_or_path)
    if name in CATALOGUE:
        return _load_entry(CATALOGUE[name], clean)
    path = Path(name).expanduser()
    if name and _exists(path):
        return read_corpus(path, clean=clean)
    parts = [part.strip() for part in name.split("+")]
    if len(parts) == 1 or "" in parts:
        raise CorpusError(
            f"A corpus is a name of the catalogue or a path that exists; {name!r} is neither. "
            f"Choose one of {', '.join(_corpora())}, or check the path."
        )
    return join_corpora([load(part, clean) for part in parts])


def load_stored(name_or_path: str | Path, folder: Path) -> "Corpus | StoredCorpus":
    """As ``load``, for one corpus of any size: its texts go to files in ``folder`` that have no name."""
    from genre_core.data.read import read_stored

    name = str(name_or_path)
    entry = CATALOGUE.get(name)
    if entry is None:
        path = Path(name).expanduser()
        return read_stored(path, folder) if name and _exists(path) else load(name)
    if entry.kind != "corpus" or len(entry.files) != 1:
        return load(name)
    _require(entry)
    path = folder_of(entry) / entry.files[0].path
    return read_stored(path, folder, name=name, shares=entry.shares)


def _load_entry(entry: Entry, clean: "CleanGenres | None") -> "Corpus":
    from genre_core.data.read import read_cmu, read_corpus
    from genre_core.data.splits import assign_splits
    from genre_core.genres import clean_cmu_genres

    if entry.kind != "corpus":
        raise CorpusError(
            f"A corpus holds plots; {entry.name} holds word vectors. "
            f"Choose one of {', '.join(_corpora())}."
        )
    _require(entry)
    folder = folder_of(entry)
    paths = [folder / file.path for file in entry.files]
    if len(paths) > 1:
        metadata, plots = paths
        return read_cmu(metadata, plots, name=entry.name, clean=clean or clean_cmu_genres)
    corpus = read_corpus(paths[0], name=entry.name, clean=clean)
    if entry.shares is None:
        return corpus
    films, _ = assign_splits(corpus.films.assign(split=""), entry.shares)
    return replace(corpus, films=films)


def _require(entry: Entry) -> None:
    folder = folder_of(entry)
    if not entry.ships and os.environ.get(HOME_VARIABLE) and not folder.is_dir():
        raise CorpusError(
            f"{HOME_VARIABLE} must name a folder; {folder} is not one. "
            "Make that folder, name another one, or unset the variable."
        )
    if lacking := missing(entry):
        whose = "Plotline's own" if entry.ships else f"the one that {HOME_VARIABLE} names"
        raise CorpusError(
            f"The corpus {entry.name} needs {' and '.join(lacking)}, looked for in {folder}. "
            f"{entry.how_to_get} The folder is {whose}."
        )


def _corpora() -> list[str]:
    return [entry.name for entry in ENTRIES if entry.kind == "corpus"]


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # A name too long for a file is not one.
        return False
