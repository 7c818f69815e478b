"""The arrows between the parts hold, and a start loads only what it needs."""

import os
import pkgutil
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HEAVY = {"tensorflow", "keras", "tf2onnx", "streamlit"}
LIGHT_PACKAGES = ["data", "text", "evaluation", "prediction", "jobs", "serving", "scoring", "cli"]
SOURCES = sorted(
    [ROOT / "app.py", *(ROOT / "pages").rglob("*.py"), *(ROOT / "genre_core").rglob("*.py")]
)
FORBIDDEN = re.compile(
    r"unsafe_allow_html|allow_pickle=True|safe_mode=False|\bpickle\.|import pickle|\beval\("
)


def loaded_by(*modules: str) -> set[str]:
    """The top-level modules a fresh Python holds after importing these."""
    statements = [f"import {module}" for module in ("sys", *modules)]
    statements.append("print(*{name.partition('.')[0] for name in sys.modules})")
    answer = subprocess.run(
        [sys.executable, "-c", "\n".join(statements)],
        cwd=ROOT,
        env=os.environ,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(answer.stdout.split())


def modules_of(package: str) -> list[str]:
    """The package and all modules in it, by full name."""
    root = import_module(f"genre_core.{package}")
    return [root.__name__] + [
        module.name for module in pkgutil.walk_packages(root.__path__, f"{root.__name__}.")
    ]


def test_importing_genre_core_loads_nothing_large():
    """``import genre_core`` is instant: it loads no library that takes time to load."""
    large = HEAVY | {"numpy", "pandas", "scipy", "sklearn", "onnxruntime", "gensim", "pooch"}

    assert set() == loaded_by("genre_core") & large


@pytest.mark.parametrize("package", LIGHT_PACKAGES)
def test_the_light_half_stays_light(package):
    """No module of the light half or the command line loads TensorFlow, Keras or Streamlit."""
    modules = modules_of(package)

    assert len(modules) > 1
    assert set() == loaded_by(*modules) & HEAVY


@pytest.mark.parametrize("package", ["models", "training"])
def test_training_needs_no_tensorflow_to_be_imported(package):
    """What computes is chosen when a run starts: no module there imports TensorFlow as it is loaded."""
    sources = sorted((ROOT / "genre_core" / package).glob("*.py"))
    eager = re.compile(r"^(import|from) tensorflow", re.MULTILINE)

    assert len(sources) > 1
    assert [] == [path.name for path in sources if eager.search(path.read_text("utf-8"))]


def test_the_probe_can_fail():
    """The probe sees Streamlit where it is imported, so an empty answer means something."""
    assert {"streamlit"} == loaded_by("genre_core", "streamlit") & HEAVY


def test_the_arrows_hold():
    """Every contract on which part may import which, in pyproject.toml, is kept."""
    # In a process of its own: import-linter keeps the output that it first saw, which pytest closes.
    program = "from importlinter.cli import lint_imports_command as lint; lint()"
    command = [sys.executable, "-c", program, "--no-logo", "--no-cache"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert 0 == run.returncode, run.stdout


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_source_runs_what_it_reads(path):
    """Nothing is unpickled or evaluated, and no text of a user's becomes HTML."""
    assert [] == FORBIDDEN.findall(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "line",
    ["import pickle", "np.load(path, allow_pickle=True)", "st.write(x, unsafe_allow_html=1)"],
)
def test_the_forbidden_is_recognised(line):
    """The search for what is forbidden finds it where it stands."""
    assert [] != FORBIDDEN.findall(line)
