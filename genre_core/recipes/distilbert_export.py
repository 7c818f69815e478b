"""A tuned transformer as ONNX, and as a zip of model and label names."""

import tempfile
import zipfile
from pathlib import Path

import keras
import numpy as np
import onnx
from onnx import helper, numpy_helper

from genre_core.errors import TrainingError
from genre_core.prediction.manifest import read_manifest
from genre_core.training.canonical import in_canonical_order

__all__ = ["export_transformer", "zip_model"]


def export_transformer(model: keras.Model, path: Path) -> None:
    """Write ``model.onnx``: token ids ``(batch, n_tokens)``, 0 for padding → logits. TrainingError."""
    model(np.ones((2, 7), dtype=np.int32))  # a first call leaves the time axis free
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "raw.onnx"
        model.export(raw, format="onnx", verbose=False)
        exported = onnx.load(raw)
    _spell_out_erfc(exported.graph)
    exported.graph.CopyFrom(in_canonical_order(exported.graph))
    try:
        onnx.checker.check_model(exported)
    except onnx.checker.ValidationError as error:
        raise TrainingError(
            f"The exported graph must be valid ONNX, and is not ({error}). "
            "Install the versions named in requirements-transformer.txt and run it again."
        ) from error
    onnx.save(exported, path)


def zip_model(bundle: Path, path: Path) -> None:
    """Pack a bundle and ``labels.txt``, its label names line by line, into one file to hand on."""
    manifest = read_manifest(bundle)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        packed.writestr(f"{bundle.name}/labels.txt", "\n".join(manifest.genres) + "\n")
        for name in ("bundle.json", *manifest.files):
            packed.write(bundle / name, f"{bundle.name}/{name}")


def _spell_out_erfc(graph: onnx.GraphProto) -> None:
    """erfc(x) → 1 - erf(x): DistilBERT's GELU is computed by erfc, which ONNX has no operator for."""
    one = numpy_helper.from_array(np.array(1, dtype=np.float32), "one_of_erfc")
    for place, node in reversed(list(enumerate(graph.node))):
        if node.op_type == "Erfc":
            erf = f"{node.output[0]}_erf"
            node.op_type = "Erf"
            graph.node.insert(place + 1, helper.make_node("Sub", [one.name, erf], [node.output[0]]))
            node.output[0] = erf
    graph.initializer.append(one)
