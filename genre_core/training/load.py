"""The Keras model of a bundle, to train it further or to compare with."""

from pathlib import Path

import keras

from genre_core.errors import BundleError
from genre_core.models.layers import MaxMeanPooling
from genre_core.prediction.bundle import Bundle

__all__ = ["load_keras", "load_model"]


def load_keras(bundle: Bundle) -> keras.Model:
    """``model.keras`` of a verified bundle, in safe mode and not compiled; raises BundleError."""
    path = bundle.folder / "model.keras"
    if path.name not in bundle.manifest.files:
        raise BundleError(f"{bundle.folder} has no model.keras. Use a bundle that has one.")
    try:
        return load_model(path)
    except (OSError, ValueError) as error:
        raise BundleError(f"{path} cannot be loaded ({error}). Train the model again.") from error


def load_model(path: Path) -> keras.Model:
    """A ``.keras`` file that we wrote, in safe mode and not compiled; raises OSError and ValueError."""
    return keras.saving.load_model(
        path,
        custom_objects={"MaxMeanPooling": MaxMeanPooling},
        compile=False,
        safe_mode=True,
    )
