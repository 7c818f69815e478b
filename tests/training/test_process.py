import json
import sys
from pathlib import Path

import pytest

from genre_core.errors import ConfigError
from genre_core.training.process import check_device, check_shares
from tests.programs import told_by
from tests.tiny import tiny_corpus


class TestWhatIsTold:
    """Before anything heavy is loaded."""

    def test_another_word(self) -> None:
        """A word that is no device is told with those that are."""
        with pytest.raises(ConfigError, match="auto, cpu, gpu, mixed; got 'tpu'"):
            check_device("tpu")

    def test_no_device(self) -> None:
        """None at all cannot train."""
        with pytest.raises(ConfigError, match="One device or more is needed; got 0"):
            check_device("auto", 0)

    def test_mixed_precision_of_several(self) -> None:
        """It is for one."""
        check_device("mixed", 1)
        with pytest.raises(ConfigError, match=r"for one GPU; got --devices 2\. Take --device gpu"):
            check_device("mixed", 2)

    @pytest.mark.parametrize(
        ("batch_size", "devices", "fitting"), [(64, 3, "63 or 66"), (2, 4, "4"), (7, 2, "6 or 8")]
    )
    def test_uneven_shares(self, batch_size: int, devices: int, fitting: str) -> None:
        """The nearest batch sizes that can be shared are told."""
        with pytest.raises(ConfigError, match=f"Take --batch-size {fitting}\\.$"):
            check_shares(batch_size, devices)
        check_shares(devices * batch_size, devices)

    def test_another_backend(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """One that cannot train, or that is not installed, is told with what can be done."""
        monkeypatch.setenv("KERAS_BACKEND", "numpy")
        with pytest.raises(ConfigError, match="one of tensorflow, jax, torch; got 'numpy'"):
            check_device("auto")
        monkeypatch.setenv("KERAS_BACKEND", "jax")
        monkeypatch.setitem(sys.modules, "jax", None)  # as if it were not there
        with pytest.raises(ConfigError, match=r"JAX was asked for .* and is not installed"):
            check_device("auto")


ASKED = (
    ("--device gpu", "The device gpu needs a GPU, and TensorFlow finds none. Install"),
    ("--device mixed", "The device mixed needs a GPU, and TensorFlow finds none. Install"),
    ("--devices 2", "2 devices were asked for, and TensorFlow finds 1 CPU. Take --devices 1."),
)


def test_what_is_not_there(tmp_path: Path) -> None:
    """Where TensorFlow finds no GPU, asking for one is a mistake that says what to do, in one line."""
    table = tmp_path / "films.csv"
    films = tiny_corpus().films
    films.assign(genres=films["genres"].map("|".join)).to_csv(table, index=False)
    train = ["train", "--corpus", str(table), "--output", str(tmp_path / "bundle")]
    commands = [[*train, *options.split()] for options, _ in ASKED]
    told = told_by("tests.training.without_gpu", json.dumps(commands), CUDA_VISIBLE_DEVICES="")
    for (options, words), (code, said) in zip(ASKED, told, strict=True):
        assert 2 == code, options
        assert words in said.splitlines()[-1]
    assert not (tmp_path / "bundle").exists()
