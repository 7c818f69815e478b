"""A training that broke off and goes on gives what one gives that did not."""

from pathlib import Path

import numpy as np
import pytest

from genre_core.errors import ConfigError, TrainingError
from genre_core.prediction.bundle import load_bundle
from genre_core.training.checkpoint import read_checkpoint
from genre_core.training.fit import fit
from genre_core.training.prepare import Prepared
from genre_core.training.run import train
from tests.tiny import tiny_config, tiny_corpus

pytestmark = pytest.mark.filterwarnings(
    "ignore:In the future `np.object`:FutureWarning",  # tf2onnx looks for a name NumPy took away
    "ignore:__array__ implementation:DeprecationWarning",  # Keras copies weights the old way
)

BATCHES_AN_EPOCH = 9


def broken_off(after: int):
    """Asked after each batch, it breaks the training off as Ctrl-C pressed twice would."""
    n_batches = 0

    def asked() -> bool:
        nonlocal n_batches
        n_batches += 1
        if n_batches > after:
            raise KeyboardInterrupt
        return False

    return asked


def test_broken_off_it_gives_the_same_bundle(tiny_bundle: Path, tmp_path: Path) -> None:
    """In the middle of the eighth epoch: model and scores are the same to the bit."""
    output, checkpoint = tmp_path / "tiny", tmp_path / "kept.npz"

    def go_on(cancelled=lambda: False):
        config = tiny_config()
        return train([tiny_corpus()], output, config, progress=False, cancelled=cancelled,
                     checkpoint=checkpoint)  # fmt: skip

    with pytest.raises(KeyboardInterrupt):
        go_on(broken_off(7 * BATCHES_AN_EPOCH + 4))
    assert [checkpoint] == list(tmp_path.iterdir())
    again = go_on()
    before = load_bundle(tiny_bundle).manifest
    for name in ("model.onnx", "vocabulary.txt", "validation.npz", "test.npz"):
        assert before.files[name] == load_bundle(output).manifest.files[name]
    assert (before.metrics, before.thresholds) == (again.metrics, again.thresholds)
    assert 12 == again.training["epochs_run"]
    assert {output, checkpoint} == set(tmp_path.iterdir())


def test_what_may_go_on(prepared: Prepared, tmp_path: Path) -> None:
    """One that had ended reads nothing again; other settings or films and damaged files are refused."""
    config, path = tiny_config(epochs=30, patience=1, learning_rate=5.0), tmp_path / "kept.npz"
    first = fit(prepared, config, None, progress=False, checkpoint=path)
    second = fit(prepared, config, None, progress=False, cancelled=broken_off(0), checkpoint=path)
    assert first.history == second.history
    for mine, theirs in zip(first.model.get_weights(), second.model.get_weights(), strict=True):
        np.testing.assert_array_equal(mine, theirs)

    with pytest.raises(
        ConfigError, match=r"others were given: epochs \(was 30\), seed \(was 1\)\."
    ):
        fit(prepared, config.model_copy(update={"epochs": 2, "seed": 2}), None, progress=False,
            checkpoint=path)  # fmt: skip
    with pytest.raises(ConfigError, match=r"others were given: films"):
        read_checkpoint(path, {"films": "others"})
    whole = path.read_bytes()
    changed = bytes([whole[len(whole) // 2] ^ 1])
    half = len(whole) // 2
    for damaged in (b"", b"PK", whole[:half], whole[:half] + changed + whole[half + 1 :]):
        path.write_bytes(damaged)
        with pytest.raises(TrainingError, match=r"kept\.npz, which cannot be read"):
            read_checkpoint(path, {})
    np.savez(path, facts=np.array([{}], dtype=object))
    with pytest.raises(TrainingError, match="cannot be read"):
        read_checkpoint(path, {})
    assert read_checkpoint(tmp_path / "none.npz", {}) is None
