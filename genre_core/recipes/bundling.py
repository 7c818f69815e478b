"""A trained recipe as a bundle: exported, checked, scored, with a card."""

from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from genre_core.errors import TrainingError
from genre_core.prediction.bundle import write_bundle
from genre_core.prediction.manifest import Manifest, read_manifest
from genre_core.prediction.reader import OnnxReader
from genre_core.recipes.card import recipe_card
from genre_core.recipes.contract import Recipe, Split, Task, Trained
from genre_core.training.scored import save_scores, scores_by_corpus

__all__ = ["write_recipe_bundle"]

_CHECKED_PLOTS = 60
_LIBRARIES = (
    "tensorflow",
    "keras",
    "tf2onnx",
    "onnx",
    "onnxruntime",
    "numpy",
    "scikit-learn",
    "gensim",
)


def write_recipe_bundle(
    recipe: Recipe[Any], trained: Trained, task: Task, folder: Path, *, name: str
) -> Manifest:
    """Export, choose thresholds on validation, score test once, write; TrainingError, BundleError."""
    written: list[Manifest] = []

    def fill(new: Path) -> None:
        recipe.export(trained.model, task, new / "model.onnx")
        reader = OnnxReader((new / "model.onnx").read_bytes())
        scores = {split: reader.read(task.splits[split].rows) for split in ("validation", "test")}
        difference = _check(recipe, trained, task.splits["validation"], scores["validation"])
        thresholds = recipe.thresholds(task, scores["validation"])
        for split, probabilities in scores.items():
            save_scores(new / f"{split}.npz", task.splits[split], probabilities)
        task.encoder.vocabulary.write(new / "vocabulary.txt")
        columns = None if trained.history else ["epoch", "loss"]
        pd.DataFrame(trained.history, columns=columns).to_csv(new / "history.csv", index=False)
        manifest = Manifest(
            name=name,
            genres=task.labels,
            thresholds=tuple(float(t) for t in thresholds),
            text=task.encoder.settings,
            training={
                "recipe": recipe.name,
                "one_label": task.one_label,
                **recipe.config.model_dump(mode="json"),
                "notes": list(task.notes),
                "epochs_run": len(trained.history),
                "seconds": round(trained.seconds, 1),
                "largest_difference_to_model": difference,
            },
            data=_films_by_corpus(task),
            metrics={
                split: scores_by_corpus(task.splits[split], values, thresholds, task.labels)
                for split, values in scores.items()
            },
            versions=_versions(),
            files={},
        )
        (new / "MODEL_CARD.md").write_text(recipe_card(recipe, manifest), encoding="utf-8")
        written.append(manifest)

    write_bundle(folder, fill, lambda files: written[0].model_copy(update={"files": files}))
    return read_manifest(folder)


def _check(recipe: Recipe[Any], trained: Trained, films: Split, scores: np.ndarray) -> float:
    places = np.unique(np.linspace(0, len(films) - 1, _CHECKED_PLOTS).astype(int))
    alone = recipe.predict(trained.model, [films.rows[i] for i in places])
    difference = float(np.abs(alone - scores[places]).max())
    if not difference <= recipe.largest_difference:
        raise TrainingError(
            f"The exported model must agree with the trained one to {recipe.largest_difference}, and "
            f"differs by {difference:.2g}. Install the versions named in requirements.txt and run it again."
        )
    return difference


def _films_by_corpus(task: Task) -> dict[str, dict[str, int]]:
    names = sorted(
        {str(name) for films in task.splits.values() for name in np.unique(films.corpora)}
    )
    return {
        name: {split: int((films.corpora == name).sum()) for split, films in task.splits.items()}
        for name in names
    }


def _versions() -> dict[str, str]:
    found: dict[str, str] = {}
    for library in _LIBRARIES:
        try:
            found[library] = version(library)
        except PackageNotFoundError:  # TensorFlow is not needed by every recipe
            continue
    return found
