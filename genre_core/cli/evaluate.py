"""The command ``evaluate``."""

from pathlib import Path
from typing import Annotated

import typer

from genre_core.cli.common import (
    SHIPPED_BUNDLE,
    AsJson,
    BundleFolder,
    note,
    note_report,
    print_json,
)

__all__ = ["evaluate"]

_SHOWN = {
    "micro_f1": "micro-F1",
    "macro_f1": "macro-F1",
    "samples_f1": "samples-F1",
    "weighted_f1": "weighted-F1",
    "micro_precision": "micro precision",
    "micro_recall": "micro recall",
    "mAP": "mAP",
    "roc_auc": "ROC-AUC",
    "hamming_loss": "Hamming loss",
    "subset_accuracy": "subset accuracy",
    "element_accuracy": "element-wise accuracy",
    "do_nothing_accuracy": "… of naming nothing",
    "n_plots": "plots",
}


def evaluate(
    csv: Annotated[
        Path,
        typer.Option("--csv", help="A table with the columns plot and genres, or others you name."),
    ],
    bundle: BundleFolder = SHIPPED_BUNDLE,
    plot_column: Annotated[str | None, typer.Option(help="The column of the plots.")] = None,
    genres_column: Annotated[str | None, typer.Option(help="The column of the genres.")] = None,
    split: Annotated[
        str | None, typer.Option(help="Score only this split: train, validation or test.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Score a bundle on a labelled table, at the bundle's own thresholds.

    Genres that no plot of the table has are left out of the macro averages, and named.
    """
    from dataclasses import replace

    from genre_core.data.corpus import SPLITS
    from genre_core.data.read import read_corpus
    from genre_core.prediction.evaluate import evaluate as evaluate_bundle
    from genre_core.prediction.predictor import Predictor

    if split is not None and split not in SPLITS:
        raise typer.BadParameter(f"--split is one of {', '.join(SPLITS)}.")
    predictor = Predictor(bundle)
    corpus = read_corpus(csv, plot_column=plot_column, genres_column=genres_column)
    if split:
        corpus = replace(corpus, films=corpus.split(split))
    result = evaluate_bundle(predictor, corpus).to_dict()
    report = corpus.report
    result |= {
        "dropped": report.dropped,
        "notes": report.notes,
        "unmapped_genres": report.unmapped_genres,
    }
    if as_json:
        print_json(result)
        return
    for key, words in _SHOWN.items():
        value = result[key]
        shown = (
            "–" if value is None else f"{value:.3f}" if isinstance(value, float) else f"{value:,}"
        )
        typer.echo(f"{words:<24}{shown:>8}")
    if result["left_out"]:
        note(f"On no plot, so not in the macro averages: {', '.join(result['left_out'])}")
    if result["without_genres"]:
        note(f"{result['without_genres']:,} plots have no genre that the model knows: not scored.")
    note_report(report)
