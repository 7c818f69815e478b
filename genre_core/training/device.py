"""Where the numbers are crunched: a GPU when there is one, or several that share each batch."""
# PyTorch is no part of the development environment.
# pyright: reportMissingImports=false

import os
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import NamedTuple

from genre_core.errors import ConfigError
from genre_core.training.process import BACKENDS, backend_name, check_device

__all__ = ["shared_among", "use_device"]

_QUICK_IN_HALF = (7, 0)
"""The compute capability from which a GPU multiplies float16 several times faster than float32."""


class _Gpu(NamedTuple):
    name: str
    capability: tuple[int, int]


def use_device(device: str = "auto", devices: int = 1) -> str:
    """Choose the devices of this process, before its first tensor; returns their name in words.

    ``auto`` is a GPU when there is one, in mixed precision where that is quick, else the CPU; ``gpu`` is
    float32 throughout. One GPU is used however many there are, so that a run is the same on all machines
    that have one; ``devices`` asks for more, in float32. Of a GPU's memory as much is taken as is needed.
    Where KERAS_BACKEND is torch, Keras must not be loaded yet. Raises ConfigError for another word, and
    when fewer are found than are asked for.
    """
    check_device(device, devices)
    backend = backend_name()
    gpus = _FINDERS[backend](0 if device == "cpu" else devices)
    if device in ("gpu", "mixed") and not gpus:
        raise ConfigError(
            f"The device {device} needs a GPU, and {BACKENDS[backend]} finds none. "
            f"{_INSTALL[backend]}, or take --device cpu."
        )
    if devices > 1:
        _names_of(devices)
    is_mixed = device == "mixed" or (
        device == "auto" and devices == 1 and bool(gpus) and gpus[0].capability >= _QUICK_IN_HALF
    )
    import keras

    keras.mixed_precision.set_global_policy("mixed_float16" if is_mixed else "float32")
    return (
        (f"{devices} × " if devices > 1 else "")
        + (gpus[0].name if gpus else "CPU")
        + (", mixed precision" if is_mixed else "")
        + ("" if backend == "tensorflow" else f", by {BACKENDS[backend]}")
    )


def shared_among(devices: int) -> AbstractContextManager[object]:
    """In its scope a model is built and compiled that learns on several devices at once.

    Each reads its share of every batch; their gradients are added up. Raises ConfigError when there are
    fewer.
    """
    if devices == 1:
        return nullcontext()
    import tensorflow as tf

    return tf.distribute.MirroredStrategy(_names_of(devices)).scope()


def _names_of(devices: int) -> list[str]:
    import tensorflow as tf

    found = tf.config.list_logical_devices("GPU") or tf.config.list_logical_devices("CPU")
    if len(found) < devices:
        kind = "GPU" if found[0].device_type == "GPU" else "CPU"
        raise ConfigError(
            f"{devices} devices were asked for, and TensorFlow finds {len(found)} {kind}. "
            f"Take --devices {len(found)}."
        )
    return [device.name for device in found[:devices]]


def _by_tensorflow(n_wanted: int) -> list[_Gpu]:
    import tensorflow as tf

    gpus = tf.config.list_physical_devices("GPU")[:n_wanted]
    tf.config.set_visible_devices(gpus, "GPU")
    for gpu in gpus:
        tf.config.experimental.set_memory_growth(gpu, True)
    # Or "float32" would be TF32 on a GPU: ten bits of a number, too few to agree with the export.
    tf.config.experimental.enable_tensor_float_32_execution(False)
    facts = [tf.config.experimental.get_device_details(gpu) for gpu in gpus]
    return [_Gpu(f.get("device_name", "GPU"), f.get("compute_capability", (0, 0))) for f in facts]


def _by_jax(n_wanted: int) -> list[_Gpu]:
    import jax

    if not n_wanted:
        jax.config.update("jax_platforms", "cpu")
    jax.config.update("jax_default_matmul_precision", "highest")  # no TF32 here either
    gpus = [device for device in jax.devices() if device.platform == "gpu"][:n_wanted]
    return [
        _Gpu(gpu.device_kind, tuple(map(int, getattr(gpu, "compute_capability", "0.0").split("."))))
        for gpu in gpus
    ]


def _by_torch(n_wanted: int) -> list[_Gpu]:
    import torch

    n_found = min(n_wanted, torch.cuda.device_count())
    os.environ["KERAS_TORCH_DEVICE"] = (
        "cuda" if n_found else "cpu"
    )  # Keras reads it when it is loaded
    torch.backends.cudnn.allow_tf32 = False
    return [
        _Gpu(torch.cuda.get_device_name(number), torch.cuda.get_device_capability(number))
        for number in range(n_found)
    ]


_FINDERS: dict[str, Callable[[int], list[_Gpu]]] = {
    "tensorflow": _by_tensorflow,
    "jax": _by_jax,
    "torch": _by_torch,
}
"""Each finds up to so many GPUs and makes them ready; with 0 it leaves them alone."""

_INSTALL = {
    "tensorflow": "Install requirements-gpu.txt",
    "jax": "Install JAX for CUDA",
    "torch": "Install PyTorch for CUDA",
}
