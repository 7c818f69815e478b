"""A whole training run: corpora in, bundle out."""

import time
import zipfile
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import keras
import numpy as np
import numpy.typing as npt
import pandas as pd

from genre_core.data.corpus import SPLITS, Corpus
from genre_core.data.stored import LabelledPlots
from genre_core.evaluation import tune_per_genre
from genre_core.prediction.bundle import check_place, folder_beside, write_bundle
from genre_core.prediction.manifest import Manifest, TextSettings
from genre_core.prediction.reader import OnnxReader
from genre_core.training.card import model_card
from genre_core.training.config import TrainingConfig
from genre_core.training.eight_bits import round_lstms
from genre_core.training.export import check_export, export_onnx
from genre_core.training.export_apart import check_can_export
from genre_core.training.finish import finished
from genre_core.training.fit import Fitted, fit
from genre_core.training.lessons import read_lessons, take_lessons
from genre_core.training.observer import Observer
from genre_core.training.prepare import Prepared, PreparedSplit, prepare
from genre_core.training.rows import Cut
from genre_core.training.scored import mistakes_by_corpus, save_scores, scores_by_corpus
from genre_core.training.vectors import starting_vectors

__all__ = ["train"]

_CHECKED_PLOTS = 200
_LIBRARIES = ("tensorflow", "keras", "tf2onnx", "onnx", "onnxruntime", "numpy", "gensim")


def train(  # noqa: PLR0913 - One argument each for what goes in, what comes out and who is told.
    corpora: Sequence[Corpus | LabelledPlots],
    output: Path,
    config: TrainingConfig,
    *,
    name: str | None = None,
    lessons: Path | None = None,
    devices: int = 1,
    progress: bool = True,
    cancelled: Callable[[], bool] = lambda: False,
    say: Callable[[str], object] = str,
    observer: Observer | None = None,
    checkpoint: Path | None = None,
) -> Manifest:
    """Train on the train split, choose on validation, score test once, write the bundle ``output``.

    ``lessons`` is a folder of what a teacher said about these very plots. Several ``devices`` share each
    batch. ``say`` is told in words what is going on, ``observer`` in figures. After each epoch what was
    learned is kept in the file ``checkpoint``; where there is one, the training goes on from it. Raises
    TrainingError, VectorsError, ConfigError for devices that are not there or another training's
    checkpoint, and BundleError for a place that a bundle may not be written to; no bundle is written then.
    """
    output = output.absolute()
    check_place(output)
    check_can_export()
    from_teacher = read_lessons(lessons) if lessons else None
    observer = observer or Observer()
    started = time.perf_counter()
    observer.on_phase("words")
    prepared = prepare(corpora, config.max_words, config.min_plots, folder_beside(output))
    taught = take_lessons(prepared, from_teacher, config.lessons_share) if from_teacher else None
    say(_what_is_read(prepared))
    if config.vectors != "random":
        say(f"Word vectors: {config.vectors}")
    observer.on_phase("vectors")
    vectors = starting_vectors(prepared, config, from_teacher)
    epochs = "1 epoch" if config.epochs == 1 else f"up to {config.epochs} epochs"
    say(f"Training for {epochs}; Ctrl-C stops and keeps the best one so far")
    observer.on_phase("training")
    fitted = fit(
        prepared,
        config,
        vectors,
        taught=taught,
        devices=devices,
        progress=progress,
        cancelled=cancelled,
        observer=observer,
        checkpoint=checkpoint,
    )
    observer.on_phase("exporting")
    say("Exporting to ONNX, choosing thresholds on validation, scoring test once")
    facts = {
        "lessons": from_teacher.fingerprint if from_teacher else None,
        "seconds": round(time.perf_counter() - started + fitted.seconds_before, 1),
    }
    return _write(output, name or output.name, corpora, prepared, config, fitted, facts)


