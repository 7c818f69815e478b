"""The command ``data audit``."""

from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich import box
from rich.console import Console
from rich.table import Table

from genre_core.cli.common import AsJson, print_json

if TYPE_CHECKING:
    from genre_core.data.audit.check import Check
    from genre_core.data.audit.report import Audit

__all__ = ["audit"]

_MOST_FOUND = 10


def audit(
    path: Annotated[
        Path,
        typer.Argument(help="A CSV with the columns film_id, title, year, country, genres, plot."),
    ],
    as_json: AsJson = False,
) -> None:
    """Check a table of films by the rules of the open plot corpus; exit code 1 if one fails.

    Plots are also compared, run of words by run of words, with the corpora in the data home.
    """
    from genre_core.data.audit.report import audit as audit_table

    result = audit_table(path)
    if as_json:
        print_json({"path": str(path), "passed": result.passed, **asdict(result)})
    else:
        _print(path, result)
    if not result.passed:
        raise typer.Exit(1)


def _print(path: Path, result: "Audit") -> None:
    console = Console(markup=False, highlight=False)
    table = Table("Check", "Rule", "Value", "Result", box=box.SIMPLE)
    for column in table.columns:
        column.overflow = "fold"
    table.columns[2].justify = "right"
    for check in result.checks:
        table.add_row(check.name, check.rule, _shown(check.value), check.status)
    console.print(f"{result.films:,} films in {path}", soft_wrap=True)
    console.print(table)
    for check in result.checks:
        _print_found(console, check)
    verdicts = Counter(check.status for check in result.checks)
    console.print(f"{verdicts['fail']} failed, {verdicts['not checked']} could not be checked.")


def _print_found(console: Console, check: "Check") -> None:
    if check.found:
        console.print(f"{check.name} ({check.status}):")
        for line in check.found[:_MOST_FOUND]:
            console.print(f"  {line}", soft_wrap=True)
        if (more := len(check.found) - _MOST_FOUND) > 0:
            console.print(f"  and {more:,} more, which --json lists")
    if check.counts:
        counts = ", ".join(f"{what} {number:,}" for what, number in check.counts.items())
        console.print(f"Counted for “{check.name}”: {counts}", soft_wrap=True)


def _shown(value: float | str) -> str:
    if isinstance(value, str):
        return value
    return f"{value:,}" if isinstance(value, int) else f"{value:.4g}"
