"""The command ``train``."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from genre_core.cli.common import (
    SHIPPED_BUNDLE,
    AsJson,
    note,
    note_report,
    print_json,
    stop_once,
    store_each,
)
from genre_core.errors import ConfigError
from genre_core.prediction.bundle import check_place, folder_beside
from genre_core.prediction.manifest import MANIFEST

if TYPE_CHECKING:
    from genre_core.training.config import TrainingConfig

__all__ = ["train"]


def train(
    corpus: Annotated[
        str,
        typer.Option(help="A name of the catalogue or the path of a table; join several by +."),
    ],
    output: Annotated[
        Path, typer.Option(help="The folder to write the bundle to; one that is there is replaced.")
    ],
    epochs: Annotated[int | None, typer.Option(help="Times every plot is read, at most.")] = None,
    patience: Annotated[
        int | None, typer.Option(help="Epochs without a better validation mAP before the end.")
    ] = None,
    batch_size: Annotated[
        int | None, typer.Option(help="Plots between two learning steps.")
    ] = None,
    learning_rate: Annotated[
        float | None, typer.Option(help="Size of a learning step, at its peak.")
    ] = None,
    units: Annotated[int | None, typer.Option(help="LSTM units in each direction.")] = None,
    n_layers: Annotated[int | None, typer.Option("--layers", help="LSTM layers.")] = None,
    dimensions: Annotated[int | None, typer.Option(help="Numbers in a word's vector.")] = None,
    bidirectional: Annotated[
        bool | None,
        typer.Option("--both-ways/--one-way", help="Read from both ends, or from the start."),
    ] = None,
    dropout: Annotated[float | None, typer.Option(help="Share of pooled states hidden.")] = None,
    max_words: Annotated[int | None, typer.Option(help="Words the model knows, at most.")] = None,
    min_plots: Annotated[
        int | None, typer.Option(help="Training plots a known word stands in, at least.")
    ] = None,
    vectors: Annotated[
        str | None,
        typer.Option(help="Where word vectors start: counted, word2vec, glove, shipped or random."),
    ] = None,
    lessons: Annotated[
        Path | None,
        typer.Option(
            help="A folder that `teach` wrote: learn from a teacher as well as from labels."
        ),
    ] = None,
    go_on: Annotated[
        bool,
        typer.Option(
            "--go-on",
            help="Go on after the last finished epoch of a training to this output that broke off.",
        ),
    ] = False,
    seed: Annotated[int | None, typer.Option(help="One seed, one machine: one result.")] = None,
    device: Annotated[
        str, typer.Option(help="auto, cpu, gpu, or mixed for a GPU in half precision.")
    ] = "auto",
    devices: Annotated[
        int, typer.Option(help="GPUs that share each batch, in float32; 1 for one alone.")
    ] = 1,
    as_json: AsJson = False,
) -> None:
    """Train an LSTM on labelled plots and write it as a bundle.

    Thresholds and the best epoch are chosen on the validation split; the test split is scored once, at
    the end. Ctrl-C stops after the batch at hand and keeps the best epoch so far. What is not given is
    as in the bundle that ships. What was learned is kept after each epoch beside the output: with the same
    options and --go-on a training that was killed goes on from there.
    """
    settings = {
        "epochs": epochs,
        "patience": patience,
        "batch_size": batch_size,
        "learning_rate": learning_rate,
        "units": units,
        "n_layers": n_layers,
        "dimensions": dimensions,
        "bidirectional": bidirectional,
        "dropout": dropout,
        "max_words": max_words,
        "min_plots": min_plots,
        "vectors": vectors,
        "seed": seed,
    }
    from genre_core.data.usable import check_corpora
    from genre_core.training.process import check_device, check_shares, start_process

    config = _config({name: value for name, value in settings.items() if value is not None})
    check_device(device, devices)
    check_shares(config.batch_size, devices)
    check_place(output)
    checkpoint = _checkpoint(output, go_on=go_on)
    corpora = store_each(corpus, folder_beside(output))
    for each in corpora:
        note_report(each.report, each.name)
    check_corpora(corpora)
    if (output / MANIFEST).is_file():
        ships = ", the one that ships with Plotline," if output.samefile(SHIPPED_BUNDLE) else ""
        note(f"{output} holds a bundle{ships} which the new one will replace.")

    note(f"Device: {start_process(device, devices)}")
    from genre_core.training.run import train as run

    if checkpoint.is_file() and not go_on:
        note(
            "Begins anew in place of a training that broke off, which --go-on would have taken up."
        )
        checkpoint.unlink()
    checkpoint.parent.mkdir(parents=True, exist_ok=True)
    with stop_once("press Ctrl-C again to end without a bundle") as stopped:
        manifest = run(
            corpora,
            output,
            config,
            lessons=lessons,
            devices=devices,
            cancelled=stopped,
            say=note,
            checkpoint=checkpoint,
        )
    checkpoint.unlink(missing_ok=True)
    test = manifest.metrics["test"]
    if as_json:
        print_json({"output": str(output), "metrics": manifest.metrics})
        return
    for name, scores in test.items():
        typer.echo(
            f"{name}, test: micro-F1 {scores['micro_f1']:.3f}, macro-F1 {scores['macro_f1']:.3f}, "
            f"mAP {scores['mAP']:.3f} (naming nothing: F1 0); {scores['n_plots']:,} plots"
        )
    typer.echo(f"{output} written.")


def _checkpoint(output: Path, *, go_on: bool) -> Path:
    """Where the training keeps what it has learned; ConfigError where there is nothing to go on from."""
    path = output.absolute().with_name(f"{output.absolute().name}.checkpoint.npz")
    if go_on and not path.is_file():
        raise ConfigError(
            f"--go-on takes up a training that broke off after an epoch, and there is no {path}. "
            "Leave --go-on out to begin one."
        )
    return path


def _config(settings: dict[str, Any]) -> "TrainingConfig":
    """The configuration; a ConfigError names the options of this command."""
    from genre_core.training.config import make_config

    try:
        return make_config(**settings)
    except ConfigError as error:
        raise ConfigError(re.sub(r"(?:^|(?<=; ))(\w+)(?=: )", _option, str(error))) from error


def _option(setting: re.Match[str]) -> str:
    return f"--{setting[1].removeprefix('n_').replace('_', '-')}"
