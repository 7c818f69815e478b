"""A process set up for training, before Keras and TensorFlow are loaded. Imports neither."""

import os
import warnings

__all__ = ["start_process"]


def start_process(device: str = "auto") -> str:
    """Load Keras on TensorFlow quietly and choose the device; returns the device's name in words.

    The environment variable KERAS_BACKEND chooses another backend. Raises ConfigError.
    """
    os.environ.setdefault("KERAS_BACKEND", "tensorflow")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")  # start-up remarks, of use to nobody here
    # tf2onnx looks for a name that NumPy took away; it copes.
    warnings.filterwarnings("ignore", "In the future `np.object`", FutureWarning)
    from genre_core.training.device import use_device

    return use_device(device)
