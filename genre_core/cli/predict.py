"""The command ``predict``."""

import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from genre_core.cli.common import SHIPPED_BUNDLE, AsJson, BundleFolder, note, print_json
from genre_core.prediction.answer import Answer, answer
from genre_core.prediction.bulk import predict_table
from genre_core.prediction.explain import explain
from genre_core.prediction.predictor import Predictor

__all__ = ["predict"]

_STRONGEST_WORDS = 8


def predict(
    text: Annotated[str | None, typer.Option(help="The plot itself.")] = None,
    file: Annotated[
        Path | None, typer.Option(help="A text file that holds one plot; - reads what is piped in.")
    ] = None,
    csv: Annotated[
        Path | None, typer.Option("--csv", help="A CSV or TSV with a plot a row; needs --output.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option(help="Where to write the table of --csv with its genres.")
    ] = None,
    plot_column: Annotated[
        str | None,
        typer.Option(help="The column of --csv that holds the plots, if not found by name."),
    ] = None,
    bundle: BundleFolder = SHIPPED_BUNDLE,
    with_evidence: Annotated[
        bool, typer.Option("--explain", help="Tell which words speak for each genre that is named.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Name the genres of one plot (--text or --file), or of every plot of a table (--csv).

    The table is written with all its columns, the genres and a score a genre. A plot without a word that
    the model knows gets no scores. Cells that a spreadsheet would run as a formula get a quote in front;
    numbers stay as they are.
    """
    if sum(source is not None for source in (text, file, csv)) != 1:
        raise typer.BadParameter("Give exactly one of --text, --file and --csv.")
    if (csv is None) != (output is None):
        raise typer.BadParameter("--csv and --output go together.")
    if csv and with_evidence:
        raise typer.BadParameter("--explain goes with --text or --file, for one plot.")
    if plot_column and not csv:
        raise typer.BadParameter("--plot-column goes with --csv.")
    predictor = Predictor(bundle)
    if csv and output:
        _predict_table(csv, output, predictor, plot_column, as_json)
        return
    plot = _read(file) if file else text or ""
    result = answer(predictor, plot)
    evidence = _evidence(predictor, plot, result) if with_evidence else None
    if as_json:
        print_json(result.to_dict() | ({"evidence": evidence} if evidence is not None else {}))
        return
    _print_answer(result, evidence)


def _predict_table(
    csv: Path, output: Path, predictor: Predictor, plot_column: str | None, as_json: bool
) -> None:
    with _progress() as advance:
        report = predict_table(csv, output, predictor, plot_column=plot_column, advance=advance)
    if as_json:
        print_json(vars(report) | {"output": str(output)})
        return
    typer.echo(f"{report.rows:,} plots read, {output} written.")
    if nothing := report.without_genres - report.without_words:
        typer.echo(f"No genre reached its threshold for {nothing:,} of them.")
    if report.without_words:
        typer.echo(
            f"No scores for {report.without_words:,} of them: not a word that the model knows."
        )
    for reason, count in {**report.dropped, **report.notes}.items():
        note(f"{count:,} × {reason}")


@contextmanager
def _progress() -> Generator[Any]:
    from tqdm import tqdm

    with tqdm(unit="plot", desc="reading", disable=None) as bar:

        def advance(done: int, of: int) -> None:
            bar.total = of
            bar.update(done - bar.n)

        yield advance


def _read(file: Path) -> str:
    from genre_core.data.tally import Tally
    from genre_core.data.text_file import read_text_file, text_file_of
    from genre_core.limits import MAX_FILE_BYTES

    if file == Path("-"):
        piped = sys.stdin.buffer.read(MAX_FILE_BYTES + 1)  # one more tells that there is more
        return "".join(text_file_of(piped, Path("what is piped in"), Tally()).lines)
    return "".join(read_text_file(file, Tally()).lines)


def _evidence(predictor: Predictor, plot: str, result: Answer) -> dict[str, list[dict[str, Any]]]:
    """Words by genre, for the genres named, or for the one with the highest score if none is."""
    if not result.has_known_words:
        return {}
    genres = result.genres or (max(result.scores, key=result.scores.__getitem__),)
    return {genre: [vars(word) for word in explain(predictor, plot, genre)] for genre in genres}


def _print_answer(result: Answer, evidence: dict[str, list[dict[str, Any]]] | None) -> None:
    if result.genres:
        typer.echo(" · ".join(result.genres))
    else:
        typer.echo(
            "No genre reached its threshold."
            if result.has_known_words
            else "No genre: there is no word that the model knows."
        )
    scores = result.scores if result.has_known_words else {}
    for genre, value in sorted(scores.items(), key=lambda item: -item[1]):
        mark = "●" if genre in result.genres else " "
        bar = "█" * round(20 * value)
        typer.echo(
            f"  {mark} {genre:<16} {value:.2f}  {bar:<20}  threshold {result.thresholds[genre]:.2f}"
        )
    for genre, words in (evidence or {}).items():
        if not words:
            continue
        strongest = sorted(words, key=lambda word: -abs(word["change"]))[:_STRONGEST_WORDS]
        shown = ", ".join(f"{word['word']} {word['change']:+.2f}" for word in strongest)
        typer.echo(f"Left out, these words would change {genre} most: {shown}")
    for warning in result.warnings:
        note(f"Note: {warning.message}")
