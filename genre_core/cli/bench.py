"""The commands ``bench predict``, ``bench train``, ``bench to-quality`` and ``bench quality``."""

from pathlib import Path
from typing import Annotated

import typer

from genre_core.cli.common import SHIPPED_BUNDLE, AsJson, BundleFolder, load_each, print_json

__all__ = ["app"]

app = typer.Typer(
    no_args_is_help=True, help="Measure on this machine: times wobble, so trust the ratios."
)


@app.command()
def predict(
    bundle: BundleFolder = SHIPPED_BUNDLE,
    repeats: Annotated[
        int, typer.Option(min=1, max=10_000, help="How often each single plot is read.")
    ] = 200,
    beside: Annotated[
        Path | None,
        typer.Option(help="The bundle of another system, to be timed on the same texts."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Time one plot of 100, 500 and 800 words and a batch, by the predictor and by Keras itself."""
    from genre_core.benchmarks.predict import measure

    result = measure(bundle, repeats, beside)
    if as_json:
        print_json(result)
        return
    columns = [("model.predict", result["keras"], result["ratios"])]
    if other := result.get("beside"):
        columns.append((other["name"], other["figures"], other["ratios"]))
    heads = "".join(f"{name:>24}{'ratio':>9}" for name, *_ in columns)
    typer.echo(f"{'':<34}{'predictor':>12}{heads}")
    for key, value in result["predictor"].items():
        cells = (
            f"{figures[key]:>24,.2f}{f'{ratios[key]:.1f}×' if key in ratios else '':>9}"
            for _, figures, ratios in columns
        )
        typer.echo(f"{key:<34}{value:>12,.2f}{''.join(cells)}")
    if other:
        typer.echo(
            f"Of one plot, the predictor reads at most {result['reads_at_most']:,} words, and "
            f"{other['name']} {other['reads_at_most']:,} tokens."
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
