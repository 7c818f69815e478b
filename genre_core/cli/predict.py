"""The command ``predict``."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from genre_core.cli.common import SHIPPED_BUNDLE, AsJson, BundleFolder, note, print_json
from genre_core.cli.predict_catalogue import Asked, plots_bar, predict_catalogue, tell_rows
from genre_core.prediction.answer import Answer, answer
from genre_core.prediction.bulk import predict_table
from genre_core.prediction.explain import explain
from genre_core.prediction.predictor import Predictor
from genre_core.scoring.run import PLOTS_A_PART

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
        Path | None,
        typer.Option(
            help="Where to write the table of --csv with its genres, or the folder for --input."
        ),
    ] = None,
    plot_column: Annotated[
        str | None,
        typer.Option(help="The column of the table that holds the plots, if not found by name."),
    ] = None,
    catalogue: Annotated[
        str | None,
        typer.Option(
            "--input",
            help="Tables of any size, Parquet or CSV, by a pattern in quotes such as "
            "'plots/*.parquet'; needs --output, a folder.",
        ),
    ] = None,
    engine: Annotated[
        str, typer.Option(help="What reads --input: plain, this process; ray, a Ray cluster.")
    ] = "plain",
    workers: Annotated[
        int | None,
        typer.Option(min=1, help="Workers of --engine ray.", show_default="one for each processor"),
    ] = None,
    part_plots: Annotated[
        int, typer.Option(min=1, max=10_000_000, help="Plots in a part of the answer to --input.")
    ] = PLOTS_A_PART,
    bundle: BundleFolder = SHIPPED_BUNDLE,
    with_evidence: Annotated[
        bool, typer.Option("--explain", help="Tell which words speak for each genre that is named.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Name the genres of one plot (--text or --file), of a table (--csv) or of a catalogue (--input).

    A table is written with all its columns, the genres and a score a genre. A plot without a word that
    the model knows gets no scores. In a CSV, cells that a spreadsheet would run as a formula get a quote
    in front; numbers stay as they are. The answer to --input is a folder of Parquet files; the same
    command goes on where it was stopped.
    """
    if sum(source is not None for source in (text, file, csv, catalogue)) != 1:
        raise typer.BadParameter("Give exactly one of --text, --file, --csv and --input.")
    if (csv is None and catalogue is None) != (output is None):
        raise typer.BadParameter("--csv or --input, and --output go together.")
    if output and with_evidence:
        raise typer.BadParameter("--explain goes with --text or --file, for one plot.")
    if plot_column and not output:
        raise typer.BadParameter("--plot-column goes with --csv or --input.")
    if workers and engine != "ray":
        raise typer.BadParameter("--workers goes with --engine ray.")
    if catalogue and output:
        asked = Asked(catalogue, output, bundle, plot_column, engine, workers, part_plots)
        predict_catalogue(asked, as_json)
        return
    if engine != "plain" or part_plots != PLOTS_A_PART:
        raise typer.BadParameter("--engine and --part-plots go with --input.")
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
    with plots_bar() as advance:
        report = predict_table(csv, output, predictor, plot_column=plot_column, advance=advance)
    if as_json:
        print_json(vars(report) | {"output": str(output)})
        return
    typer.echo(f"{report.rows:,} plots read, {output} written.")
    tell_rows(report)


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
