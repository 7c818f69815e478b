"""What every command shares: options, and output for people and for programs."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from genre_core.data.catalogue import load
from genre_core.prediction.bundle import SHIPPED

if TYPE_CHECKING:
    from genre_core.data.corpus import Corpus

__all__ = ["SHIPPED_BUNDLE", "AsJson", "BundleFolder", "load_each", "note", "print_json"]

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


def print_json(facts: dict[str, Any]) -> None:
    """One JSON object on stdout, in ASCII for any terminal; NaN is refused, because it is no JSON."""
    typer.echo(json.dumps(facts, allow_nan=False))


def note(words: str) -> None:
    """A remark for the person at the terminal, on stderr."""
    typer.echo(words, err=True)


def load_each(corpus: str) -> "list[Corpus]":
    """Each corpus by itself, to be scored by itself; the path of one may have a + in it."""
    names = [corpus] if Path(corpus).exists() else corpus.split("+")
    return [load(name.strip()) for name in names]
