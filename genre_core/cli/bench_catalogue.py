"""The command ``bench catalogue``."""

from typing import Annotated

import typer

from genre_core.cli.common import SHIPPED_BUNDLE, AsJson, BundleFolder, print_json

__all__ = ["catalogue"]


def catalogue(
    bundle: BundleFolder = SHIPPED_BUNDLE,
    plots: Annotated[
        int, typer.Option(min=200, max=100_000_000, help="Made-up plots, in ten Parquet files.")
    ] = 500_000,
    workers: Annotated[
        list[int],
        typer.Option(
            min=0, max=16, help="Workers on Ray; give it again for another run, 0 for none."
        ),
    ] = [1, 2],  # noqa: B006 - Typer reads it and changes nothing
    as_json: AsJson = False,
) -> None:
    """Score a made-up catalogue by one process and on Ray: plots a second, memory, a killed worker.

    Needs Linux, and for Ray what requirements-ray.txt names. The runs follow each other; in the last one a
    worker is killed after the first part. All answers are compared with those of the plain run. The
    catalogue and the answers lie where the system keeps temporary files, about a GB for 500,000 plots.
    """
    from genre_core.benchmarks.catalogue import measure

    result = measure(bundle, plots, [number for number in workers if number])
    if as_json:
        print_json(result)
        return
    first = result["runs"][0]
    typer.echo("| " + " | ".join(name.replace("_", " ") for name in first) + " |")
    typer.echo("|" + " --- |" * len(first))
    for run in result["runs"]:
        cells = [_shown(name, value) for name, value in run.items()]
        typer.echo("| " + " | ".join(cells) + " |")


def _shown(name: str, value: float | str | None) -> str:
    if value is None:
        return "–"
    if isinstance(value, str):
        return value
    return f"{value:.1e}" if name == "largest_difference" else f"{value:,.0f}"
