"""A process set up for training, before Keras and TensorFlow are loaded. Imports neither."""

import logging
import os
import sys
import tempfile
import warnings
from collections.abc import Generator
from contextlib import contextmanager

from genre_core.errors import ConfigError

__all__ = ["DEVICES", "check_device", "start_process"]

DEVICES = ("auto", "cpu", "gpu", "mixed")


def check_device(device: str) -> None:
    """Raise ConfigError for a word that is no device."""
    if device not in DEVICES:
        raise ConfigError(f"A device is one of {', '.join(DEVICES)}; got {device!r}. Choose one.")


def start_process(device: str = "auto") -> str:
    """Load Keras on TensorFlow quietly and choose the device; returns the device's name in words.

    The environment variable KERAS_BACKEND chooses another backend. Raises ConfigError.
    """
    check_device(device)
    os.environ.setdefault("KERAS_BACKEND", "tensorflow")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")  # start-up remarks, of use to nobody here
    # tf2onnx looks for a name that NumPy took away; it copes.
    warnings.filterwarnings("ignore", "In the future `np.object`", FutureWarning)
    for library in ("tensorflow", "absl"):  # remarks on retracing and on saving: nothing to be done
        logging.getLogger(library).setLevel(logging.ERROR)
    with _hushed():
        from genre_core.training.device import use_device

        return use_device(device)


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
