"""The command ``bench serve``."""

from typing import Annotated

import typer

from genre_core.cli.common import SHIPPED_BUNDLE, AsJson, BundleFolder, print_json
from genre_core.limits import MAX_PLOTS

__all__ = ["serve"]


def serve(
    bundle: BundleFolder = SHIPPED_BUNDLE,
    repeats: Annotated[
        int, typer.Option(min=1, max=10_000, help="How often a single plot is sent.")
    ] = 200,
    plots: Annotated[int, typer.Option(min=1, max=MAX_PLOTS, help="Plots in a batch.")] = 256,
    batches: Annotated[int, typer.Option(min=1, max=10_000, help="Batches sent.")] = 40,
    clients: Annotated[int, typer.Option(min=1, max=64, help="How many send batches at once.")] = 2,
    as_json: AsJson = False,
) -> None:
    """Time the API over HTTP, server and clients on this machine: one plot, and batches."""
    from genre_core.benchmarks.serve import measure

    figures = measure(bundle, repeats=repeats, plots=plots, batches=batches, clients=clients)
    if as_json:
        print_json(figures)
        return
    for name, figure in figures.items():
        typer.echo(f"{name:<28}{figure:>12,.2f}")
