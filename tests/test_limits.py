"""Every limit holds at its number and not one beyond, and stands in the table that the docs show."""

import gzip
import io
import json
import tomllib
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from genre_core import limits
from genre_core.data import text_file
from genre_core.data.archive import extract
from genre_core.data.cells import genre_names
from genre_core.data.download import ResumingDownloader
from genre_core.data.table import read_table
from genre_core.data.tally import Tally
from genre_core.data.text_file import TextFile, TextLines, read_text_file
from genre_core.data.upload import read_upload
from genre_core.errors import DownloadError, PlotlineError
from genre_core.genres import GENRES
from genre_core.jobs.settings import make_settings
from genre_core.prediction import bulk, bundle, stored_scores
from genre_core.prediction.bundle import SHIPPED, load_bundle
from genre_core.prediction.checks import check_text
from genre_core.prediction.manifest import MANIFEST, read_manifest
from genre_core.prediction.own_thresholds import FORMAT, read_thresholds
from genre_core.prediction.predictor import Predictor
from genre_core.prediction.sharing import check_shared
from genre_core.prediction.stored_scores import read_scores
from tests.limits_table import DOCS, LIMITS, document

ROOT = Path(__file__).resolve().parents[1]
Take = Callable[[int, Path], object]


def setting(name: str, **others: object) -> Take:
    """A run with so much of it."""
    return lambda n, _: make_settings(**others, **{name: n})


def packed(n: int, folder: Path) -> None:
    """A file that unpacks to so many bytes."""
    (folder / "x.csv").write_bytes(gzip.compress(b"a" * n))
    read_text_file(folder / "x.csv", Tally())


def lines(n: int, folder: Path) -> None:
    """A file of so many lines."""
    (folder / "x.csv").write_text("a\n" * n)
    read_text_file(folder / "x.csv", Tally())


def columns(n: int, _: Path) -> None:
    """A table of so many columns."""
    read_table(TextFile(Path("x.csv"), [",".join(map(str, range(n))) + "\n"]), Tally(), len)


def films(n: int, _: Path) -> None:
    """An uploaded table of so many bytes."""
    row = b"plot,genres\nA lamp.,Drama\n"
    read_upload(row + b" " * (n - len(row)), "x.csv")


def bytes_of_plots(n: int, _: Path) -> None:
    """A table to score, of so many bytes."""
    row = b"plot\na ghost\n"
    bulk.predict_upload(row + b" " * (n - len(row)), "x.csv", Predictor(threads=1))


def rows_of_plots(n: int, _: Path) -> None:
    """A table to score, of so many rows."""
    bulk.predict_upload(b"plot\n" + b"a ghost\n" * n, "x.csv", Predictor(threads=1))


def thresholds(n: int, _: Path) -> None:
    """A file of thresholds, of so many bytes."""
    content = {"format": FORMAT, "version": 1, "thresholds": dict.fromkeys(GENRES, 0.5)}
    read_thresholds(json.dumps(content).encode().ljust(n), GENRES)


def manifest_bytes(n: int, folder: Path) -> None:
    """A ``bundle.json`` of so many bytes."""
    (folder / MANIFEST).write_bytes((SHIPPED / MANIFEST).read_bytes().ljust(n))
    read_manifest(folder)


def scores(n: int, _: Path) -> None:
    """Scores that unpack to so many bytes."""
    content = io.BytesIO()
    none = np.zeros((0, 2))
    names = np.array([], dtype=str)
    np.savez(content, film_ids=names, corpora=names, probabilities=none, labels=none.astype(bool))
    with zipfile.ZipFile(content, "a", zipfile.ZIP_DEFLATED) as archive:
        taken = sum(member.file_size for member in archive.infolist())
        archive.writestr("more.npy", bytes(n - taken))
    read_scores(content.getvalue())


