"""The commands ``data list``, ``describe`` and ``fetch``; ``audit`` and ``statistics`` have their own."""

from collections.abc import Mapping, Sized
from dataclasses import asdict
from typing import Annotated, Any

import typer
from rich import box
from rich.console import Console
from rich.table import Table

from genre_core.cli.audit import audit
from genre_core.cli.common import AsJson, print_json
from genre_core.cli.statistics import statistics
from genre_core.data.catalogue import (
    CATALOGUE,
    HOME_VARIABLE,
    Entry,
    data_home,
    folder_of,
    load,
    missing,
)
from genre_core.data.fetch import fetch, fits

__all__ = ["app"]

app = typer.Typer(
    no_args_is_help=True,
    help=f"See which corpora and word vectors there are, and get them. {HOME_VARIABLE} names the "
    "folder they lie in.",
)

_MOST_LINES = 40
_MOST_COLUMNS = 12


@app.command("list")
def list_entries(as_json: AsJson = False) -> None:
    """List every corpus and word-vector file of the catalogue, and whether it is here."""
    home = data_home()
    if as_json:
        print_json({"home": str(home), "entries": [_facts(entry) for entry in CATALOGUE.values()]})
        return
    table = Table("Name", "Kind", "Rows", "Here", "Licence", box=box.SIMPLE)
    table.columns[2].justify = "right"
    for entry in CATALOGUE.values():
        here = "no" if missing(entry) else "yes"
        table.add_row(entry.name, entry.kind, f"{entry.rows:,}", here, entry.licence)
    console = _console()
    console.print(f"Data home: {home}", soft_wrap=True)
    console.print(table)


@app.command()
def describe(
    name: Annotated[
        str,
        typer.Argument(
            help="A name of the catalogue, the path of a table, or several of them joined by +."
        ),
    ],
    as_json: AsJson = False,
) -> None:
    """Tell what an entry is and how to get it and, when it is here, what was read from it.

    Rows that were dropped, remarked on or whose genres mean nothing to the taxonomy are counted.
    """
    entry = CATALOGUE.get(name)
    readable = entry is None or (entry.kind == "corpus" and not missing(entry))
    corpus = _corpus_facts(name) if readable else None
    if as_json:
        print_json({"entry": _facts(entry) if entry else None, "corpus": corpus})
        return
    console = _console()
    if entry:
        _print_entry(console, entry)
    if corpus:
        _print_corpus(console, corpus)


@app.command("fetch")
def fetch_entry(
    name: Annotated[str, typer.Argument(help="A name of the catalogue that has a public address.")],
    address: Annotated[
        str | None, typer.Option(help="Download the archive from this address, such as a mirror.")
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Download again even when the files are here.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Download an entry of the catalogue into the data home, whole and checked.

    Without the environment variable GENRE_DATA_HOME the data home is a folder in your cache.
    """
    paths = fetch(name, address=address, force=force)
    if as_json:
        print_json({"name": name, "files": [str(path) for path in paths]})
        return
    typer.echo(f"{name} {'ships with Plotline' if CATALOGUE[name].ships else 'is in place'}:")
    for path in paths:
        typer.echo(f"  {path}")


app.command()(audit)
app.command()(statistics)


def _facts(entry: Entry) -> dict[str, Any]:
    """The entry, and for each of its files whether it is here and is the published one."""
    folder = folder_of(entry)
    files = []
    for file in entry.files:
        path = folder / file.path
        here = path.is_file()
        known = here and file.sha256 is not None
        files.append(
            asdict(file) | {"here": here, "as_published": fits(path, file) if known else None}
        )
    return asdict(entry) | {"files": files, "here": not missing(entry)}


def _corpus_facts(name: str) -> dict[str, Any]:
    from genre_core.data.summary import summarise

    corpus = load(name)
    return asdict(summarise(corpus)) | {"report": asdict(corpus.report)}


def _print_entry(console: Console, entry: Entry) -> None:
    facts = Table.grid(padding=(0, 2))
    facts.add_row("What it is", entry.about)
    facts.add_row("Licence", f"{entry.licence}: {entry.terms}")
    facts.add_row("Rows", f"{entry.rows:,} as published")
    for file in _facts(entry)["files"]:
        state = {True: "as published", False: "not the published file", None: "here"}
        facts.add_row(
            "File", f"{file['path']}: {state[file['as_published']] if file['here'] else 'missing'}"
        )
    if missing(entry):
        facts.add_row("Looked in", str(folder_of(entry)))
        facts.add_row("How to get it", entry.how_to_get)
    console.print(entry.title, style="bold")
    console.print(facts)


def _print_corpus(console: Console, corpus: dict[str, Any]) -> None:
    console.print(
        f"\n{corpus['films']:,} films with {corpus['plots']:,} plots, "
        f"median {corpus['median_words']:,} words.\n"
    )
    report = corpus["report"]
    _print_counts(console, "Films per split", corpus["films_per_split"])
    _print_counts(console, "Films per genre", corpus["films_per_genre"])
    _print_counts(console, "Rows dropped", report["dropped"])
    _print_counts(console, "Rows kept with a remark", report["notes"])
    _print_counts(console, "Genre names that mean none of the genres", report["unmapped_genres"])
    if columns := report["unknown_columns"]:
        named = ", ".join(columns[:_MOST_COLUMNS])
        console.print(f"Columns not read: {_plain(named)}{_and_more(columns, _MOST_COLUMNS)}")


def _print_counts(console: Console, title: str, counts: Mapping[str, int]) -> None:
    if not counts:
        return
    table = Table(title, "Count", box=box.SIMPLE)
    table.columns[1].justify = "right"
    for what, count in list(counts.items())[:_MOST_LINES]:
        table.add_row(_plain(what), f"{count:,}")
    table.caption = _and_more(counts, _MOST_LINES) or None
    console.print(table)


def _and_more(listed: Sized, shown: int) -> str:
    more = len(listed) - shown
    return f" and {more:,} more, which --json lists" if more > 0 else ""


def _plain(text: str) -> str:
    """Text from a file without the control characters that a terminal would obey."""
    return "".join(character if character.isprintable() else "�" for character in text)


def _console() -> Console:
    return Console(markup=False, highlight=False)
