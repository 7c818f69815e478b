"""Run as a program on a machine with a GPU: the LSTM by cuDNN beside the CPU's; tells JSON.

cuDNN reads a plot backwards, behind a mask of padding at the right, as well as forwards: Keras turns each
row around within its own length (`_cudnn_lstm` of Keras 3.15, `reverse_sequence`). With ``use_cudnn=True``
Keras raises where it would take another way.
"""

import json

import numpy as np

from genre_core.models.config import LSTMConfig
from genre_core.text.vocabulary import pad
from genre_core.training.process import start_process

WORDS, GENRES = 60, 4
CONFIG = LSTMConfig(dimensions=12, units=16, n_layers=2, vector_dropout=0, dropout=0)


def main() -> None:
    """Logits and gradients on both, in float32; what ``fit`` would run; logits in mixed precision."""
    words = start_process("gpu")
    import keras
    import tensorflow as tf

    from genre_core.models.lstm import build_lstm

    chance = np.random.default_rng(0)
    rows = [chance.integers(1, WORDS, n, dtype=np.int32) for n in (1, 3, 40, 17)]
    token_ids, labels = pad(rows), np.eye(len(rows), GENRES, dtype=np.float32)

    shapes = [each.shape for each in build_lstm(CONFIG, WORDS, GENRES).weights]
    # Squares: the linear reader divides by the root of a sum of some.
    weights = [chance.normal(0, 0.5, shape) ** 2 for shape in shapes]

    def built(use_cudnn: str | bool) -> keras.Model:
        model = build_lstm(CONFIG, WORDS, GENRES)
        model.set_weights(weights)
        for number in range(1, CONFIG.n_layers + 1):
            both_ways = model.get_layer(f"lstm_{number}")
            for layer in (both_ways.forward_layer, both_ways.backward_layer):
                layer.use_cudnn = use_cudnn
        return model

    def read(model: keras.Model) -> tuple[list[list[float]], list[list[float]]]:
        """Logits, and the gradient of each weight."""
        with tf.GradientTape() as tape:
            logits = model(token_ids, training=True)
            loss = tf.reduce_mean((labels - logits) ** 2)
        gradients = tape.gradient(loss, [weight.value for weight in model.trainable_weights])
        return logits.numpy().tolist(), [
            tf.convert_to_tensor(gradient).numpy().ravel().tolist() for gradient in gradients
        ]

    on_gpu = read(built(True))
    with tf.device("CPU:0"):
        on_cpu = read(built(False))
    model = built("auto")
    graph = tf.function(lambda ids: model(ids, training=True)).get_concrete_function(
        tf.TensorSpec((None, None), tf.int32)
    )
    operators = [operation.type for operation in graph.graph.get_operations()]
    keras.mixed_precision.set_global_policy("mixed_float16")
    in_half, _ = read(built(True))
    told = {
        "words": words,
        "gpu": on_gpu,
        "cpu": on_cpu,
        "half": in_half,
        "cudnn_operators": operators.count("CudnnRNNV3"),
        "memory_growth": [
            tf.config.experimental.get_memory_growth(gpu)
            for gpu in tf.config.get_visible_devices("GPU")
        ],
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
