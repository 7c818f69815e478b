"""What recipes made of Keras share: layers, fitting, export."""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import keras
import numpy as np
import numpy.typing as npt
import onnx
from keras import layers, ops
from pydantic import Field

from genre_core.errors import TrainingError
from genre_core.recipes.contract import Probabilities, RecipeConfig, Rows, Task, Trained
from genre_core.recipes.graphs import CERTAIN
from genre_core.text.vocabulary import pad
from genre_core.training.callbacks import StopOnNaN
from genre_core.training.canonical import in_canonical_order
from genre_core.training.reading import read_plots

__all__ = [
    "FitConfig",
    "OneOfMany",
    "PadTo",
    "export_keras",
    "fit_keras",
    "frozen_words",
    "predict_keras",
    "readout",
]

LOGITS = "label_logits"


class PadTo(layers.Layer):
    """Token ids ``(batch, any)`` → ``(batch, length)``: zeros at the end, what is beyond is cut.

    Models without a mask read padding too, so its length is part of the model.
    """

    def __init__(self, length: int, **kwargs: Any):
        super().__init__(**kwargs)
        self.length = length

    def call(self, token_ids):
        """Pad by the whole length, then cut."""
        return ops.pad(token_ids, [[0, 0], [0, self.length]])[:, : self.length]

    def compute_output_shape(self, input_shape):
        """``(batch, length)``."""
        return (input_shape[0], self.length)


class OneOfMany(layers.Layer):
    """Logits of a softmax → log(p / (1 - p)), so that a sigmoid gives the softmax's p."""

    def call(self, logits):
        """Clipped as in the graphs written by hand."""
        shares = ops.clip(ops.softmax(logits, axis=-1), CERTAIN, 1 - CERTAIN)
        return ops.subtract(ops.log(shares), ops.log(ops.subtract(1.0, shares)))


def frozen_words(
    token_ids: Any, length: int, vectors: npt.NDArray[np.float32], *, train: bool = False
) -> Any:
    """Token ids → their vectors ``(batch, length, dimensions)``, padding included and not masked."""
    padded = PadTo(length, name="pad_to")(token_ids)
    return layers.Embedding(
        *vectors.shape,
        embeddings_initializer=keras.initializers.Constant(vectors),
        trainable=train,
        name="word_vectors",
    )(padded)


def readout(token_ids: Any, states: Any, n_labels: int, *, one_label: bool = False) -> keras.Model:
    """A model that ends in a dense layer: logits of sigmoids, whatever it is trained with."""
    logits = layers.Dense(n_labels, name=LOGITS)(states)
    if one_label:
        logits = OneOfMany(name="one_of_many")(logits)
    return keras.Model(token_ids, logits, name="reader")


class FitConfig(RecipeConfig):
    """What fitting by Keras can be told."""

    batch_size: int = Field(default=64, ge=1, le=4_096)
    learning_rate: float = Field(default=1e-3, gt=0, le=10)


def fit_keras(
    model: keras.Model,
    task: Task,
    config: FitConfig,
    *,
    best_by: str | None = None,
    say: Callable[[str], object] = str,
    callbacks: tuple[keras.callbacks.Callback, ...] = (),
) -> Trained:
    """Fit a model of :func:`readout` with Adam and cross-entropy.

    ``best_by`` is ``val_loss`` or ``val_accuracy``: the weights of the best epoch are kept; None keeps the
    last. Accuracy is element-wise where texts have several labels. Raises TrainingError.
    """
    keras.utils.set_random_seed(config.seed)
    inner = keras.Model(model.input, model.get_layer(LOGITS).output)
    loss: Any = keras.losses.BinaryCrossentropy(from_logits=True)
    accuracy: Any = keras.metrics.BinaryAccuracy(name="accuracy", threshold=0.0)
    if task.one_label:
        loss = keras.losses.CategoricalCrossentropy(from_logits=True)
        accuracy = keras.metrics.CategoricalAccuracy(name="accuracy")
    inner.compile(keras.optimizers.Adam(config.learning_rate), loss, metrics=[accuracy])
    started = time.perf_counter()
    kept = [
        keras.callbacks.EarlyStopping(
            best_by, mode="auto" if best_by == "val_loss" else "max", patience=config.epochs,
            restore_best_weights=True,
        )
    ] if best_by else []  # fmt: skip
    told = keras.callbacks.LambdaCallback(
        on_epoch_end=lambda epoch, logs: say(
            f"epoch {epoch + 1} of {config.epochs}  "
            + "  ".join(f"{name} {value:.4f}" for name, value in (logs or {}).items())
        )
    )
    history = inner.fit(
        *_arrays(task, "train"),
        validation_data=_arrays(task, "validation"),
        epochs=config.epochs,
        batch_size=config.batch_size,
        verbose=0,
        callbacks=[StopOnNaN(), told, *kept, *callbacks],
    ).history
    records = [
        {"epoch": epoch + 1, **{name: float(values[epoch]) for name, values in history.items()}}
        for epoch in range(len(history["loss"]))
    ]
    return Trained(model, records, time.perf_counter() - started)


def predict_keras(model: keras.Model, rows: Rows) -> Probabilities:
    """Probabilities of a model of :func:`readout`."""
    return read_plots(model, rows, max_tokens=max(map(len, rows), default=1))


def export_keras(model: keras.Model, path: Path) -> None:
    """Write ``model.onnx``; its LSTMs become LSTM operators. Raises TrainingError if they do not."""
    model(np.ones((2, 7), dtype=np.int32))  # a first call leaves the time axis free
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "raw.onnx"
        model.export(raw, format="onnx", verbose=False)
        exported = onnx.load(raw)
    operators = {node.op_type for node in exported.graph.node}
    if "Loop" in operators or "LSTM" not in operators:
        raise TrainingError(
            f"The exported graph must hold LSTM operators and no loops; it holds {sorted(operators)}. "
            "Install the versions of tensorflow and tf2onnx named in requirements.txt."
        )
    exported.graph.CopyFrom(in_canonical_order(exported.graph))
    onnx.checker.check_model(exported)
    onnx.save(exported, path)


def _arrays(task: Task, split: str) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.float32]]:
    films = task.splits[split]
    return pad(films.rows), films.labels.astype(np.float32)
