"""A bundle that another replaces while it is read: all of the old one or all of the new one answers."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from genre_core.errors import BundleError
from genre_core.prediction.bundle import load_bundle, write_bundle
from genre_core.prediction.predictor import Predictor
from genre_core.text.vocabulary import Vocabulary

ROOT = Path(__file__).parents[2]
PLOT = "A ghost in the haunted cellar screams at night, and the sheriff loves it."

_WRITER = """
import itertools, shutil, sys
from pathlib import Path
from genre_core.prediction.bundle import load_bundle, write_bundle
place, *bundles = map(Path, sys.argv[1:])
for source in itertools.cycle(bundles):
    kept = load_bundle(source).manifest
    def fill(new):
        for name in kept.files:
            shutil.copyfile(source / name, new / name)
    write_bundle(place, fill, lambda files: kept)
    print("written", flush=True)
"""


@pytest.fixture
def pair(tiny_bundle: Path, tmp_path: Path) -> tuple[Path, Path]:
    """The tiny bundle, and one with the same model, other words and other thresholds."""
    one = load_bundle(tiny_bundle)
    words = one.vocabulary.words

    def fill(new: Path) -> None:
        fill_from(tiny_bundle, new)
        Vocabulary((*words[:2], *reversed(words[2:]))).write(new / "vocabulary.txt")

    changes = {"thresholds": (0.9, 0.8, 0.7, 0.6)}
    write_bundle(
        tmp_path / "other",
        fill,
        lambda files: one.manifest.model_copy(update=changes | {"files": files}),
    )
    return tiny_bundle, tmp_path / "other"


def fill_from(source: Path, new: Path) -> None:
    """Copy the files of a bundle."""
    for name in load_bundle(source).manifest.files:
        shutil.copyfile(source / name, new / name)


def answer(folder: Path) -> tuple[object, ...]:
    """Thresholds, words and scores, as a viewer gets them who opens the bundle now."""
    predictor = Predictor(folder, threads=1)
    scores = np.round(predictor.predict([PLOT])[0], 5)
    return (*predictor.thresholds, predictor.bundle.vocabulary.words, *map(float, scores))


def test_old_answers_or_new_ones_and_the_writer_is_killed(
    pair: tuple[Path, Path], tmp_path: Path
) -> None:
    """Replaced over and over by a process that is killed in the middle of it, three times."""
    place = Path(shutil.copytree(pair[0], tmp_path / "served"))
    right = [answer(folder) for folder in pair]
    assert right[0] != right[1]
    seen: list[int] = []
    for _ in range(3):
        command = [sys.executable, "-W", "ignore", "-c", _WRITER, place, *pair]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as writer:
            for _ in range(4):
                assert b"written\n" == writer.stdout.readline()
                seen += [right.index(answer(place)) for _ in range(4)]
            os.kill(writer.pid, signal.SIGKILL)
        seen.append(right.index(answer(place)))
    write_bundle(
        place, lambda new: fill_from(pair[0], new), lambda _: load_bundle(pair[0]).manifest
    )
    assert ["served"] == [path.name for path in place.parent.glob("*served*")]
    assert {0, 1} == set(seen)


def test_what_is_open_says_that_it_was_replaced(pair: tuple[Path, Path], tmp_path: Path) -> None:
    """It goes on with what it holds, and reads no file of the other."""
    place = shutil.copytree(pair[0], tmp_path / "served")
    before = answer(place)
    opened = Predictor(place)
    shutil.rmtree(place)
    shutil.copytree(pair[1], place)
    np.testing.assert_allclose(before[-4:], opened.predict([PLOT])[0], atol=1e-5)
    assert 48 == len(opened.bundle.scores("test").labels)  # the same file in both
    with pytest.raises(BundleError, match=r"was replaced while it was in use\. Reload the page"):
        opened.bundle.read("vocabulary.txt")
    with pytest.raises(BundleError, match="does not list thesis"):
        opened.bundle.read("thesis.txt")
