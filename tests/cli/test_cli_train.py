import signal
import subprocess
import sys
from pathlib import Path

import pytest

from genre_core.errors import ConfigError
from genre_core.prediction.predictor import Predictor
from tests.cli.running import ROOT, Ran, fail, run, run_process
from tests.tiny import tiny_corpus


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """The tiny corpus as anyone's CSV, with a + in its name."""
    films = tiny_corpus().films
    path = tmp_path / "tiny+films.csv"
    films.assign(genres=films["genres"].map("|".join)).to_csv(path, index=False)
    return path


def stop_after_first_epoch(*arguments: object) -> Ran:
    """Run ``train`` and press Ctrl-C when its first epoch is told."""
    process = subprocess.Popen(
        [sys.executable, "-m", "genre_core", "train", *map(str, arguments)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    assert process.stderr
    told = ""
    for line in process.stderr:
        told += line
        if "epoch 1 " in line:
            process.send_signal(signal.SIGINT)
            break
    out, rest = process.communicate()
    return Ran(process.returncode, out, told + rest)


def test_ctrl_c_keeps_the_best_epoch(table: Path, tmp_path: Path) -> None:
    """The run ends after the batch at hand with a bundle, exit code 0 and one JSON object."""
    output = tmp_path / "bundle"
    settings = "--units 8 --dimensions 8 --min-plots 1 --batch-size 16 --epochs 200 --patience 200"
    ran = stop_after_first_epoch(
        "--corpus", table, "--output", output, "--device", "cpu", "--json", *settings.split()
    )
    assert 0 == ran.code, ran.err
    assert "Stopping after this batch" in ran.err
    assert "Traceback" not in ran.err
    told = ran.json()
    assert str(output) == told["output"]
    manifest = Predictor(output).bundle.manifest
    assert manifest.metrics == told["metrics"]
    assert 1 <= manifest.training["epochs_run"] < 200


def test_settings_out_of_range(table: Path, tmp_path: Path) -> None:
    """All of them are told, before anything is read."""
    arguments = ("train", "--corpus", table, "--output", tmp_path / "bundle")
    with pytest.raises(ConfigError, match=r"units: .*; .*: .*; .*: ") as told:
        run(*arguments, "--epochs", 0, "--units", 1, "--vectors", "fasttext")
    assert "epochs: " in str(told.value)
    assert "vectors: " in str(told.value)
    ran = run_process(*arguments, "--epochs", 0)
    assert (2, "", 1) == (ran.code, ran.out, ran.err.count("\n"))
    assert not (tmp_path / "bundle").exists()


@pytest.mark.parametrize("corpus", ["no_such_corpus", "none.csv", "glove", "", "a+b"])
def test_corpus_that_is_not_there(tmp_path: Path, corpus: str) -> None:
    """A name that is no corpus is told, and nothing is written."""
    fail("train", "--corpus", corpus, "--output", tmp_path / "bundle")
    assert [] == list(tmp_path.iterdir())


def test_options_are_explained() -> None:
    """Every option has its sentence."""
    ran = run("train", "--help")
    assert 0 == ran.code
    for option in ("--corpus", "--output", "--learning-rate", "--seed", "--device", "--json"):
        assert option in ran.out
