"""What a training has learned up to the end of an epoch, in one file: one that breaks off goes on from it.

Everything that changes from batch to batch is in it (weights, the optimizer's state, averaged weights,
chance, the best epoch so far), so that a training that broke off and went on gives what one gives that
did not.
"""

import hashlib
import json
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import keras
import numpy as np
import numpy.typing as npt

from genre_core.errors import ConfigError, TrainingError
from genre_core.files import whole
from genre_core.training.batches import LengthBucketedBatches
from genre_core.training.callbacks import EpochRecord, Validate
from genre_core.training.prepare import Prepared

__all__ = ["Checkpoint", "Keep", "Learner", "TakeUp", "fingerprint_of", "read_checkpoint"]

Arrays = list[npt.NDArray[Any]]


@dataclass(frozen=True)
class Checkpoint:
    """The state of a training at the end of an epoch."""

    history: list[EpochRecord]
    waited: int
    """Epochs in a row that were no better than the best."""
    best: tuple[int, float]
    """The best epoch, from 0, and its validation mAP."""
    order: int
    """The number of the order in which the next epoch reads the plots."""
    weights: Arrays
    optimizer: Arrays
    best_weights: Arrays

    @property
    def epochs_read(self) -> int:
        """Epochs that had ended."""
        return len(self.history)


@dataclass(frozen=True)
class Learner:
    """Everything that changes while a model learns; the model is compiled and its optimizer built."""

    model: keras.Model
    batches: LengthBucketedBatches
    validate: Validate
    stopping: keras.callbacks.EarlyStopping
    averages: keras.callbacks.SwapEMAWeights | None

    def put_back(self, saved: Checkpoint) -> None:
        """Make it what it was; to be called when ``fit`` has begun."""
        if self.averages:
            self.averages.on_epoch_end(-1)  # it was kept while the averages were in the model
        _assign(self.model.variables, saved.weights)
        _assign(self.model.optimizer.variables, saved.optimizer)
        self.validate.history[:] = saved.history
        self.stopping.wait = saved.waited
        self.stopping.best_epoch, self.stopping.best = saved.best
        self.stopping.best_weights = saved.best_weights
        self.batches.go_to(saved.order)

    def kept(self) -> Checkpoint:
        """What it is now, at the end of an epoch."""
        return Checkpoint(
            history=self.validate.history,
            waited=self.stopping.wait,
            best=(self.stopping.best_epoch, float(self.stopping.best)),
            order=self.batches.epoch,
            weights=_values(self.model.variables),
            optimizer=_values(self.model.optimizer.variables),
            best_weights=self.stopping.best_weights,
        )


class TakeUp(keras.callbacks.Callback):
    """Puts back what was kept. It stands after the callbacks whose state that is."""

    def __init__(self, learner: Learner, saved: Checkpoint):
        super().__init__()
        self.learner = learner
        self.saved = saved

    def on_train_begin(self, logs: Any = None) -> None:  # noqa: ARG002
        """Put it back."""
        self.learner.put_back(self.saved)


class Keep(keras.callbacks.Callback):
    """Keeps what was learned after each epoch that was read to its end. It stands last.

    Where it cannot be written, what was kept before stays, and the training goes on.
    """

    def __init__(self, learner: Learner, path: Path, about: dict[str, Any]):
        super().__init__()
        self.learner = learner
        self.path = path
        self.about = about
        self.last_batch = -1

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:  # noqa: ARG002
        """See how far it came."""
        self.last_batch = batch

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:  # noqa: ARG002
        """Write it."""
        if self.last_batch + 1 < len(self.learner.batches):
            return  # somebody asked to stop
        try:
            _write(self.path, self.learner.kept(), self.about)
        except OSError as error:
            reason = error.strerror or error
            print(f"What was learned in epoch {epoch + 1} was not kept: {reason}.", file=sys.stderr)


def fingerprint_of(prepared: Prepared, targets: npt.NDArray[Any]) -> str:
    """Letters that tell these films and ``targets (n_plots, n_genres)`` from others."""
    digest = hashlib.sha256("\n".join([*prepared.vocabulary.words, *prepared.genres]).encode())
    for split in prepared.splits.values():
        digest.update("\n".join(map(str, split.film_ids)).encode("utf-8", "surrogatepass"))
    digest.update(np.ascontiguousarray(targets).tobytes())
    return digest.hexdigest()[:16]


def read_checkpoint(path: Path, about: dict[str, Any]) -> Checkpoint | None:
    """What was kept in the file; None where it is not there.

    Raises ConfigError when it was kept of a training with other settings or films than ``about`` tells,
    and TrainingError when it cannot be read.
    """
    try:
        with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
            facts = json.loads(file["facts"].tobytes())
            _check_same(facts["about"], about)
            arrays = {
                name: [file[f"{name} {place}"] for place in range(facts["counts"][name])]
                for name in ("weights", "optimizer", "best_weights")
            }
        best = int(facts["best"][0]), float(facts["best"][1])
        return Checkpoint(
            facts["history"], int(facts["waited"]), best, int(facts["order"]), **arrays
        )
    except FileNotFoundError:
        return None
    except (OSError, EOFError, ValueError, KeyError, TypeError, zipfile.BadZipFile) as error:
        raise TrainingError(
            f"What the training had learned is kept in {path.name}, which cannot be read "
            f"({type(error).__name__}). Start it from the beginning."
        ) from error


def _write(path: Path, state: Checkpoint, about: dict[str, Any]) -> None:
    groups = {
        "weights": state.weights,
        "optimizer": state.optimizer,
        "best_weights": state.best_weights,
    }
    facts = {
        "about": about,
        "history": state.history,
        "waited": state.waited,
        "best": state.best,
        "order": state.order,
        "counts": {name: len(arrays) for name, arrays in groups.items()},
    }
    arrays = {
        f"{name} {n}": array for name, group in groups.items() for n, array in enumerate(group)
    }
    with whole(path) as new, new.open("wb") as file:
        np.savez(file, facts=np.frombuffer(json.dumps(facts).encode(), np.uint8), **arrays)


def _check_same(before: dict[str, Any], now: dict[str, Any]) -> None:
    changed = [name for name in now if now[name] != before.get(name)]
    if changed:
        were = ", ".join(f"{name} (was {before.get(name)!r:.60})" for name in changed)
        raise ConfigError(
            "A training goes on with the settings and the films it began with, and others were given: "
            f"{were}. Give the same, or start it from the beginning."
        )


def _values(variables: list[Any]) -> Arrays:
    return [keras.ops.convert_to_numpy(variable) for variable in variables]


def _assign(variables: list[Any], values: Arrays) -> None:
    if [tuple(v.shape) for v in variables] != [value.shape for value in values]:
        raise TrainingError(
            "What the training had learned does not fit the model of these settings: another version of "
            "Plotline or Keras kept it. Start it from the beginning."
        )
    for variable, value in zip(variables, values, strict=True):
        variable.assign(value)
