"""Runs for tests of the page: written as a worker writes them, without one."""

from pathlib import Path
from typing import Any

from genre_core.jobs.events import append
from genre_core.jobs.runs import LOG, SETTINGS, WORKER
from genre_core.jobs.settings import make_settings

GENRES = ("Comedy", "Horror", "Romance", "Western")
METRICS = {
    "open": {"micro_f1": 0.43, "macro_f1": 0.28, "n_plots": 203, "do_nothing_accuracy": 0.85}
}
WITHOUT_READING = {"loss": 0.38, "micro_f1": 0.31, "macro_f1": 0.07, "mAP": 0.13}
PLOT = "A ghost waits in the cellar."
SET = {"n_layers": 1, "units": 32, "learning_rate": 0.003, "dropout": 0.3, "max_words": 5000}
BETTER = {"n_layers": 2, "units": 64, "learning_rate": 0.01, "dropout": 0.15, "max_words": 8000}


def write_run(home: Path, run_id: str, n_epochs: int = 2, **settings: Any) -> Path:
    """The folder of a run that has told ``n_epochs`` epochs and not yet how it ends."""
    folder = home / run_id
    folder.mkdir(parents=True)
    settings = {
        "name": "Quick lesson",
        "preset": "quick-lesson",
        "epochs": 4,
        "watched_plot": PLOT,
    } | settings
    made = make_settings(**settings)
    (folder / SETTINGS).write_text(made.model_dump_json(), encoding="utf-8")
    append(folder, "phase", phase="reading", text="Reading the films.")
    if not n_epochs:
        return folder
    append(
        folder,
        "start",
        n_films={"train": 960, "validation": 194, "test": 203},
        genres=list(GENRES),
        n_words=5000,
        device="CPU",
        batches_per_epoch=10,
        epochs=made.epochs,
        n_plots=960,
        without_reading=WITHOUT_READING,
    )
    for epoch in range(1, n_epochs + 1):
        tell_epoch(folder, epoch)
    return folder


def tell_epoch(folder: Path, epoch: int) -> None:
    """Ten batches, then the epoch's figures; each is better than the one before."""
    for batch in range(1, 11):
        step = 10 * (epoch - 1) + batch
        append(
            folder,
            "batch",
            epoch=epoch,
            batch=batch,
            step=step,
            loss=0.7 / step,
            plots_per_second=None if step == 1 else 640.0,
            eta_seconds=None if step == 1 else 65.0,
        )
    append(
        folder,
        "epoch",
        epoch=epoch,
        loss=0.5 / epoch,
        val_loss=0.6 / epoch,
        val_micro_f1=0.1 * epoch,
        val_macro_f1=0.05 * epoch,
        val_mAP=0.1 * epoch,
        learning_rate=0.003,
        seconds=2.0,
        plots_per_second=480.0,
        genre_f1=dict.fromkeys(GENRES, 0.1 * epoch),
        watched=dict.fromkeys(GENRES, 0.2 * epoch),
        best=True,
    )


def try_settings(
    folder: Path, number: int, values: dict, *scores: float | None, state: str = "", **more: bool
) -> None:
    """Tell of a training of the search as the worker does; without a state it goes on."""
    append(folder, "trying", number=number, values=values, **more)
    for epoch, score in enumerate(scores, start=1):
        append(folder, "tried", number=number, epoch=epoch, score=score)
    if state:
        best = max(filter(None, scores), default=None) if state == "done" else None
        append(folder, "attempt", number=number, values=values, scores=scores, score=best,
               state=state, seconds=1.0, **more)  # fmt: skip


def end_run(folder: Path, outcome: str, text: str, **more: Any) -> None:
    """Tell how it ended."""
    append(folder, "end", outcome=outcome, text=text, **({"best_epoch": 2, "metrics": None} | more))


def lose_run(folder: Path, log: str) -> None:
    """As if its worker had died."""
    (folder / WORKER).write_text('{"pid": 1}', encoding="utf-8")
    (folder / LOG).write_text(log, encoding="utf-8")
