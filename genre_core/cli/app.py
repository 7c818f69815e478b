"""The commands of ``python -m genre_core``, and what becomes of an error."""

import io
import sys

import typer

from genre_core.cli import data
from genre_core.cli.bench import app as bench
from genre_core.cli.evaluate import evaluate
from genre_core.cli.map_words import map_words
from genre_core.cli.predict import predict
from genre_core.cli.recipes import app as recipes
from genre_core.cli.serve import serve
from genre_core.cli.teach import teach
from genre_core.cli.train import train
from genre_core.errors import ColumnError, ConfigError, PlotlineError

__all__ = ["app", "main"]

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode="markdown",  # or each line of a docstring would end where it ends in the code
    help="Plotline: an LSTM names a film's genres from its plot. "
    "Predict, score, train, look after data, and measure.",
)
app.command()(predict)
app.command()(evaluate)
app.command()(serve)
app.command()(train)
app.command()(teach)
app.command()(map_words)
app.add_typer(data.app, name="data")
app.add_typer(bench, name="bench")
app.add_typer(recipes, name="recipes")


def main() -> None:
    """Run a command: exit code 0, 2 for wrong use, 1 for failure, and no traceback for a mistake."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # A terminal that lacks a sign shows "?" for it.
    try:
        app(prog_name="python -m genre_core")
    except ConfigError as error:
        print(f"Error: {error}", file=sys.stderr)
        sys.exit(2)
    except ColumnError as error:
        sys.exit(
            f"Error: {error} Options such as --plot-column name another where a command has them."
        )
    except PlotlineError as error:
        sys.exit(f"Error: {error}")
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        sys.exit(
            f"Error: {error.strerror or error}{where}. Check the path, the rights and the disk."
        )
