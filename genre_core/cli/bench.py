"""The commands ``bench predict``, ``train``, ``to-quality`` and ``quality``, and the place of the others."""

from pathlib import Path
from typing import Annotated

import typer

from genre_core.cli.bench_catalogue import catalogue
from genre_core.cli.bench_errors import errors
from genre_core.cli.bench_hosts import hosts
from genre_core.cli.bench_load import load
from genre_core.cli.bench_serve import serve
from genre_core.cli.common import (
    SHIPPED_BUNDLE,
    AsJson,
    BundleFolder,
    load_each,
    names_of,
    print_json,
)
from genre_core.data.catalogue import PLOTLINE

__all__ = ["app"]

_AS_SHIPPED = "as in the bundle that ships"
_FEW = 100  # a figure below it is shown with decimals

app = typer.Typer(
    no_args_is_help=True, help="Measure on this machine: times wobble, so trust the ratios."
)
app.command()(catalogue)
app.command()(errors)
app.command()(hosts)
app.command()(load)
app.command()(serve)


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
def train(
    corpus: Annotated[
        str | None,
        typer.Option(
            help="Plots to learn from.", show_default="made-up ones, as long as overviews"
        ),
    ] = None,
    plots: Annotated[int, typer.Option(min=1, max=10**6, help="Made-up plots.")] = 4_096,
    units: Annotated[
        int | None, typer.Option(help="LSTM units in each direction.", show_default=_AS_SHIPPED)
    ] = None,
    dimensions: Annotated[
        int | None, typer.Option(help="Numbers in a word's vector.", show_default=_AS_SHIPPED)
    ] = None,
    batch_size: Annotated[
        int | None, typer.Option(help="Plots between two steps.", show_default=_AS_SHIPPED)
    ] = None,
    seconds: Annotated[
        float, typer.Option(min=0.1, max=3_600, help="How long each side learns.")
    ] = 20.0,
    device: Annotated[
        str, typer.Option(help="auto, cpu, gpu, or mixed for a GPU in half precision.")
    ] = "auto",
    as_json: AsJson = False,
) -> None:
    """Learn for a while by our loop, by one that pads all plots alike, and by PyTorch's LSTM."""
    from genre_core.benchmarks.train import SIDES, Settings, measure

    given = {"units": units, "dimensions": dimensions, "batch_size": batch_size}
    settings = Settings(
        plots=plots,
        seconds=seconds,
        device=device,
        **{name: value for name, value in given.items() if value is not None},
    )
    result = measure(settings, load_each(corpus) if corpus else ())
    if as_json:
        print_json(result)
        return
    typer.echo(f"{'':<20}" + "".join(f"{side:>14}" for side in SIDES))
    sides = [result[side] for side in SIDES]
    for key, value in result["ours"].items():
        if key != "device":
            digits = ".2f" if value < _FEW else ",.0f"
            cells = (f"{side[key]:>14{digits}}" if side else f"{'–':>14}" for side in sides)
            typer.echo(f"{key:<20}{''.join(cells)}")
    for side, name in zip(sides, SIDES, strict=True):
        typer.echo(f"{name}: {side['device'] if side else 'not installed'}")
    for name, ratio in result["ratios"].items():
        if ratio is not None:
            typer.echo(f"ours {name.replace('_', ' ')}: {ratio:.1f}×")


@app.command()
def to_quality(
    corpus: Annotated[
        str, typer.Option(help="Labelled corpora to learn from, joined by +.")
    ] = "overviews+synopses",
    on: Annotated[
        str, typer.Option(help="The one of them whose validation films are read.")
    ] = "overviews",
    lessons: Annotated[
        str, typer.Option(help="What a teacher said, for the second training; empty for none.")
    ] = str(PLOTLINE / "assets" / "lessons"),
    vectors: Annotated[
        str | None,
        typer.Option(
            help="Where word vectors start: counted, word2vec …", show_default=_AS_SHIPPED
        ),
    ] = None,
    every: Annotated[int, typer.Option(min=1, help="Batches between two looks.")] = 50,
    most_seconds: Annotated[
        float, typer.Option(min=0, help="When to give up, for each training.")
    ] = 900.0,
    device: Annotated[
        str, typer.Option(help="auto, cpu, gpu, or mixed for a GPU in half precision.")
    ] = "auto",
    as_json: AsJson = False,
) -> None:
    """Time training until the LSTM alone has TF-IDF's micro-F1, from labels and with lessons."""
    from genre_core.benchmarks.to_quality import Asked, measure

    asked = Asked(
        names_of(corpus),
        on,
        lessons or None,
        vectors=vectors,
        every=every,
        most_seconds=most_seconds,
        device=device,
    )
    result = measure(asked)
    if as_json:
        print_json(result)
        return
    typer.echo(f"TF-IDF on {result['on']}: micro-F1 {result['tfidf_micro_f1']:.4f}")
    for name, side in result["trainings"].items():
        reached = side["reached"]
        typer.echo(
            f"{name}, {side['device']}: "
            + (f"{reached:.0f} s" if reached is not None else f"not in {most_seconds:.0f} s")
            + f" and {side['batches']} batches, {side['preparing']:.0f} s of which before the first"
        )
        for seconds, batches, figure in side["looks"]:
            typer.echo(f"{seconds:>8.0f} s{batches:>8} batches{figure:>10.4f}")


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
