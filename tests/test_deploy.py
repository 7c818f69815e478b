"""What is deployed agrees with itself: requirements with imports, nginx with compose.yaml and the limits."""

import ast
import re
import sys
import tomllib
from pathlib import Path

from genre_core.jobs.ability import _NEEDED

ROOT = Path(__file__).resolve().parents[1]
ELSEWHERE = tuple(
    f"genre_core/{part}/"
    for part in ("models", "training", "recipes", "benchmarks", "cli", "serving")
)
# What no page calls; the commands that do need requirements.txt.
FOR_COMMANDS = {
    "genre_core/data/audit/repeats.py": {"sklearn"},
    "genre_core/evaluation/metrics.py": {"sklearn"},
    "genre_core/prediction/word_map.py": {"sklearn"},
    "genre_core/text/counted.py": {"sklearn"},
    "genre_core/text/word2vec.py": {"gensim"},
    "genre_core/scoring/on_ray.py": {"ray"},
}
WITH_PYDANTIC = {"pydantic_core", "typing_extensions"}
OURS = {"genre_core", "pages", "app"}


def text_of(path: str) -> str:
    """A file of the project."""
    return (ROOT / path).read_text(encoding="utf-8")


def pins_in(path: str) -> dict[str, str]:
    """name -> version, as one requirements file pins them itself."""
    found = re.findall(r"^([\w-]+)(?:\[[\w,-]+\])?==(\S+)", text_of(path), re.MULTILINE)
    return {name.casefold(): version for name, version in found}


def imports_of(file: Path) -> set[str]:
    """The libraries it imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return {name.split(".")[0] for name in names} - sys.stdlib_module_names - OURS


def test_the_image_for_serving_has_what_pages_import():
    """A page without a library of its own shows a fault, and only when that part of it is opened."""
    served = set(pins_in("requirements-web.txt")) | WITH_PYDANTIC
    missing = {}
    for file in [ROOT / "app.py", *ROOT.glob("pages/**/*.py"), *ROOT.glob("genre_core/**/*.py")]:
        path = file.relative_to(ROOT).as_posix()
        if path.startswith(ELSEWHERE):
            continue
        if lacking := imports_of(file) - served - FOR_COMMANDS.get(path, set()):
            missing[path] = lacking
    assert {} == missing


def test_what_training_needs_is_not_in_the_image_for_serving():
    """It is what requirements.txt pins beside."""
    pinned = pins_in("requirements.txt")
    assert {name.replace("sklearn", "scikit-learn") for name in _NEEDED} == set(pinned)


def test_a_library_has_one_version_in_all_requirements():
    """Two files that are installed together must not disagree."""
    versions: dict[str, set[str]] = {}
    for file in ROOT.glob("requirements*.txt"):
        for name, version in pins_in(file.name).items():
            versions.setdefault(name, set()).add(version)
    assert {} == {name: found for name, found in versions.items() if len(found) > 1}


def test_nginx_lets_through_what_the_app_takes():
    """The largest upload, and a megabyte for the form around it."""
    most = tomllib.loads(text_of(".streamlit/config.toml"))["server"]["maxUploadSize"]
    assert [str(most + 1)] == re.findall(
        r"client_max_body_size (\d+)m;", text_of("deploy/nginx.conf")
    )


def test_nginx_knows_each_copy_of_compose():
    """By its address, in the order of the names that cookies have for them."""
    copies = re.findall(r"ipv4_address: (\S+)", text_of("compose.yaml"))
    nginx = text_of("deploy/nginx.conf")
    assert len(copies) == 2
    for number, address in enumerate(copies, start=1):
        first = re.search(rf"upstream copy_{number} {{\s+server ([\d.]+):8501", nginx)
        assert first
        assert address == first[1]
        assert f"~{re.escape(address)}:8501$ {number};" in nginx


def test_what_the_images_copy_is_there_and_let_in():
    """``.dockerignore`` leaves out everything it does not name."""
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", text_of("Dockerfile"), re.MULTILINE)
    let_in = re.findall(r"^!(.+)$", text_of(".dockerignore"), re.MULTILINE)
    names = {name for line in copied for name in line.split()}
    assert names
    for name in names:
        assert (ROOT / name).exists(), name
        assert any(Path(name).match(pattern) for pattern in let_in), name
