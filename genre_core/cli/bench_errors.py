"""The command ``bench errors``."""

from typing import Annotated, Any

import typer

from genre_core.cli.common import SHIPPED_BUNDLE, AsJson, BundleFolder, load_each, print_json

__all__ = ["errors"]

_SHOWN = 10
_HEADINGS = {
    "micro_f1": "micro-F1",
    "macro_f1": "macro-F1",
    "named": "named in vain",
    "missed": "and missed",
    "calibration_error": "error",
    "change": "mean change",
    "renamed": "plots with other genres",
    "named_by_names": "named otherwise by names",
    "named_by_words": "named otherwise by words",
}


def errors(
    bundle: BundleFolder = SHIPPED_BUNDLE,
    on: Annotated[
        str,
        typer.Option(
            help="Labelled corpora or tables, joined by +; of others than it learned from, all films."
        ),
    ] = "overviews+synopses+open",
    split: Annotated[
        str, typer.Option(help="Films of the corpora that it learned from: validation or test.")
    ] = "test",
    seed: Annotated[int, typer.Option(min=0, help="Of the names and words swapped in.")] = 0,
    as_json: AsJson = False,
) -> None:
    """Tell what a bundle gets wrong: by length, genre for genre, how sure, and what names do to it.

    Names of persons are swapped for those of other plots, and ordinary words in as many places for others
    of like frequency, to see which moves the scores more.
    """
    from genre_core.benchmarks.errors import read_errors
    from genre_core.data.corpus import SPLITS

    if split not in SPLITS:
        raise typer.BadParameter(f"--split is one of {', '.join(SPLITS)}.")
    result = read_errors(bundle, load_each(on), split=split, seed=seed)
    if as_json:
        print_json(result)
        return
    for texts in result["texts"]:
        _show(texts)
    typer.echo("\n## How sure: expected calibration error")
    _table(_calibration(result))
    typer.echo(
        "\n## Other names, and other words in as many places, on plots with names of persons"
    )
    _table([_of(texts) | row for texts in result["texts"] for row in texts["swaps"]])


def _show(texts: dict[str, Any]) -> None:
    typer.echo(f"\n## {texts['texts']}: {texts['plots']:,} plots")
    _table(texts["lengths"])
    _table(texts["mixups"][:_SHOWN])
    if not texts["swaps"]:
        typer.echo("\nNo plot has a name of a person that stands in 3 places or more.")
        return
    _table(texts["swaps_by_genre"])
    _table(texts["telling_names"][:_SHOWN])


def _calibration(result: dict[str, Any]) -> list[dict[str, Any]]:
    keys = ("texts", "plots", "calibration_error")
    rows = [{key: texts[key] for key in keys} for texts in result["texts"]]
    plots = sum(row["plots"] for row in rows)
    return [*rows, dict(zip(keys, ("all", plots, result["calibration_error"]), strict=True))]


def _of(texts: dict[str, Any]) -> dict[str, Any]:
    return {"texts": texts["texts"], "plots": texts["plots_with_names"]}


def _table(rows: list[dict[str, Any]]) -> None:
    """A Markdown table; nothing for no rows."""
    if not rows:
        return
    header = [_HEADINGS.get(column, column.replace("_", " ")) for column in rows[0]]
    cells = [[_cell(value) for value in row.values()] for row in rows]
    typer.echo("")
    for line in [header, ["---"] * len(header), *cells]:
        typer.echo(f"| {' | '.join(line)} |")


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.3f}"
    return f"{value:,}" if isinstance(value, int) else str(value)
