"""The command ``recipes tune``, and settings as they are typed."""

import json
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from genre_core.cli.common import AsJson, note, print_json, stop_once
from genre_core.errors import ConfigError, TrainingError

if TYPE_CHECKING:
    from genre_core.training.search import Attempt

__all__ = ["settings_of", "tune"]


def tune(
    corpus: Annotated[
        str, typer.Option(help="A table of texts and labels (CSV or TSV), or corpora by name.")
    ],
    variant: Annotated[str, typer.Option(help="A variant of lstm_text.")] = "single_label",
    attempts: Annotated[int, typer.Option(min=1, max=1_000, help="Trainings to try.")] = 20,
    epochs: Annotated[int | None, typer.Option(help="Epochs of each training.")] = None,
    films: Annotated[int | None, typer.Option(help="Read so many texts of each split.")] = None,
    change: Annotated[
        list[str] | None, typer.Option("--set", help="Any other setting, as name=value.")
    ] = None,
    output: Annotated[
        Path, typer.Option(help="The folder of the search; the same one again goes on with it.")
    ] = Path("search"),
    as_json: AsJson = False,
) -> None:
    """Search settings of lstm_text for any texts: layers, units, learning rate, dropout, vocabulary.

    Poor trainings are broken off early. Stop it with Ctrl-C, and run the same command again to go on.
    """
    from genre_core.training.process import start_process

    start_process("cpu")
    from genre_core.recipes.tune import CHARTS
    from genre_core.recipes.tune import tune as search
    from genre_core.training.search import best_of

    changes = settings_of(change, corpus=corpus, max_films=films, epochs=epochs)
    with stop_once("what was tried is kept, and the same command goes on from there") as stopped:
        tried = search(variant, changes, output, attempts, say=note, cancelled=stopped)
        if stopped() and not tried:
            raise TrainingError("Stopped before anything was tried. Start it again.")
    best = best_of(tried, "minimize")
    if as_json:
        print_json({"best": vars(best), "attempts": [vars(attempt) for attempt in tried]})
        return
    typer.echo(
        f"Best of {len(tried)}: validation loss {best.score:.4f} (first: {_loss_of(tried[0])})"
    )
    typer.echo(f"Charts: {output / CHARTS}")
    best_settings = {"variant": variant, "corpus": corpus, "epochs": epochs, "films": films}
    told = [f"--{name}={value}" for name, value in best_settings.items() if value is not None]
    settings = [*(change or []), *(f"{name}={value}" for name, value in best.values.items())]
    told += [part for setting in settings for part in ("--set", setting)]
    typer.echo(f"Train it: python -m genre_core recipes run lstm_text {shlex.join(told)}")


def _loss_of(attempt: "Attempt") -> str:
    return attempt.state if attempt.score is None else f"{attempt.score:.4f}"


def settings_of(pairs: list[str] | None, **given: Any) -> dict[str, Any]:
    """``["units=64"]`` as ``{"units": 64}``, after what is ``given`` and not None.

    Raises ConfigError for what is no name=value.
    """
    settings = {name: value for name, value in given.items() if value is not None}
    for pair in pairs or []:
        name, sign, value = pair.partition("=")
        if not sign or not name:
            raise ConfigError(f"A setting is name=value; got {pair!r}. Write --set units=64.")
        try:
            settings[name] = json.loads(value)
        except ValueError:
            settings[name] = value
    return settings
