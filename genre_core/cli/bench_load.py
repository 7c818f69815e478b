"""The command ``bench load``."""

from typing import Annotated, Any, Literal

import typer

from genre_core.cli.common import SHIPPED_BUNDLE, AsJson, BundleFolder, note, print_json

__all__ = ["load"]

_COLUMNS = {
    "viewers": "viewers",
    "training": "training",
    "predictions": "predictions",
    "predict": "a prediction, ms",
    "switch": "a page switch, ms",
    "open": "the first page, ms",
    "burst": "all at one moment, ms",
    "memory": "memory before, peak, after, MB",
    "errors": "errors",
}


def load(
    bundle: BundleFolder = SHIPPED_BUNDLE,
    viewers: Annotated[
        list[int],
        typer.Option(min=1, max=500, help="Sessions at once; give it again for another number."),
    ] = [1, 10, 30],  # noqa: B006 - Typer reads it and changes nothing
    training: Annotated[
        Literal["both", "with", "without"], typer.Option(help="Whether a run trains beside them.")
    ] = "both",
    predictions: Annotated[int, typer.Option(min=1, max=1_000, help="Of each viewer.")] = 10,
    least_pause: Annotated[
        float, typer.Option(min=0, max=600, help="Seconds to think between two steps, at least.")
    ] = 2.0,
    most_pause: Annotated[float, typer.Option(min=0, max=600, help="And at most.")] = 8.0,
    bursts: Annotated[
        int, typer.Option(min=0, max=100, help="Times that all press the button at one moment.")
    ] = 3,
    leak: Annotated[
        bool, typer.Option("--leak", help="Look for memory that does not come back instead.")
    ] = False,
    sessions: Annotated[int, typer.Option(min=1, max=100_000, help="With --leak.")] = 300,
    leak_predictions: Annotated[
        int, typer.Option(min=1, max=1_000_000, help="With --leak, of all sessions.")
    ] = 2_000,
    seed: Annotated[int, typer.Option(min=0, help="Of texts, pauses and ways.")] = 0,
    as_json: AsJson = False,
) -> None:
    """Open the app for many viewers at once: times, memory and errors. Any error is exit code 1.

    Each viewer opens a session, sees all five pages, writes plots and presses the button, with pauses
    between two steps; answers are compared with what the model says. Viewers run on this machine, too.
    """
    if least_pause > most_pause:
        raise typer.BadParameter("--least-pause must not be more than --most-pause.")
    if leak:
        _leak(bundle, sessions, leak_predictions, seed, as_json=as_json)
        return
    from genre_core.benchmarks.load import Load, measure
    from genre_core.benchmarks.visits import Pause

    asked = Load(predictions, bursts, Pause(least_pause, most_pause), seed)
    beside = {"both": (False, True), "with": (True,), "without": (False,)}[training]
    rows: list[dict[str, Any]] = []
    if not as_json:
        _head(asked.pause.least, asked.pause.most)
    for is_beside in beside:
        for row in measure(bundle, viewers, asked, training=is_beside):
            rows.append(row)
            if not as_json:
                typer.echo(_line(row))
    if as_json:
        pause = {"least_seconds": least_pause, "most_seconds": most_pause}
        print_json({"pause": pause, "rows": rows})
    _fail_with([error for row in rows for error in row["first_errors"]])


def _leak(bundle: Any, sessions: int, predictions: int, seed: int, *, as_json: bool) -> None:
    from genre_core.benchmarks.leak import MOST_GROWTH, measure_leak

    figures = measure_leak(bundle, sessions, predictions, seed)
    if as_json:
        print_json(figures)
    else:
        looks = ", ".join(f"{look:,.0f}" for look in figures["memory_while_mb"])
        typer.echo(
            f"{sessions:,} sessions, {predictions:,} predictions: {figures['memory_begin_mb']:,.0f} MB "
            f"before, {looks} while, {figures['memory_end_mb']:,.0f} MB after "
            f"({figures['growth']:+.1%}); {figures['errors']} errors"
        )
    errors = list(figures["first_errors"])
    if figures["growth"] > MOST_GROWTH:
        errors.append(f"Memory may grow by {MOST_GROWTH:.0%}, and grew by {figures['growth']:.1%}.")
    _fail_with(errors)


def _head(least: float, most: float) -> None:
    typer.echo(
        f"Pauses of {least:g} to {most:g} s between two steps. Times until the page is drawn, median "
        "and 95th percentile; memory of the server's own process.\n"
    )
    typer.echo(f"| {' | '.join(_COLUMNS.values())} |")
    typer.echo("|" + " --- |" * len(_COLUMNS))


def _line(row: dict[str, Any]) -> str:
    times = {kind: _times(row, kind) for kind in ("predict", "switch", "open", "burst")}
    memory = ", ".join(f"{row[f'memory_{when}_mb']:,.0f}" for when in ("before", "peak", "after"))
    cells = {**row, **times, "memory": memory, "training": "yes" if row["training"] else "no"}
    return f"| {' | '.join(str(cells[column]) for column in _COLUMNS)} |"


def _times(row: dict[str, Any], kind: str) -> str:
    values = [row[f"{kind}_p{percent}_ms"] for percent in (50, 95)]
    return "–" if None in values else ", ".join(f"{value:,.0f}" for value in values)


def _fail_with(errors: list[str]) -> None:
    for error in errors:
        note(f"Error: {error}")
    if errors:
        raise typer.Exit(1)
