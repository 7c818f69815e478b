"""``predict --input``, and what it shares with ``predict --csv``: the progress and the words at the end."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import typer

from genre_core.cli.common import note, print_json
from genre_core.prediction.bulk import TableReport
from genre_core.scoring.run import CatalogueReport, score_catalogue

__all__ = ["Asked", "plots_bar", "predict_catalogue", "tell_rows"]


@dataclass(frozen=True)
class Asked:
    """The options of ``predict --input``."""

    pattern: str
    output: Path
    bundle: Path
    plot_column: str | None
    engine: str
    workers: int | None
    plots_a_part: int


def predict_catalogue(asked: Asked, as_json: bool) -> None:
    """Score a catalogue, and tell what became of it."""
    with plots_bar() as advance:
        report = score_catalogue(**vars(asked), advance=advance)
    if as_json:
        print_json(vars(report) | {"output": str(asked.output)})
        return
    kept = f", {report.parts_kept:,} of them from before" if report.parts_kept else ""
    parts = f"{report.parts:,} part{'' if report.parts == 1 else 's'}"
    typer.echo(
        f"{report.rows:,} plots of {report.files:,} tables in {asked.output}: {parts}{kept}."
    )
    tell_rows(report)


@contextmanager
def plots_bar() -> Generator[Callable[[int, int | None], None]]:
    """A bar at the terminal: how many plots are read, of how many, and the time left."""
    from tqdm import tqdm

    with tqdm(unit="plot", desc="reading", disable=None) as bar:

        def advance(done: int, of: int | None) -> None:
            bar.total = of
            bar.update(done - bar.n)

        yield advance


def tell_rows(report: TableReport | CatalogueReport) -> None:
    """What somebody should know of the rows, beside how many there are."""
    if nothing := report.without_genres - report.without_words:
        typer.echo(f"No genre reached its threshold for {nothing:,} of them.")
    if report.without_words:
        typer.echo(
            f"No scores for {report.without_words:,} of them: not a word that the model knows."
        )
    for reason, count in {**report.dropped, **report.notes}.items():
        note(f"{count:,} × {reason}")
