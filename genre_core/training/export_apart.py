"""Export of what another backend trained: TensorFlow alone can write LSTM operators, in a process of its own.

python -m genre_core.training.export_apart MODEL.keras LSTM_CONFIG_AS_JSON MODEL.onnx
"""

import os
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

import keras

from genre_core.errors import TrainingError
from genre_core.models.config import LSTMConfig

__all__ = ["check_can_export", "export_apart", "main"]

_ROOT = Path(__file__).resolve().parents[2]


def check_can_export() -> None:
    """Raise TrainingError where TensorFlow is not installed: better before the training than after it."""
    if find_spec("tensorflow") is None:
        raise TrainingError(
            "A bundle is exported by TensorFlow, whatever computes the training, and TensorFlow is not "
            "installed. Install requirements.txt."
        )


def export_apart(model: keras.Model, config: LSTMConfig, path: Path) -> None:
    """Write ``model.onnx`` as :func:`genre_core.training.export.export_onnx` does under TensorFlow."""
    with tempfile.TemporaryDirectory() as folder:
        saved = Path(folder) / "model.keras"
        keras.Model(model.inputs, model.outputs, name=model.name).save(saved)
        arguments = [str(saved), config.model_dump_json(), str(path.absolute())]
        done = subprocess.run(  # noqa: S603 - our own module, and files we named
            [sys.executable, "-m", "genre_core.training.export_apart", *arguments],
            cwd=_ROOT,
            env={**os.environ, "KERAS_BACKEND": "tensorflow"},
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        raise TrainingError(
            f"The export by TensorFlow failed:\n{done.stderr.strip()}\n"
            "Install the versions named in requirements.txt."
        )


def main(saved: str, config: str, path: str) -> None:
    """Export in this process, on its CPU."""
    from genre_core.training.process import start_process

    start_process("cpu")
    from genre_core.training.export import export_onnx
    from genre_core.training.load import load_model

    export_onnx(load_model(Path(saved)), LSTMConfig.model_validate_json(config), Path(path))


if __name__ == "__main__":
    main(*sys.argv[1:])
