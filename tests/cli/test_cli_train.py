import shutil
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


def signal_at_epoch(epoch: int, number: signal.Signals, *arguments: object) -> Ran:
    """Run ``train`` and send its process a signal when that epoch is told."""
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
        if f"epoch {epoch} " in line:
            process.send_signal(number)
            break
    out, rest = process.communicate()
    return Ran(process.returncode, out, told + rest)


def test_killed_it_goes_on_and_ctrl_c_keeps_the_best_epoch(table: Path, tmp_path: Path) -> None:
    """Killed in its third epoch it goes on from the second; asked to stop, it ends after the batch at hand
    with a bundle, exit code 0 and one JSON object."""
    output, checkpoint = tmp_path / "bundle", tmp_path / "bundle.checkpoint.npz"
    settings = "--units 8 --dimensions 8 --min-plots 1 --batch-size 16 --epochs 200 --patience 200"
    arguments = "--corpus", table, "--output", output, "--device", "cpu", *settings.split()
    killed = signal_at_epoch(3, signal.SIGKILL, *arguments)
    assert -signal.SIGKILL == killed.code
    assert checkpoint.is_file()
    assert not output.exists()
    ran = signal_at_epoch(5, signal.SIGINT, *arguments, "--go-on", "--json")
    assert 0 == ran.code, ran.err
    assert not {"epoch 1 ", "epoch 2 "} & {line[:8] for line in ran.err.splitlines()}
    assert "Stopping after this batch" in ran.err
    assert "Traceback" not in ran.err
    told = ran.json()
    assert str(output) == told["output"]
    manifest = Predictor(output).bundle.manifest
    assert manifest.metrics == told["metrics"]
    assert 5 <= manifest.training["epochs_run"] < 200
    assert not checkpoint.exists()


def test_nothing_to_go_on_from(table: Path, tmp_path: Path) -> None:
    """It is said before anything is read."""
    arguments = ("train", "--corpus", table, "--output", tmp_path / "bundle", "--go-on")
    assert "--go-on takes up a training that broke off after an epoch" in fail(*arguments)
    assert [table] == list(tmp_path.iterdir())


def test_settings_out_of_range(table: Path, tmp_path: Path) -> None:
    """All of them are told, before anything is read."""
    arguments = ("train", "--corpus", table, "--output", tmp_path / "bundle")
    with pytest.raises(ConfigError, match=r"units: .*; .*: .*; .*: ") as told:
        run(*arguments, "--epochs", 0, "--units", 1, "--vectors", "fasttext")
    assert "--epochs: " in str(told.value)
    assert "--vectors: " in str(told.value)
    message = fail(*arguments, "--layers", 0, "--learning-rate", "nan")
    assert "--layers: Input should be greater than or equal to 1 (got 0)" in message
    assert "--learning-rate: Input should be a finite number (got nan)" in message
    ran = run_process(*arguments, "--epochs", 0)
    assert (2, "", 1) == (ran.code, ran.out, ran.err.count("\n"))
    assert not (tmp_path / "bundle").exists()


def test_what_cannot_go_well_is_told_at_once(table: Path, tmp_path: Path) -> None:
    """A wrong device, a full folder, too few films or genres: before TensorFlow is loaded."""
    few, alone, full = tmp_path / "few.csv", tmp_path / "alone.csv", tmp_path / "full"
    lines = table.read_text().splitlines(keepends=True)
    few.write_text("".join(lines[:3]))
    alone.write_text("plot,genres\n" + "".join(f"{n} ghosts,Horror\n" for n in range(99)))
    full.mkdir()
    (full / "thesis.txt").write_text("years of work")
    for corpus, output, device, told in (
        (table, tmp_path / "bundle", "tpu", "auto, cpu, gpu, mixed; got 'tpu'"),
        (table, full, "cpu", "holds other files"),
        (few, tmp_path / "bundle", "cpu", "Each split needs a film"),
        (alone, tmp_path / "bundle", "cpu", "have Horror alone"),
    ):
        ran = run_process(
            "train", "--corpus", corpus, "--output", output, "--device", device, PYTHONVERBOSE="1"
        )
        assert 0 < ran.code
        assert told in ran.err
        assert "import 'tensorflow" not in ran.err


def test_what_a_terminal_shows(table: Path, tiny_bundle: Path, tmp_path: Path) -> None:
    """Our own words alone; that an earlier bundle goes is among them."""
    output = shutil.copytree(tiny_bundle, tmp_path / "bundle")
    settings = "--units 4 --dimensions 4 --min-plots 1 --epochs 1 --vectors random --device cpu"
    ran = run_process("train", "--corpus", table, "--output", output, *settings.split())
    assert 0 == ran.code, ran.err
    lines = [
        line for line in ran.err.splitlines() if line.strip() and not line.startswith("training: ")
    ]
    starts = ["epoch 1 " if line.startswith("epoch") else line for line in lines]
    assert [
        f"{output} holds a bundle which the new one will replace.",
        "Device: CPU",
        "Plots: 144 to learn from, 48 to choose the best epoch and the thresholds by, 48 to score "
        "once; 4 genres; 60 words known",
        "Training for 1 epoch; Ctrl-C stops and keeps the best one so far",
        "epoch 1 ",
        "Exporting to ONNX, choosing thresholds on validation, scoring test once",
    ] == starts


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
