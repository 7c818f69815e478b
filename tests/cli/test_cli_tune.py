"""``recipes tune`` as a person types it: any table of texts and labels, stopped and gone on with."""

import os
import re
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from genre_core.recipes.tune import CHARTS, STORAGE
from tests.cli.running import ROOT, fail, run
from tests.jobs.conftest import wait_for

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(400),
]  # seconds: TensorFlow twice, on a busy machine

WORDS = {"spam": "win money prize click", "ham": "lunch meeting train home"}


@pytest.fixture
def messages(tmp_path: Path) -> Path:
    """80 messages of four words, each of one of two kinds."""
    rows = [
        f"{kind},{' '.join(words.split()[(n + at) % 4] for at in range(3))} number{n}"
        for n in range(40)
        for kind, words in WORDS.items()
    ]
    path = tmp_path / "my messages.csv"
    path.write_text("\n".join(["kind,message", *rows]))
    return path


def test_search_stop_and_go_on(messages: Path, tmp_path: Path) -> None:
    """Ctrl-C keeps what was tried; the same command tries more, and prints what trains the best."""
    folder = tmp_path / "search"
    asked = ("--corpus", messages, "--epochs", 1, "--output", folder)
    out, told = stopped_by_ctrl_c(*asked, "--attempts", 50, when=folder / CHARTS)
    assert "1: n_layers 1, units 64, learning_rate 0.001, dropout 0.3, max_words 10000" in told
    assert "the same command goes on from there" in told
    assert "Traceback" not in told
    assert (folder / STORAGE).is_file()
    page = (folder / CHARTS).read_text(encoding="utf-8")
    assert "validation loss" in page
    assert "<script src=" not in page  # it opens without a network
    n_tried = len(re.findall(r"^\d+: .* after 1 epochs", told, re.MULTILINE))
    assert f"Best of {n_tried}: validation loss 0." in out

    again = run("recipes", "tune", *asked, "--attempts", 1, "--json").json()
    assert n_tried + 1 == len(again["attempts"])
    numbers = [attempt["number"] for attempt in again["attempts"]]
    assert list(range(1, n_tried + 1)) == numbers[:-1]
    assert n_tried < numbers[-1]
    assert again["best"]["score"] == min(a["score"] or 9 for a in again["attempts"])

    command = shlex.split(out.partition("python -m genre_core ")[2].splitlines()[0])
    assert "--epochs=1" in command
    ran = run(*command, "--output", tmp_path / "runs", "--json").json()
    assert 1 == len(ran["results"])
    assert 1 == ran["results"][0]["epochs"]

    messages.write_text(messages.read_text().replace("prize", "gift"))
    assert "Begin a new search" in fail("recipes", "tune", *asked, "--attempts", 1)


def stopped_by_ctrl_c(*asked: object, when: Path) -> tuple[str, str]:
    """What ``recipes tune`` wrote to stdout and stderr, asked to stop once there was ``when``."""
    command = [sys.executable, "-m", "genre_core", "recipes", "tune", *map(str, asked)]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=os.environ,
        stdout=pipe,
        stderr=pipe,
        text=True,
        start_new_session=True,
    ) as search:
        wait_for(when.exists, 120)
        search.send_signal(signal.SIGINT)
        out, told = search.communicate(timeout=60)
    assert 0 == search.returncode, told
    return out, told


def test_wrong_use(messages: Path, tmp_path: Path) -> None:
    """What is wrong with a table or a setting is said before anything is tried or written."""
    folder = tmp_path / "search"
    for arguments, rule in (
        (("--corpus", tmp_path / "none.csv"), "none.csv"),
        (("--corpus", messages, "--set", "colour=red"), "colour"),
        (("--corpus", messages, "--set", "label_column=sort"), "there is no 'sort'"),
        (("--corpus", messages, "--variant", "best"), "has the variants"),
    ):
        assert rule in fail("recipes", "tune", *arguments, "--output", folder)
    assert not folder.exists()
    folder.write_text("in its place")
    assert "search" in fail("recipes", "tune", "--corpus", messages, "--output", folder)
