"""The command ``bench predict``."""

from typing import Annotated

import typer

from genre_core.cli.common import SHIPPED_BUNDLE, AsJson, BundleFolder, print_json

__all__ = ["app"]

app = typer.Typer(
    no_args_is_help=True, help="Measure on this machine: times wobble, so trust the ratios."
)


@app.callback()
def _group() -> None:
    """Keep ``bench predict`` a command of a group: others will join it."""


@app.command()
def predict(
    bundle: BundleFolder = SHIPPED_BUNDLE,
    repeats: Annotated[
        int, typer.Option(min=1, max=10_000, help="How often each single plot is read.")
    ] = 200,
    as_json: AsJson = False,
) -> None:
    """Time one plot of 100 and of 500 words and a batch, by the predictor and by Keras itself."""
    from genre_core.benchmarks.predict import measure

    result = measure(bundle, repeats)
    if as_json:
        print_json(result)
        return
    ours, keras = result["predictor"], result["keras"]
    typer.echo(f"{'':<34}{'predictor':>12}{'model.predict':>16}{'ratio':>9}")
    for key, value in ours.items():
        other = keras.get(key)
        ratio = f"{result['ratios'][key]:.1f}×" if key in result["ratios"] else ""
        typer.echo(
            f"{key:<34}{value:>12,.2f}{other if other is None else f'{other:,.2f}':>16}{ratio:>9}"
        )
