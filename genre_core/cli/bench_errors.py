"""The command ``bench errors``."""

from typing import Annotated, Any

import typer

from genre_core.cli.common import SHIPPED_BUNDLE, AsJson, BundleFolder, load_each, print_json

__all__ = ["errors"]

_SHOWN = 10


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
    typer.echo(f"Expected calibration error of all: {result['calibration_error']:.3f}")
    for texts in result["texts"]:
        _show(texts)


def _show(texts: dict[str, Any]) -> None:
    typer.echo(
        f"\n## {texts['texts']}: {texts['plots']:,} plots, expected calibration error "
        f"{texts['calibration_error']:.3f}"
    )
    _table(texts["lengths"], {})
    _table(texts["mixups"], {"named": "named in vain", "missed": "and missed"})
    if not texts["swaps"]:
        typer.echo("\nNo plot has a name of a person that stands in 3 places or more.")
        return
    typer.echo(f"\n{texts['plots_with_names']:,} plots have names of persons.")
    _table(texts["swaps"], {"change": "mean change", "renamed": "plots with other genres"})
    _table(texts["swaps_by_genre"], {}, most=len(texts["swaps_by_genre"]))
    _table(texts["telling_names"], {})


def _table(rows: list[dict[str, Any]], words: dict[str, str], most: int = _SHOWN) -> None:
    """A Markdown table of the first ``most`` rows, columns named as in ``words`` or by themselves."""
    if not rows:
        return
    header = [words.get(column, column.replace("_", " ")) for column in rows[0]]
    cells = [[_cell(value) for value in row.values()] for row in rows[:most]]
    typer.echo("")
    for line in [header, ["---"] * len(header), *cells]:
        typer.echo(f"| {' | '.join(line)} |")


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.3f}"
    return f"{value:,}" if isinstance(value, int) else str(value)
