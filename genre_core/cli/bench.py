"""The commands ``bench predict``, ``bench quality`` and ``bench stream``."""

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


@app.command()
def stream(
    plots: Annotated[
        list[int], typer.Option(min=500, help="Plots in the table; give it again for another size.")
    ] = [100_000, 1_000_000],  # noqa: B006 - Typer reads it and changes nothing
    seconds: Annotated[
        int, typer.Option(min=1, help="How long each size learns, of its one epoch.")
    ] = 30,
    vectors: Annotated[
        str, typer.Option(help="Where word vectors start: word2vec, counted or random.")
    ] = "word2vec",
    as_json: AsJson = False,
) -> None:
    """Train on the open corpus repeated, as a table on disk: peak memory and rows a second by size.

    Each size is read, learned from and exported in a process of its own, by a tiny LSTM, so that what
    grows with the number of plots shows. Tables go where the system keeps temporary files.
    """
    from genre_core.benchmarks.stream import measure

    rows = [measure(n_plots, seconds, vectors) for n_plots in plots]
    if as_json:
        print_json({"sizes": rows})
        return
    typer.echo("| " + " | ".join(key.replace("_", " ") for key in rows[0]) + " |")
    typer.echo("|" + " --- |" * len(rows[0]))
    for row in rows:
        typer.echo("| " + " | ".join(f"{value:,.0f}" for value in row.values()) + " |")
