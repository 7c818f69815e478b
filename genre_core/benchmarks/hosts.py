"""Can several machines teach one model? Two processes here stand for two machines, and are asked."""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from genre_core.benchmarks.processes import free_ports

__all__ = ["measure"]

_HOSTS = 2
_PLOTS, _WORDS, _BATCH_PLOTS, _EPOCHS, _MAX_TOKENS = 512, 500, 32, 2, 60
_MOST_SECONDS = 600
_SHOWN = 300

Answer = dict[str, Any]


def measure() -> dict[str, Answer]:
    """What became of two processes that share each batch, by TensorFlow and by JAX.

    ``works`` is whether both came to the end; ``said`` is the error where they did not; where they did,
    ``largest_difference`` is that between their weights and those that one process learned from the same
    batches, and ``seconds`` is what it took, start and all.
    """
    with tempfile.TemporaryDirectory(prefix="plotline-hosts-") as name:
        folder = Path(name)
        answers = {"MultiWorkerMirroredStrategy": _together(folder, "tensorflow", _tf_config)}
        if find_spec("jax"):
            answers["keras.distribution on JAX"] = _together(folder, "jax", _jax_settings)
    return answers


def _tf_config(host: int, ports: Sequence[int]) -> dict[str, str]:
    """As TensorFlow's guide to multi-worker training has it."""
    workers = [f"127.0.0.1:{port}" for port in ports]
    task = {"cluster": {"worker": workers}, "task": {"type": "worker", "index": host}}
    return {"TF_CONFIG": json.dumps(task)}


def _jax_settings(host: int, ports: Sequence[int]) -> dict[str, str]:
    """As ``keras.distribution.initialize`` has it; the first host coordinates."""
    return {
        "JAX_PLATFORMS": "cpu",
        "KERAS_DISTRIBUTION_JOB_ADDRESSES": f"127.0.0.1:{ports[0]}",
        "KERAS_DISTRIBUTION_NUM_PROCESSES": str(_HOSTS),
        "KERAS_DISTRIBUTION_PROCESS_ID": str(host),
    }


def _together(folder: Path, backend: str, settings: Any) -> Answer:
    ports = free_ports(_HOSTS)
    started = time.perf_counter()
    environments = [settings(host, ports) for host in range(_HOSTS)]
    error = _run(folder, backend, environments)
    seconds = time.perf_counter() - started
    if error := error or _run(folder, backend, [{}]):
        return {"works": False, "said": _error_in(error)}
    alone = folder / f"{backend}-alone.npz"
    differences = [
        _largest_difference(folder / f"{backend}-{host}.npz", alone) for host in range(_HOSTS)
    ]
    return {"works": True, "seconds": seconds, "largest_difference": max(differences)}


def _run(folder: Path, backend: str, environments: Sequence[dict[str, str]]) -> str:
    """Run a process for each at once, until all are done or one fails; what that one said, or nothing."""
    until = time.monotonic() + _MOST_SECONDS
    with ExitStack() as stack:
        running: list[tuple[subprocess.Popen[bytes], Any]] = []
        for host, settings in enumerate(environments):
            name = str(host) if settings else "alone"
            command = [sys.executable, "-m", __name__, str(folder / f"{backend}-{name}.npz"), name]
            environment = {**os.environ, **settings, "KERAS_BACKEND": backend}
            environment["CUDA_VISIBLE_DEVICES"] = ""
            said = stack.enter_context(tempfile.TemporaryFile())
            process = subprocess.Popen(command, stdout=said, stderr=said, env=environment)  # noqa: S603
            stack.callback(process.wait)
            stack.callback(process.kill)  # before that: one that waits for a host that is gone
            running.append((process, said))
        while any(process.poll() is None for process, _ in running):
            if time.monotonic() > until:
                return f"Error: not done after {_MOST_SECONDS} seconds"
            if any(process.returncode for process, _ in running):
                break
            time.sleep(0.2)
        return next((_text_of(said) for process, said in running if process.returncode), "")


def _text_of(said: Any) -> str:
    said.seek(0)
    return said.read().decode(errors="replace") or "Error: it ended without a word"


def _error_in(text: str) -> str:
    """The last error that is told of, without what C++ logs after it and the numbers of arrays in it."""
    errors = re.findall(r"^\w*Error: .*?(?=^[IWEF]\d{4} |\Z)", text, re.MULTILINE | re.DOTALL)
    told = re.sub(r"array\(.*?\)", "array(…)", (errors or [text])[-1], flags=re.DOTALL)
    return " ".join(told.split())[:_SHOWN]


def _largest_difference(one: Path, other: Path) -> float:
    with np.load(one) as ours, np.load(other) as theirs:
        return max(float(np.abs(ours[name] - theirs[name]).max()) for name in ours.files)


def _learn(output: Path, host: int | None) -> None:
    """Teach a small model of our kind, alone or as one of the hosts, and write its weights."""
    import keras

    scope = _scope() if host is not None else ExitStack()
    from genre_core.benchmarks.made_up import random_ids, random_labels
    from genre_core.models.config import LSTMConfig
    from genre_core.models.lstm import build_lstm
    from genre_core.training.batches import LengthBucketedBatches
    from genre_core.training.loss import WeightedCrossEntropy, genre_weights

    random = np.random.default_rng(0)
    rows, labels = random_ids(_PLOTS, _WORDS, random), random_labels(_PLOTS, random)

    class Share(LengthBucketedBatches):
        """What one host reads of each batch."""

        def __getitem__(self, index: int):
            ids, wanted = super().__getitem__(index)
            return (ids, wanted) if host is None else (ids[host::_HOSTS], wanted[host::_HOSTS])

    keras.utils.set_random_seed(0)
    config = LSTMConfig(
        dimensions=16, units=16, dropout=0, vector_dropout=0
    )  # no chance to compare
    with scope:
        model = build_lstm(config, _WORDS, labels.shape[1], seed=0)
        loss = WeightedCrossEntropy(genre_weights(labels, 0.5))
        model.compile(keras.optimizers.Adam(1e-3, clipnorm=1.0), loss)
    batches = Share(rows, labels, _BATCH_PLOTS, max_tokens=_MAX_TOKENS, devices=_HOSTS)
    model.fit(batches, epochs=_EPOCHS, shuffle=False, verbose=0)
    np.savez(output, *model.get_weights())


def _scope() -> Any:
    """In it a model is made that several hosts teach."""
    import keras

    if keras.config.backend() == "tensorflow":
        import tensorflow as tf

        return tf.distribute.MultiWorkerMirroredStrategy().scope()
    keras.distribution.initialize()
    everywhere = keras.distribution.list_devices()
    # Each host makes its own share of the batches; Keras would cut up a tf.data.Dataset alone.
    data_parallel = keras.distribution.DataParallel(devices=everywhere, auto_shard_dataset=False)
    keras.distribution.set_distribution(data_parallel)
    return ExitStack()


if __name__ == "__main__":
    _learn(Path(sys.argv[1]), None if sys.argv[2] == "alone" else int(sys.argv[2]))
