"""The doctor names what keeps Plotline from being installed or started, and the way out."""

import ast
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from genre_core import doctor

DOCTOR = Path(doctor.__file__)
HUGE_BYTES = 10**18


def run_doctor(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the file on its own, as the Makefile does."""
    return subprocess.run(
        [sys.executable, str(DOCTOR), *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def taken_port():
    """A port of this machine that somebody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_fitting_python_passes_in_silence():
    """The Python of the tests runs Plotline, so the doctor has nothing to say."""
    answer = run_doctor("python")

    assert (0, "", "") == (answer.returncode, answer.stdout, answer.stderr)


@pytest.mark.parametrize("version", [(3, 6, 15), (3, 10, 13), (3, 14, 0)])
def test_a_python_outside_the_range_is_named(version, monkeypatch):
    """The message holds the range, the version met and how to name another."""
    monkeypatch.setattr(sys, "version_info", version)

    complaint = doctor.check_python()

    assert complaint.startswith("Plotline needs Python 3.11 to 3.13, and ")
    assert f" is Python {version[0]}.{version[1]}: install a fitting one" in complaint
    assert "PYTHON=/path/to/python" in complaint


def test_a_python_without_ensurepip_is_told_the_package(tmp_path):
    """Debian's Python comes without ensurepip: the message names the package that brings it."""
    (tmp_path / "ensurepip.py").write_text("raise ImportError('not here', name='ensurepip')\n")

    answer = run_doctor("python", PYTHONPATH=str(tmp_path))

    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    assert 1 == answer.returncode
    assert "its module ensurepip is missing" in answer.stderr
    assert f"sudo apt install {package}" in answer.stderr


def test_an_old_python_can_read_the_doctor():
    """The file parses as Python 3.6, or an old Python would answer with a syntax error."""
    tree = ast.parse(DOCTOR.read_text(encoding="utf-8"), feature_version=(3, 6))

    assert isinstance(tree, ast.Module)


def test_the_doctor_imports_the_standard_library_only():
    """It runs before anything is installed, so nothing that has to be installed is imported."""
    tree = ast.parse(DOCTOR.read_text(encoding="utf-8"))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {alias.name for node in imports if isinstance(node, ast.Import) for alias in node.names}
    names |= {str(node.module) for node in imports if isinstance(node, ast.ImportFrom)}

    assert "socket" in names
    assert set() == names - sys.stdlib_module_names


def test_a_roomy_disk_passes(tmp_path):
    """A disk with the bytes asked for draws no complaint."""
    assert "" == doctor.check_disk(str(tmp_path), installed=1, unpacking=1)


def test_a_small_disk_is_named(tmp_path):
    """The message holds what is needed, the folder, what it has and the way out."""
    complaint = doctor.check_disk(str(tmp_path), installed=HUGE_BYTES, unpacking=1)

    assert complaint.startswith("Plotline needs 1000000000.0 GB for its libraries")
    assert str(tmp_path) in complaint
    assert "make room" in complaint


def test_a_small_temporary_folder_is_named(tmp_path):
    """pip unpacks in the temporary folder, which may lie on a smaller disk."""
    complaint = doctor.check_disk(str(tmp_path), installed=1, unpacking=HUGE_BYTES)

    assert complaint.startswith("Installing needs 1000000000.0 GB in the temporary folder")
    assert "TMPDIR=" in complaint


def test_what_is_installed_counts_as_room(tmp_path):
    """An install that is done again or mended needs only what is not there yet."""
    library = tmp_path / ".venv" / "lib" / "library.so"
    library.parent.mkdir(parents=True)
    with library.open("wb") as file:
        file.truncate(HUGE_BYTES // 10**6)  # A sparse file: a length, and no blocks on the disk.
    needed = doctor.shutil.disk_usage(tmp_path).free + HUGE_BYTES // 10**6 // 2

    assert "" == doctor.check_disk(str(tmp_path), installed=needed, unpacking=1)
    library.unlink()
    assert "" != doctor.check_disk(str(tmp_path), installed=needed, unpacking=1)


def test_a_folder_that_is_not_there_ends_in_a_sentence(tmp_path):
    """No traceback for a folder that cannot be measured."""
    answer = run_doctor("disk", str(tmp_path / "nowhere"))

    assert 1 == answer.returncode
    assert answer.stderr.startswith("The disk could not be checked: ")
    assert 1 == len(answer.stderr.splitlines())


def test_a_taken_port_is_named_with_a_free_one(taken_port):
    """The port that the message offers instead passes the same check."""
    answer = run_doctor("port", str(taken_port))
    offered = answer.stderr.rpartition("PORT=")[2].rstrip(".\n")

    assert 1 == answer.returncode
    assert f"Port {taken_port} is taken" in answer.stderr
    assert "" == doctor.check_port(offered)


def test_a_free_port_passes(taken_port):
    """A port is free again as soon as nobody listens on it."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        free = listener.getsockname()[1]

    assert free != taken_port
    assert "" == doctor.check_port(str(free))


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http", "", "8501.0", "²"])
def test_what_is_no_port_is_refused(port):
    """A port is a number from 1 to 65535; the message shows what came instead."""
    expected = f"A port is a number from 1 to 65535, not {port!r}: try PORT=8501."

    assert expected == doctor.check_port(port)


@pytest.mark.parametrize("arguments", [(), ("weather",), ("port",), ("disk",), ("python", "3")])
def test_wrong_use_shows_the_usage(arguments):
    """A check that does not exist, or the wrong number of arguments, exits with 2."""
    answer = run_doctor(*arguments)

    assert 2 == answer.returncode
    assert answer.stderr.startswith("Usage: ")