CASES: dict[str, Take] = {
    "MAX_FILE_BYTES": packed,
    "MAX_FILE_LINES": lines,
    "MAX_COLUMNS": columns,
    "MAX_UPLOAD_BYTES": films,
    "MAX_BULK_BYTES": bytes_of_plots,
    "MAX_BULK_ROWS": rows_of_plots,
    "MAX_THRESHOLD_BYTES": thresholds,
    "MAX_TEXT_CHARACTERS": lambda n, _: check_text("x" * n),
    "MAX_SHARED_CHARACTERS": lambda n, _: check_shared("x" * n),
    "MAX_PLOT_CHARACTERS": lambda n, _: make_settings(watched_plot="x" * n),
    "MAX_NAME_CHARACTERS": lambda n, _: make_settings(name="x" * n),
    "MAX_ID_CHARACTERS": lambda n, _: make_settings(goes_on_from="x" * n),
    "MAX_MANIFEST_BYTES": manifest_bytes,
    "MAX_SCORES_BYTES": scores,
    "MAX_ATTEMPTS": setting("attempts"),
    "MAX_FILMS": setting("n_films"),
    "MAX_EPOCHS": setting("epochs"),
    "MAX_WORDS": setting("max_words"),
    "MAX_UNITS": setting("units"),
    "MAX_LAYERS": setting("n_layers"),
    "MAX_DIMENSIONS": setting("dimensions", vectors="random"),
    "MAX_BATCH_SIZE": setting("batch_size"),
}
"""What takes so much of something, and raises where that is too much."""

MADE_SMALL: dict[str, tuple[ModuleType, int]] = {
    "MAX_FILE_BYTES": (text_file, 100_000),
    "MAX_FILE_LINES": (text_file, 1_000),
    "MAX_BULK_ROWS": (bulk, 600),
    "MAX_SCORES_BYTES": (stored_scores, 100_000),
}
"""Limits that would take seconds to reach stand lower while they are tried."""

ELSEWHERE = {
    "MAX_STREAMED_BYTES": "tests/test_limits.py::test_streamed",
    "MAX_STREAMED_LINES": "tests/test_limits.py::test_streamed",
    "MAX_LINES_PER_ROW": "tests/test_limits.py::test_lines_of_a_row",
    "MAX_LITERAL_CHARACTERS": "tests/test_limits.py::test_literals",
    "MAX_DOWNLOAD_BYTES": "tests/test_limits.py::test_downloads",
    "MAX_BODY_BYTES": "tests/serving/test_api.py::test_at_the_limits",
    "MAX_PLOTS": "tests/serving/test_api.py::test_at_the_limits",
    "MAX_IGNORED_BYTES": "tests/serving/test_refusals.py::test_bytes_are_counted_as_they_come",
    "MAX_BODY_SECONDS": "tests/serving/test_refusals.py::test_a_body_that_does_not_come",
    "MAX_FIELDS": "tests/serving/test_refusals.py::test_a_fault_for_all_fields",
    "MAX_PROBLEMS": "tests/serving/test_refusals.py::test_many_faults",
    "MAX_REQUESTS": "tests/serving/test_refusals.py::test_too_many_at_once",
    "MAX_STOP_SECONDS": "tests/serving/test_server.py::test_a_request_that_does_not_end",
    "MAX_MODEL_BYTES": "tests/test_limits.py::test_files_of_a_bundle",
    "MAX_RUNS": "tests/jobs/test_manager.py::test_runs_kept",
    "MAX_QUEUED": "tests/jobs/test_manager.py::test_queue",
    "MAX_SECONDS": "tests/training/test_guard.py::test_time_is_up",
}
"""Where the others are tried."""


