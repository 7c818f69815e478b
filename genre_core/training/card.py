"""The model card: what a bundle is, in words and tables, written from its manifest."""

from typing import Any

import pandas as pd

from genre_core.prediction.card import (
    calibration_by_corpus,
    mistakes_by_length,
    mixups_by_corpus,
)
from genre_core.prediction.manifest import Manifest

__all__ = ["model_card"]

_FIGURES = (
    ("micro_f1", "micro-F1"),
    ("macro_f1", "macro-F1"),
    ("samples_f1", "samples-F1"),
    ("mAP", "mAP"),
    ("roc_auc", "ROC-AUC"),
    ("element_accuracy", "element-wise accuracy"),
    ("do_nothing_accuracy", "the same, naming nothing"),
    ("n_plots", "plots"),
)


_HEADINGS = {
    "micro_f1": "micro-F1",
    "macro_f1": "macro-F1",
    "named": "named in vain",
    "missed": "and missed",
    "by_chance": "by chance",
}


def model_card(manifest: Manifest) -> str:
    """``MODEL_CARD.md`` of a bundle. Mitchell et al. 2019, https://arxiv.org/abs/1810.03993."""
    test = manifest.metrics["test"]
    sections = [
        f"# Model card: {manifest.name}",
        "Written by `python -m genre_core train`; every figure is also in `bundle.json`.",
        "## What it is\n\n" + _what(manifest),
        "## What it read\n\n" + _data(manifest.data),
        "## How well it reads\n\n"
        "Thresholds were chosen on the validation split; the test split was scored once, with them. "
        "Naming no genre at all scores an F1 of 0 and the element-wise accuracy in its own row: that is "
        "why accuracy says little here.\n\n" + _scores(test),
        *[f"### {corpus}, genre by genre (test)\n\n" + _genres(test[corpus]) for corpus in test],
        "## What it gets wrong\n\n" + _wrong(manifest),
        "## What to use it for, and what not\n\n" + _USE.format(gaps=_gaps(manifest)),
    ]
    return "\n\n".join(sections) + "\n"


_USE = """\
- Meant for teaching and for suggesting genres of English film plots to a person who decides.
- It reads words, not films: it knows nothing but the text, and guesses from what training films with
  such words were called.
- Its numbers are scores between 0 and 1. On the test films they were off from the share that was right
  by {gaps} on average (expected calibration error); on other texts they may be further off.
- Labels in film databases disagree with each other; no reader of plots can be right where they do not.
- Texts that are not English, not plots, or only a few words long get an answer that means little."""


def _what(manifest: Manifest) -> str:
    lstm = manifest.training["model"]
    share = lstm["linear_share"]
    beside = (
        " A linear reader, which knows how much each word leans to each genre and nothing of its place, "
        f"has {share:.0%} of the say beside it."
        if share
        else ""
    )
    taught = (
        f" In training a small transformer was its teacher: {manifest.training['lessons_share']:.0%} of what "
        "it learned of a plot is what that teacher said of it, the rest the labels. The teacher is not "
        "in the bundle."
        if manifest.training.get("lessons")
        else ""
    )
    direction = "in both directions" if lstm["bidirectional"] else "from start to end"
    return (
        f"An LSTM ({lstm['n_layers']} layer(s) of {lstm['units']} units, reading {direction}) over word "
        f"vectors of {lstm['dimensions']} numbers, with the largest and the mean state of all words as "
        f"its summary of a plot.{beside} It names any of {len(manifest.genres)} genres: "
        f"{', '.join(manifest.genres)}. It reads the first {manifest.text.max_tokens} words. Trained "
        f"for {manifest.training['epochs_run']} epochs with seed {manifest.training['seed']}; the best "
        f"epoch by validation mAP was kept.{taught}"
    )


def _data(data: dict[str, Any]) -> str:
    rows = [[name, *(str(n) for n in films.values())] for name, films in data.items()]
    return _table(["corpus", "train", "validation", "test"], rows)


def _scores(by_corpus: dict[str, Any]) -> str:
    rows = [
        [words, *(_figure(scores[key]) for scores in by_corpus.values())] for key, words in _FIGURES
    ]
    return _table(["test split", *by_corpus], rows)


def _genres(scores: dict[str, Any]) -> str:
    columns = ("support", "threshold", "precision", "recall", "f1", "average_precision")
    rows = [
        [row["genre"], *(_figure(row[column]) for column in columns)] for row in scores["per_genre"]
    ]
    return _table(["genre", "plots", "threshold", "precision", "recall", "F1", "AP"], rows)


def _wrong(manifest: Manifest) -> str:
    return (
        "On the test films. `python -m genre_core bench errors` tells the same of any texts, and what other "
        "names of the characters do to the answer.\n\n"
        + _frame(mistakes_by_length(manifest))
        + "\n\nMacro-F1 and mAP are means over the genres that some film of the row has, so rows with few "
        "plots say little.\n\n"
        "The genres most mixed up: one was named in vain and the other missed on the same film. *By chance* "
        "is how many films that would be if each mistake fell on any film alike.\n\n"
        + _frame(mixups_by_corpus(manifest).round({"by_chance": 1}))
    )


def _gaps(manifest: Manifest) -> str:
    return " and ".join(
        f"{error:.3f} ({corpus})" for corpus, error in calibration_by_corpus(manifest).items()
    )


def _frame(table: pd.DataFrame) -> str:
    header = [_HEADINGS.get(column, column) for column in table.columns]
    rows = [[_figure(value) for value in row] for row in table.itertuples(index=False)]
    return _table(header, rows)


def _figure(value: float | str | None) -> str:
    if value is None:
        return "–"
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def _table(header: list[str], rows: list[list[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
