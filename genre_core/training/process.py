"""A process set up for training, before Keras and its backend are loaded. Imports neither."""

import logging
import os
import sys
import tempfile
import warnings
from collections.abc import Generator
from contextlib import contextmanager
from importlib.util import find_spec

from genre_core.errors import ConfigError

__all__ = ["BACKENDS", "DEVICES", "backend_name", "check_device", "check_shares", "start_process"]

DEVICES = ("auto", "cpu", "gpu", "mixed")
BACKENDS = {"tensorflow": "TensorFlow", "jax": "JAX", "torch": "PyTorch"}
"""What Keras can compute with, and what it is called."""


def check_device(device: str, devices: int = 1) -> None:
    """Raise ConfigError for a word that is no device, and for what the backend or several cannot do."""
    if device not in DEVICES:
        raise ConfigError(f"A device is one of {', '.join(DEVICES)}; got {device!r}. Choose one.")
    if devices < 1:
        raise ConfigError(f"One device or more is needed; got {devices}. Take --devices 1.")
    backend = backend_name()
    if devices > 1 and backend != "tensorflow":
        raise ConfigError(
            f"Several devices need TensorFlow; got --devices {devices} with KERAS_BACKEND={backend}. "
            "Take --devices 1, or unset KERAS_BACKEND."
        )
    if devices > 1 and device == "mixed":
        # Keras 3.15 looks for an overflow of float16 on the first device alone: another's ruins all.
        raise ConfigError(
            f"Mixed precision is for one GPU; got --devices {devices}. Take --device gpu."
        )


def check_shares(batch_size: int, devices: int) -> None:
    """Raise ConfigError when the plots of a batch cannot be shared evenly among the devices."""
    less = batch_size - batch_size % devices
    if less != batch_size:
        fitting = " or ".join(str(size) for size in (less, less + devices) if size)
        raise ConfigError(
            "A batch is shared evenly among the devices; got --batch-size "
            f"{batch_size} and --devices {devices}. Take --batch-size {fitting}."
        )


def backend_name() -> str:
    """What Keras is to compute with: ``tensorflow``, or what KERAS_BACKEND names; raises ConfigError."""
    name = os.environ.get("KERAS_BACKEND") or "tensorflow"
    if name not in BACKENDS:
        raise ConfigError(
            f"KERAS_BACKEND is one of {', '.join(BACKENDS)}; got {name!r}. Choose one, or unset it."
        )
    if find_spec(name) is None:
        raise ConfigError(
            f"{BACKENDS[name]} was asked for (KERAS_BACKEND={name}) and is not installed. "
            "Install it, or unset KERAS_BACKEND."
        )
    return name


def start_process(device: str = "auto", devices: int = 1) -> str:
    """Load Keras quietly and choose the device, or several; returns their name in words.

    Keras computes with TensorFlow unless the environment variable KERAS_BACKEND names another backend.
    Raises ConfigError.
    """
    check_device(device, devices)
    os.environ["KERAS_BACKEND"] = backend_name()
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")  # start-up remarks, of use to nobody here
    # JAX takes a GPU's memory as needed, as TensorFlow is told to below, and PyTorch does by itself.
    os.environ.setdefault("XLA_PYTHON_CLIENT_PREALLOCATE", "false")
    # tf2onnx looks for a name that NumPy took away; it copes.
    warnings.filterwarnings("ignore", "In the future `np.object`", FutureWarning)
    for library in ("tensorflow", "absl"):  # remarks on retracing and on saving: nothing to be done
        logging.getLogger(library).setLevel(logging.ERROR)
    with _hushed():
        from genre_core.training.device import use_device

        return use_device(device, devices)


@contextmanager
def _hushed() -> Generator[None]:
    """Keep back what C++ writes to stderr, which no setting of TensorFlow's stops; a failure shows it."""
    sys.stderr.flush()
    with tempfile.TemporaryFile() as kept, os.fdopen(os.dup(2), "wb") as stderr:
        os.dup2(kept.fileno(), 2)
        try:
            yield
        except BaseException:
            kept.seek(0)
            stderr.write(kept.read())
            raise
        finally:
            os.dup2(stderr.fileno(), 2)