@pytest.mark.parametrize("name", CASES)
def test_at_the_limit_and_one_beyond(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So much is taken; one more is refused in words that say how much there may be."""
    most = LIMITS[name]
    if name in MADE_SMALL:
        module, most = MADE_SMALL[name]
        monkeypatch.setattr(module, name, most)
    try:
        CASES[name](most, tmp_path)
        with pytest.raises((PlotlineError, ValueError)) as refused:
            CASES[name](most + 1, tmp_path)
    finally:
        monkeypatch.undo()
    shown = (f"{most:,}", str(most), f"{most / 2**20:.0f} MB", f"{most / 1e6:g} MB")
    assert any(words in str(refused.value) for words in shown)


def test_streamed(tmp_path: Path) -> None:
    """A table that is read from disk has limits of its own."""
    path = tmp_path / "x.csv"
    path.write_text("a\n" * 10)
    assert limits.MAX_STREAMED_BYTES == TextLines.max_bytes
    assert limits.MAX_STREAMED_LINES == TextLines.max_lines
    assert 10 == len(list(TextLines(path, Tally(), max_bytes=20, max_lines=10).lines))
    for most in ({"max_bytes": 19}, {"max_lines": 9}):
        with pytest.raises(PlotlineError, match=r"may (hold|have) "):
            list(TextLines(path, Tally(), **most).lines)


def test_lines_of_a_row() -> None:
    """A quoted row of so many lines is one row; with a line more its quote is a stray one."""
    for more, rows in ((0, 1), (1, 0)):
        plot = "a lamp\n" * (limits.MAX_LINES_PER_ROW - 1 + more)
        text = f'plot,genres\n"{plot}",Drama\n'
        table = read_table(TextFile(Path("x.csv"), text.splitlines(keepends=True)), Tally(), len)
        assert rows == len([row for row in table.rows if row[1] == "Drama"])


def test_literals() -> None:
    """A list of so many characters is read as one; a longer one is split at its commas."""
    cell = '["Drama, or not"'
    most = limits.MAX_LITERAL_CHARACTERS
    assert ["Drama, or not"] == genre_names(cell.ljust(most - 1) + "]")
    assert 2 == len(genre_names(cell.ljust(most) + "]"))


def test_downloads(tmp_path: Path) -> None:
    """A member of so many bytes is taken out, one more byte breaks it off."""
    assert limits.MAX_DOWNLOAD_BYTES == ResumingDownloader.max_bytes
    with zipfile.ZipFile(tmp_path / "archive", "w") as archive:
        archive.writestr("plots", bytes(1_000))
    extract(tmp_path / "archive", {"plots": tmp_path / "out"}, max_bytes=1_000)
    with pytest.raises(DownloadError, match="at most 999 bytes"):
        extract(tmp_path / "archive", {"plots": tmp_path / "out"}, max_bytes=999)


def test_files_of_a_bundle(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bundle whose largest file is as large as may be is taken."""
    largest = max(path.stat().st_size for path in SHIPPED.iterdir())
    monkeypatch.setattr(bundle, "MAX_MODEL_BYTES", largest)
    load_bundle(SHIPPED)
    monkeypatch.setattr(bundle, "MAX_MODEL_BYTES", largest - 1)
    with pytest.raises(PlotlineError, match=f"more than {largest - 1:,} bytes"):
        load_bundle(SHIPPED)


def test_every_limit_is_tried() -> None:
    """Here, or by a test that is there."""
    assert sorted(LIMITS) == sorted({**CASES, **ELSEWHERE})
    for place in ELSEWHERE.values():
        path, _, test = place.partition("::")
        assert f"def {test}(" in (ROOT / path).read_text(encoding="utf-8")


def test_the_table_in_the_docs_is_that_of_the_code() -> None:
    """``python -m tests.limits_table`` writes it; no limit goes without words."""
    text = DOCS.read_text(encoding="utf-8")
    assert document(text) == text
    assert "|  |" not in text


def test_streamlit_takes_uploads_as_large_as_ours() -> None:
    """And none that no page would read."""
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    largest = max(limits.MAX_BULK_BYTES, limits.MAX_UPLOAD_BYTES)
    assert config["server"]["maxUploadSize"] * 2**20 == largest
    assert config["browser"]["gatherUsageStats"] is False


def test_limits_live_in_one_place() -> None:
    """A constant that begins with MAX_ and bounds what is taken in stands nowhere else in the readers."""
    folders = ("data", "text", "prediction", "jobs", "serving")
    files = [path for name in folders for path in (ROOT / "genre_core" / name).glob("*.py")]
    assert [] == [
        path.name
        for path in files
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.startswith("MAX_")
    ]
