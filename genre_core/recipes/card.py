"""The model card of a recipe's bundle."""

import inspect
from typing import Any

from genre_core.prediction.manifest import Manifest
from genre_core.recipes.contract import Recipe

__all__ = ["recipe_card"]

_FIGURES = {
    "micro_f1": "micro-F1",
    "macro_f1": "macro-F1",
    "samples_f1": "samples-F1",
    "mAP": "mAP",
    "element_accuracy": "element-wise accuracy",
    "do_nothing_accuracy": "the same, naming nothing",
}


def recipe_card(recipe: Recipe[Any], manifest: Manifest) -> str:
    """What it is, what it read and how well it reads, in Markdown."""
    test = manifest.metrics["test"]
    settings = ", ".join(f"{k} {v}" for k, v in recipe.config.model_dump(mode="json").items())
    parts = [
        f"# Model card: {manifest.name}",
        f"Written by `python -m genre_core recipes run {recipe.name}`.",
        f"## What it is\n\n{inspect.getdoc(type(recipe))}",
        f"Settings: {settings}. It knows {len(manifest.genres)} labels: {', '.join(manifest.genres)}.",
        "## What it read\n\n" + _table(["corpus", "train", "validation", "test"], _films(manifest)),
        *[f"- {note}" for note in manifest.training["notes"]],
        "## How well it reads\n\nThresholds were chosen on the validation texts; the test texts were scored "
        "once.",
        _table(["test texts of", *_FIGURES.values()], [[c, *_row(test[c])] for c in test]),
        "## What to use it for\n\nFor comparison and teaching. It guesses from words what texts like these "
        "were called; it knows nothing else.",
    ]
    return "\n\n".join(parts) + "\n"


def _films(manifest: Manifest) -> list[list[str]]:
    return [[name, *(f"{n:,}" for n in films.values())] for name, films in manifest.data.items()]


def _row(scores: dict[str, Any]) -> list[str]:
    return ["–" if scores[key] is None else f"{scores[key]:.3f}" for key in _FIGURES]


def _table(header: list[str], rows: list[list[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