def _what_is_read(prepared: Prepared) -> str:
    train, validation, test = (len(prepared.splits[split]) for split in SPLITS)
    return (
        f"Plots: {train:,} to learn from, {validation:,} to choose the best epoch and the thresholds by, "
        f"{test:,} to score once; {len(prepared.genres)} genres; "
        f"{len(prepared.vocabulary):,} words known"
    )


def _write(
    output: Path,
    name: str,
    corpora: Sequence[Corpus | LabelledPlots],
    prepared: Prepared,
    config: TrainingConfig,
    fitted: Fitted,
    facts: dict[str, Any],
) -> Manifest:
    model = finished(fitted, prepared, config)
    written: list[Manifest] = []

    def fill(folder: Path) -> None:
        prepared.vocabulary.write(folder / "vocabulary.txt")
        validation = prepared.splits["validation"]
        some = _of_every_length(validation, config.max_tokens)
        export_onnx(model, config.model, folder / "model.onnx")
        exact = OnnxReader((folder / "model.onnx").read_bytes()).read(some)
        difference = check_export(model, exact, some)
        rounding = round_lstms(model, folder / "model.onnx", some)
        _save_keras(model, folder / "model.keras")
        pd.DataFrame(fitted.history).to_csv(folder / "history.csv", index=False)
        reader = OnnxReader((folder / "model.onnx").read_bytes())
        probabilities = {
            split: reader.read(Cut(prepared.splits[split].rows, config.max_tokens))
            for split in ("validation", "test")
        }
        thresholds = tune_per_genre(validation.labels, probabilities["validation"])
        for split, values in probabilities.items():
            save_scores(folder / f"{split}.npz", prepared.splits[split], values)
        manifest = Manifest(
            name=name,
            genres=prepared.genres,
            thresholds=tuple(float(t) for t in thresholds),
            text=TextSettings(max_tokens=config.max_tokens),
            training={
                **config.model_dump(mode="json"),
                **facts,
                "epochs_run": len(fitted.history),
                "largest_difference_to_keras": difference,
                "largest_rounding": rounding,
            },
            data=_data(corpora, prepared),
            metrics={
                split: scores_by_corpus(prepared.splits[split], values, thresholds, prepared.genres)
                for split, values in probabilities.items()
            }
            | {
                "mistakes": mistakes_by_corpus(
                    prepared.splits["test"], probabilities["test"], thresholds, prepared.genres
                )
            },
            versions={library: version(library) for library in _libraries()},
            files={},
        )
        (folder / "MODEL_CARD.md").write_text(model_card(manifest), encoding="utf-8")
        written.append(manifest)

    write_bundle(output, fill, lambda files: written[0].model_copy(update={"files": files}))
    return written[0]


def _libraries() -> list[str]:
    """Those that had a part in it; JAX or PyTorch only where it computed the training."""
    return list(dict.fromkeys([keras.config.backend(), *_LIBRARIES]))


def _save_keras(model: keras.Model, path: Path) -> None:
    """``model.keras`` without the optimizer, packed: rounded vectors shrink to half."""
    loose = path.with_suffix(".loose.keras")
    keras.Model(model.inputs, model.outputs, name=model.name).save(loose)
    with (
        zipfile.ZipFile(loose) as source,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed,
    ):
        for member in source.infolist():
            packed.writestr(member.filename, source.read(member), zipfile.ZIP_DEFLATED)
    loose.unlink()


def _of_every_length(films: PreparedSplit, max_tokens: int) -> list[npt.NDArray[np.int32]]:
    """Plots to compare models on, spread evenly over the split."""
    places = np.unique(np.linspace(0, len(films) - 1, _CHECKED_PLOTS).astype(int))
    return [films.rows[place][:max_tokens] for place in places]


def _data(corpora: Sequence[Corpus | LabelledPlots], prepared: Prepared) -> dict[str, Any]:
    return {
        corpus.name: {split: prepared.splits[split].films.n_from(corpus.name) for split in SPLITS}
        for corpus in corpora
    }
