"""The figures of the page about each system, ``docs/reference-systems.md``: what ran, and what did not."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from genre_core.prediction.results import Judged, Result
from genre_core.recipes.contract import Recipe
from genre_core.recipes.markdown import between, interval, table
from genre_core.recipes.metrics import METRICS
from genre_core.recipes.registry import RECIPES, find_recipe

__all__ = ["ACCURACY", "COMPARED_ON", "NOT_RUN", "marker", "system_figures", "systems_page"]

COMPARED_ON = "overviews"
"""The corpus whose test films every honest system is scored on."""
ACCURACY = "<!-- accuracy beside F1: written by `recipes report` -->"
NOT_RUN = "**Not run yet**"


def marker(name: str) -> str:
    """The line after which the figures of a recipe stand."""
    return f"<!-- results of {name}: written by `recipes report` -->"


def systems_page(page: Path, rows: Sequence[Result]) -> str:
    """The page's text with all figures written anew; EvaluationError where a recipe has no place in it."""
    text = between(page.read_text(encoding="utf-8"), ACCURACY, _accuracy_beside_f1(rows), page)
    for name in RECIPES:
        text = between(text, marker(name), system_figures(name, rows), page)
    return text


def system_figures(name: str, rows: Sequence[Result]) -> str:
    """Each variant of a recipe in Markdown: its command, its figures or that it did not run, its notes."""
    kind = find_recipe(name)
    found = {row.variant: row for row in rows if row.recipe == name}
    nothing = {} if name == "do_nothing" else _judged_nothing(rows)
    parts: list[str] = []
    for variant in kind.variants:
        command = f"python -m genre_core recipes run {name} --variant {variant}"
        parts.append(f"`{variant}`, run by `{command}`:")
        row = found.get(variant)
        parts += _not_run(kind, variant) if row is None else _ran(row, nothing)
    return "\n\n".join(parts)


def _not_run(kind: type[Recipe[Any]], variant: str) -> list[str]:
    reported = kind.reported
    if kind.variants[variant].protocol == "honest" or reported is None or reported.figure is None:
        return [f"{NOT_RUN}."]
    words = METRICS[reported.metric].words
    return [f"{NOT_RUN}. They report {reported.figure:.3f} ({words}), on {reported.on}."]


def _ran(row: Result, nothing: dict[str, Judged]) -> list[str]:
    parts = [_theirs(row) if row.protocol == "authors" else _honest(row, nothing)]
    epochs = f", {row.epochs} epochs" if row.epochs else ""
    minutes = f", in {row.train_seconds / 60:.1f} minutes" if row.train_seconds else ""
    parts.append(
        f"Learned from {row.n_train:,} texts ({', '.join(row.corpora)}), {len(row.genres)} labels"
        f"{epochs}{minutes}."
    )
    return [*parts, "\n".join(f"- {note}" for note in row.notes)] if row.notes else parts


def _theirs(row: Result) -> str:
    lines: list[list[str]] = []
    own, n = row.by_authors, f"{sum(judged.n_films for judged in row.judged.values()):,}"
    if own:
        reported = "no figure" if own.reported is None else f"{own.reported:.3f}"
        lines.append([own.words, reported, f"{own.ours:.3f}", f"{own.nothing:.3f}", n])
    for name, (words, nothing) in _ALSO.items():
        if name in row.figures and not (own and name == own.metric):
            lowest = "–" if nothing is None else f"{nothing(row):.3f}"
            lines.append([words, "–", f"{row.figures[name]:.3f}", lowest, n])
    return table("metric | they report | here | naming nothing | test texts", lines)


def _honest(row: Result, nothing: dict[str, Judged]) -> str:
    lines: list[list[str]] = []
    for corpus, judged in row.judged.items():
        lines.append([f"{corpus}, {judged.n_films:,} test plots", *_figures(judged)])
        base = nothing.get(corpus)
        if base and base.films == judged.films:
            lines.append(["… naming nothing", *_figures(base)])
    return table("read | micro-F1 | macro-F1 | mAP | element-wise accuracy", lines)


def _figures(judged: Judged) -> list[str]:
    three = (judged.micro_f1, judged.macro_f1, judged.mAP)
    return [*map(interval, three), f"{judged.element_accuracy:.3f}"]


def _judged_nothing(rows: Sequence[Result]) -> dict[str, Judged]:
    return next((row.judged for row in rows if row.recipe == "do_nothing"), {})


def _accuracy_beside_f1(rows: Sequence[Result]) -> str:
    """All systems on the same films, and naming every genre, which is worked out from naming nothing."""
    nothing = _judged_nothing(rows).get(COMPARED_ON)
    honest = [row for row in rows if row.protocol == "honest" and COMPARED_ON in row.judged]
    honest.sort(
        key=lambda row: (row.recipe != "do_nothing", row.judged[COMPARED_ON].mAP.estimate or 0)
    )
    lines = [[row.title, *_three(row.judged[COMPARED_ON])] for row in honest]
    if nothing:
        share = 1 - nothing.element_accuracy  # of all answers, those that are yes
        everything = [f"{share:.3f}", f"{2 * share / (1 + share):.3f}", _three(nothing)[-1]]
        lines.insert(1, ["Naming every genre (worked out)", *everything])
    if not lines:
        return f"{NOT_RUN}."
    return table("system | element-wise accuracy | micro-F1 | mAP", lines)


def _three(judged: Judged) -> list[str]:
    found = (judged.element_accuracy, judged.micro_f1.estimate, judged.mAP.estimate)
    return ["–" if figure is None else f"{figure:.3f}" for figure in found]


def _shares(row: Result) -> npt.NDArray[np.float64]:
    """Shares of the test texts that each label has, one label a text, the largest first."""
    sizes = np.sum(row.figures["confusion"], axis=1)
    return np.sort(sizes[sizes > 0] / sizes.sum())[::-1]


def _wrong(row: Result) -> float:
    n = sum(judged.n_films for judged in row.judged.values())
    return sum(j.n_films * (1 - j.do_nothing_accuracy) for j in row.judged.values()) / n


_ALSO: dict[str, tuple[str, Callable[[Result], float] | None]] = {
    "top3_accuracy": (METRICS["top3_accuracy"].words, lambda row: float(_shares(row)[:3].sum())),
    "macro_precision": (
        "precision, the mean over labels",
        lambda row: float(_shares(row)[0] / len(_shares(row))),
    ),
    "macro_recall": ("recall, the mean over labels", lambda row: 1 / len(_shares(row))),
    "macro_f1": (
        "F1, the mean over labels",
        lambda row: float(2 * _shares(row)[0] / (1 + _shares(row)[0]) / len(_shares(row))),
    ),
    "macro_roc_auc": (METRICS["macro_roc_auc"].words, lambda _: 0.5),
    "hamming_loss": (METRICS["hamming_loss"].words, _wrong),
    "threshold_chosen_on_test": ("the threshold that these very films choose", None),
    "threshold_chosen_on_validation": ("the threshold that validation films choose", None),
    "micro_f1_at_that": ("micro-F1 at the one of validation", lambda _: 0.0),
}
"""What recipes tell beside the authors' metric: its words, and what naming nothing gets on the same texts."""
