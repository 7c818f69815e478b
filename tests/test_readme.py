"""The README tells the truth: its Python runs, its commands exist, its figures are the bundle's."""

import contextlib
import io
import json
import re
from pathlib import Path

import typer.main

from genre_core.cli.app import app
from genre_core.evaluation import expected_calibration_error
from genre_core.prediction.bundle import SHIPPED, load_bundle

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
FIGURES = {"micro-F1": "micro_f1", "macro-F1": "macro_f1", "samples-F1": "samples_f1", "mAP": "mAP"}


def test_the_python_api_in_the_readme_runs():
    """The example names Horror for a ghost story, and scores two plots for 18 genres."""
    code = re.search(r"```python\n(.*?)```", README, re.DOTALL)
    assert code
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(code.group(1), {})  # noqa: S102 - the README is ours
    assert "'Horror'" in printed.getvalue()
    assert "(2, 18)" in printed.getvalue()


def test_every_command_stands_in_the_readme():
    """A command nobody can read about is as good as none."""
    group = typer.main.get_command(app)
    commands = []
    for name, command in group.commands.items():  # type: ignore[attr-defined]
        inner = getattr(command, "commands", {})
        commands += [f"{name} {sub}" for sub in inner] if name == "bench" else [name]
    missing = [c for c in commands if f"python -m genre_core {c}" not in README]
    assert [] == missing


def test_the_figures_in_the_readme_are_those_of_the_bundle():
    """One row a figure: overviews, then synopses, to three places."""
    test = json.loads((SHIPPED / "bundle.json").read_text(encoding="utf-8"))["metrics"]["test"]
    for words, key in FIGURES.items():
        row = f"| {words} | {test['overviews'][key]:.3f} | {test['synopses'][key]:.3f} |"
        assert row in README


def test_the_calibration_in_the_readme_is_that_of_the_bundle():
    """By the scores that the bundle keeps of its test films."""
    stored = load_bundle(SHIPPED).scores("test")
    for corpus in ("overviews", "synopses"):
        own = stored.corpora == corpus
        error = expected_calibration_error(stored.labels[own], stored.probabilities[own])
        assert f"| {corpus}, test | {own.sum():,} | {error:.3f} |" in README


def test_the_model_card_ships_with_the_bundle():
    """It gives the do-nothing score beside the model's accuracy."""
    card = (SHIPPED / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert "the same, naming nothing" in card
