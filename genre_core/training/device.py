"""Where the numbers are crunched: a GPU when there is one."""

import keras

from genre_core.errors import ConfigError
from genre_core.training.process import check_device

__all__ = ["use_device"]


def use_device(device: str = "auto") -> str:
    """Choose the device of this process, before its first tensor; returns its name in words.

    ``auto`` is a GPU in mixed precision when there is one, else the CPU; ``gpu`` is float32 throughout.
    A GPU's memory is taken as needed rather than all at once. Raises ConfigError for another word, and
    when a GPU is asked for and none is found.
    """
    check_device(device)
    import tensorflow as tf

    gpus = tf.config.list_physical_devices("GPU")
    if device in ("gpu", "mixed") and not gpus:
        raise ConfigError(
            f"The device {device} needs a GPU, and TensorFlow finds none. "
            "Install requirements-gpu.txt, or take --device cpu."
        )
    if device == "cpu" or not gpus:
        tf.config.set_visible_devices([], "GPU")
        keras.mixed_precision.set_global_policy("float32")
        return "CPU"
    for gpu in gpus:
        tf.config.experimental.set_memory_growth(gpu, True)
    # Or "float32" would be TF32 on a GPU: ten bits of a number, too few to agree with the export.
    tf.config.experimental.enable_tensor_float_32_execution(False)
    mixed = device != "gpu"
    keras.mixed_precision.set_global_policy("mixed_float16" if mixed else "float32")
    name = tf.config.experimental.get_device_details(gpus[0]).get("device_name", "GPU")
    return f"{name}, mixed precision" if mixed else name
