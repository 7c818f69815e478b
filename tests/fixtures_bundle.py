"""Bundles for tests: a real model of four genres, trained in seconds, and what can befall one."""

import fcntl
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from genre_core.prediction.manifest import MANIFEST, read_manifest

ROOT = Path(__file__).resolve().parents[1]

_TRAINING = """
import sys
from pathlib import Path
from genre_core.training.run import train
from tests.tiny import tiny_config, tiny_corpus
train([tiny_corpus()], Path(sys.argv[1]), tiny_config(), progress=False)
"""


@pytest.fixture(scope="session")
def tiny_bundle(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The folder of a bundle that knows Comedy, Horror, Romance and Western: read it only.

    It is trained in a process of its own, which keeps TensorFlow out of this one, and once for all
    processes that share the tests: who comes first trains, the others wait.
    """
    home = tmp_path_factory.getbasetemp()
    home = home if worker_id == "master" else home.parent
    folder = home / "bundles" / "tiny"
    folder.parent.mkdir(exist_ok=True)
    with (home / ".training").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # until it is closed
        if not folder.exists():  # a bundle is there whole, or not at all
            command = [sys.executable, "-c", _TRAINING, str(folder)]
            run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
            assert run.returncode == 0, run.stderr
    return folder


@pytest.fixture
def damaged_bundle(tiny_bundle: Path, tmp_path: Path) -> Path:
    """A copy of the tiny bundle whose model has one byte too many."""
    folder = shutil.copytree(tiny_bundle, tmp_path / "damaged")
    with (folder / "model.onnx").open("ab") as model:
        model.write(b"!")
    return folder


@pytest.fixture
def altered_bundle(tiny_bundle: Path, tmp_path: Path) -> Callable[..., Path]:
    """Makes a copy of the tiny bundle whose manifest says otherwise: ``thresholds=(1, 1, 1, 1)``."""

    def alter(**changes: object) -> Path:
        folder = shutil.copytree(tiny_bundle, tmp_path / "altered")
        manifest = read_manifest(folder).model_copy(update=changes)
        (folder / MANIFEST).write_text(manifest.to_json(), encoding="utf-8")
        return folder

    return alter
