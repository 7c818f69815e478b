"""The commands ``bench predict`` and ``bench quality``, and the place of ``bench errors``."""

from typing import Annotated

import typer

from genre_core.cli.bench_errors import errors
from genre_core.cli.common import SHIPPED_BUNDLE, AsJson, BundleFolder, load_each, print_json

__all__ = ["app"]

app = typer.Typer(
    no_args_is_help=True, help="Measure on this machine: times wobble, so trust the ratios."
)
app.command()(errors)


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


@app.command()
def quality(
    bundle: BundleFolder = SHIPPED_BUNDLE,
    corpus: Annotated[
        str, typer.Option(help="What the bundle was trained on: TF-IDF learns from the same.")
    ] = "overviews+synopses",
    on: Annotated[
        str, typer.Option(help="Labelled corpora or tables to score on besides, joined by +.")
    ] = "open",
    as_json: AsJson = False,
) -> None:
    """Score the bundle beside TF-IDF with logistic regression and beside naming nothing."""
    from genre_core.benchmarks.quality import compare

    rows = compare(bundle, load_each(corpus), load_each(on))
    if as_json:
        print_json({"rows": rows})
        return
    typer.echo("| texts | plots | system | micro-F1 | macro-F1 | mAP |")
    typer.echo("| --- | --- | --- | --- | --- | --- |")
    for row in rows:
        typer.echo(
            f"| {row['texts']} | {row['plots']:,} | {row['system']} | {row['micro_f1']:.3f} "
            f"| {row['macro_f1']:.3f} | {row['mAP']:.3f} |"
        )
