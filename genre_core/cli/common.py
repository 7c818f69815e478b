"""What every command shares: options, and output for people and for programs."""

import json
import signal
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from genre_core.data.catalogue import load, load_stored
from genre_core.prediction.bundle import SHIPPED

if TYPE_CHECKING:
    from genre_core.data.corpus import Corpus, ReadReport
    from genre_core.data.stored import StoredCorpus

__all__ = [
    "SHIPPED_BUNDLE",
    "AsJson",
    "BundleFolder",
    "load_each",
    "names_of",
    "note",
    "note_report",
    "print_json",
    "stop_once",
    "store_each",
]

AsJson = Annotated[
    bool, typer.Option("--json", help="Print one JSON object and nothing else on stdout.")
]
BundleFolder = Annotated[
    Path,
    typer.Option(
        "--bundle", help="The folder of a trained model.", show_default="the bundle that ships"
    ),
]
SHIPPED_BUNDLE = SHIPPED

_NAMES_SHOWN = 12


def print_json(facts: dict[str, Any]) -> None:
    """One JSON object on stdout, in ASCII for any terminal; NaN is refused, because it is no JSON."""
    typer.echo(json.dumps(facts, allow_nan=False))


def note(words: str) -> None:
    """A remark for the person at the terminal, on stderr."""
    typer.echo(words, err=True)


def note_report(report: "ReadReport", name: str = "") -> None:
    """What a reader dropped, what it remarked and the genre names it did not know, on stderr."""
    start = f"{name}: " if name else ""
    for reason, count in report.dropped.items():
        note(f"{start}{_rows(count)} dropped: {reason}")
    for remark, count in report.notes.items():
        note(f"{start}{_rows(count)}: {remark}")
    if report.unmapped_genres:
        names = sorted(report.unmapped_genres.items(), key=lambda item: -item[1])
        shown = ", ".join(f"{genre} ({count:,})" for genre, count in names[:_NAMES_SHOWN])
        more = f" and {len(names) - _NAMES_SHOWN:,} more" if len(names) > _NAMES_SHOWN else ""
        note(f"{start}names that are no genre of the 18, with their rows: {shown}{more}")


def _rows(count: int) -> str:
    return f"{count:,} row{'' if count == 1 else 's'}"


def load_each(corpus: str) -> "list[Corpus]":
    """Each corpus by itself, to be scored by itself."""
    return [load(name) for name in names_of(corpus)]


def store_each(corpus: str, folder: Path) -> "list[Corpus | StoredCorpus]":
    """As ``load_each``, with the texts in files of ``folder`` that have no name: of any size."""
    return [load_stored(name, folder) for name in names_of(corpus)]


def names_of(corpus: str) -> tuple[str, ...]:
    """Corpora joined by +; the path of one may have a + in it."""
    names = [corpus] if Path(corpus).exists() else corpus.split("+")
    return tuple(name.strip() for name in names)


@contextmanager
def stop_once(again: str) -> Generator[Callable[[], bool]]:
    """The first Ctrl-C asks a training to stop, the second one ends it at once; ``again`` says so."""
    asked: list[int] = []

    def ask(number: int, frame: object) -> None:  # noqa: ARG001 - the form of a signal handler
        if asked:
            raise KeyboardInterrupt
        asked.append(number)
        note(f"\nStopping after this batch; {again}.")

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield lambda: bool(asked)
    finally:
        signal.signal(signal.SIGINT, before)
