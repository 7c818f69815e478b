"""Files, names and bundles made to do harm: each is refused in words, or does none."""

import io
import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from genre_core.data.archive import extract
from genre_core.data.read import read_corpus
from genre_core.errors import BundleError, ConfigError, CorpusError, DownloadError
from genre_core.jobs.downloads import bundle_zip, history_csv
from genre_core.jobs.events import EVENTS, append, read_events
from genre_core.jobs.places import RUNS_VARIABLE
from genre_core.jobs.runs import get_run, list_runs
from genre_core.jobs.settings import make_settings
from genre_core.prediction.bundle import SHIPPED
from genre_core.prediction.manifest import MANIFEST, read_manifest, seal_of
from genre_core.prediction.stored_scores import read_scores
from genre_core.strict_json import read_json
from pages.parts.dataset.learned_charts import word_map_chart
from pages.parts.words import plain
from tests.app.runs import end_run, write_run

FIRST = "20260101-000000-first"
MARKUP = '<a href="http://example.org">War</a>'


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of runs."""
    monkeypatch.setenv(RUNS_VARIABLE, str(tmp_path / "runs"))
    return tmp_path / "runs"


@pytest.mark.parametrize(
    "text",
    [
        "NaN",
        "[Infinity]",
        '{"a": -1e999}',
        r'"\ud800"',
        "[" * 100_000,
        "[" * 300 + "]" * 300,
        "9" * 5_000,
        '"a\nb"',
        "",
        "\xff",
    ],
)
def test_json_that_is_none(text: str) -> None:
    """What Python's own reader takes, or breaks at, is refused by the strict one."""
    with pytest.raises(ValueError, match=r".+"):
        read_json(text.encode("latin-1"))


def test_json_that_is_one() -> None:
    """Pairs of half characters are whole ones; numbers keep their kind."""
    assert ["👻", 1, 1.5, None] == read_json(rb'["\ud83d\udc7b", 1, 1.5, null]')


class TestTables:
    def test_a_million_columns(self, tmp_path: Path) -> None:
        """They are counted, and refused."""
        path = tmp_path / "wide.csv"
        path.write_text(",".join(map(str, range(1_000_000))) + "\n")
        with pytest.raises(CorpusError, match=r"may have 1,000 columns; .* has 1,000,000"):
            read_corpus(path)

    def test_a_cell_of_50_megabytes(self, tmp_path: Path) -> None:
        """It is one plot, and the row after it is read."""
        path = tmp_path / "long.csv"
        path.write_text(f'plot,genres\n"{"lamp " * 10_000_000}",Drama\nA sock.,War\n')
        assert [50_000_000 - 1, 7] == read_corpus(path).films["plot"].str.len().tolist()


class TestArchives:
    """Found by fuzzing: zipfile trips over them with errors of its own."""

    @pytest.fixture
    def archive(self, tmp_path: Path) -> Path:
        """A zip with one member."""
        with zipfile.ZipFile(tmp_path / "archive", "w") as opened:
            opened.writestr("plots.txt", "A lamp.")
        return tmp_path / "archive"

    def test_a_name_that_cannot_be(self, archive: Path, tmp_path: Path) -> None:
        """A name ends at a NUL, so this one is empty."""
        archive.write_bytes(archive.read_bytes().replace(b"plots.txt", b"\0lots.txt"))
        with pytest.raises(DownloadError, match="cannot be read"):
            extract(archive, {"plots.txt": tmp_path / "out"})

    def test_a_place_that_cannot_be(self, archive: Path, tmp_path: Path) -> None:
        """A member that begins before the file does."""
        data = archive.read_bytes()
        place = data.rindex(b"PK\x05\x06") + 16  # where the list of members is said to begin
        archive.write_bytes(data[:place] + b"\xff\xff\0\0" + data[place + 4 :])
        with pytest.raises(DownloadError, match="cannot be read"):
            extract(archive, {"plots.txt": tmp_path / "out"})


class TestRuns:
    @pytest.mark.parametrize(
        "name", ["\u202egnp.exe", "a\u2028b", "a\x7fb", "a\u200bb", "\ufeff", "a\x85b", "\ud800"]
    )
    def test_names_that_cannot_be_seen(self, name: str) -> None:
        """Signs that turn, break or hide what stands beside them are refused."""
        with pytest.raises(ConfigError, match="name: "):
            make_settings(name=name)

    @pytest.mark.parametrize(
        "name", ["Ночь", "👩\u200d🚀 2", "می\u200cخواهم", "<b>", "CON", "../x"]
    )
    def test_names_that_can(self, name: str) -> None:
        """In any script; a name is shown as text and never opens a file."""
        assert name == make_settings(name=name).name

    @pytest.mark.parametrize(
        "folder", ["٢٠٢٦٠١٠١-000000-a", "20260101-000000-a\n", "20260101-000000-а", "CON", "…"]
    )
    def test_folders_that_look_like_runs(self, home: Path, folder: str) -> None:
        """Digits and letters of other alphabets, or a line end, make no run."""
        write_run(home, FIRST)
        (home / FIRST).rename(home / folder)
        assert [] == list_runs()

    def test_a_bundle_to_take_away_holds_what_it_lists(self, home: Path, tmp_path: Path) -> None:
        """No link and no other file that lies in its folder goes along, and no path leads out of it."""
        folder = write_run(home, FIRST)
        shutil.copytree(SHIPPED, folder / "bundle")
        end_run(folder, "done", "Done.")
        (tmp_path / "secret").write_text("secret")
        (folder / "bundle" / "link").symlink_to(tmp_path / "secret")
        packed = zipfile.ZipFile(io.BytesIO(bundle_zip(get_run(FIRST))))
        listed = [MANIFEST, *read_manifest(SHIPPED).files]
        assert sorted(f"{FIRST}/{name}" for name in listed) == sorted(packed.namelist())

    def test_an_epoch_told_twice(self, home: Path) -> None:
        """Its history is written all the same."""
        folder = write_run(home, FIRST)
        line = next(
            line for line in (folder / EVENTS).read_text().splitlines() if '"epoch", "time"' in line
        )
        with (folder / EVENTS).open("a") as events:
            events.write(line + "\n")
        assert FIRST.encode() in history_csv([get_run(FIRST)])

    @pytest.mark.parametrize(
        "fields",
        [
            {"epoch": 0},
            {"epoch": 10**30},
            {"epoch": "1"} | {"genre_f1": ["Drama"]},
            {"epoch": 1, "loss": "low"},
            {"epoch": 1, "val_mAP": 10**400},
            {"epoch": 1, "genre_f1": {"Drama": "high"}},
            {},
        ],
    )
    def test_events_that_cannot_be(self, tmp_path: Path, fields: dict[str, Any]) -> None:
        """A line that does not have the fields of its kind is left out, and the next one is read."""
        line = json.dumps({"kind": "epoch", "time": 1.0, **fields})
        (tmp_path / EVENTS).write_text(line + "\n")
        append(tmp_path, "note", text="It goes on.")
        assert ["note"] == [event["kind"] for event in read_events(tmp_path)[0]]

    def test_settings_found_that_cannot_be(self, home: Path) -> None:
        """The run stands with the settings it was started with."""
        folder = write_run(home, FIRST)
        end_run(folder, "done", "Done.", found={"units": 10**9})
        run = get_run(FIRST)
        assert run.settings == run.trained_settings


class TestBundles:
    @pytest.mark.parametrize("name", ["con.onnx", "NUL", "Com1.npz", "lpt9", "model."])
    def test_names_that_windows_reads_otherwise(self, tmp_path: Path, name: str) -> None:
        """A file that opens a device, or another file, somewhere else is refused here, too."""
        content = self.content()
        content["files"][name] = "0" * 64
        with pytest.raises(BundleError, match="a name that Windows does not take"):
            self.read(tmp_path, content)

    @pytest.mark.parametrize(
        ("part", "value", "told"),
        [
            ("metrics", {"test": {"open": {}}}, r"metrics\.test\.open"),
            ("metrics", {"test": []}, r"metrics\.test"),
            ("metrics", {"mistakes": {"open": {"lengths": "x"}}}, r"metrics\.mistakes"),
            ("data", {"open": {"train": "many"}}, r"data\.open\.train"),
            ("training", {"seconds": "long"}, r"training\.seconds"),
        ],
    )
    def test_a_seal_that_fits_nonsense(
        self, tmp_path: Path, part: str, value: Any, told: str
    ) -> None:
        """What pages read of a manifest is checked when it is read, not when a page trips over it."""
        with pytest.raises(BundleError, match=f"does not fit the schema: .*{told}"):
            self.read(tmp_path, {**self.content(), part: value})

    @pytest.mark.parametrize("number", ["NaN", "Infinity", "1e999"])
    def test_no_number(self, tmp_path: Path, number: str) -> None:
        """NaN and infinity are no scores."""
        text = (SHIPPED / MANIFEST).read_text(encoding="utf-8")
        (tmp_path / MANIFEST).write_text(text.replace('"epochs"', f'"x": {number}, "epochs"', 1))
        with pytest.raises(BundleError, match="cannot be read"):
            read_manifest(tmp_path)

    def content(self) -> dict[str, Any]:
        """The shipped manifest, without its seal."""
        content = json.loads((SHIPPED / MANIFEST).read_bytes())
        del content["seal"]
        return content

    def read(self, folder: Path, content: dict[str, Any]) -> None:
        """Seal it and read it."""
        (folder / MANIFEST).write_text(json.dumps({**content, "seal": seal_of(content)}))
        read_manifest(folder)


class TestScores:
    @pytest.mark.parametrize(
        ("changes", "told"),
        [
            ({"probabilities": np.full((2, 3), np.nan)}, "outside of 0 to 1"),
            ({"probabilities": np.full((2, 3), 1.01)}, "outside of 0 to 1"),
            ({"probabilities": np.zeros((3, 2))}, "are not two names"),
            ({"labels": np.zeros((2, 3))}, "are not two names"),
            ({"labels": np.zeros(2, dtype=bool)}, "are not two names"),
            ({"film_ids": np.array([b"a", b"b"])}, "are not two names"),
            ({"film_ids": np.array([["a"], ["b"]])}, "are not two names"),
            ({"corpora": np.frombuffer(b"\xff" * 8, dtype="<U1")}, "a character that there is not"),
            ({"corpora": np.array([{}, {}], dtype=object)}, "pickle"),
        ],
    )
    def test_arrays_that_do_not_fit(self, changes: dict[str, Any], told: str) -> None:
        """Each is refused, and nothing is unpickled."""
        with pytest.raises(ValueError, match=told):
            read_scores(self.packed(**changes))

    @pytest.mark.parametrize(
        "lie",
        [
            lambda data: data.replace(b"(2, 3)", b"(9, 9)"),
            lambda data: data.replace(b"(2, 3), }", b"(2, 99999999), }"),
            lambda data: data.replace(b"(2, 3)", b"(-2,3)"),
            lambda data: data[:-30],
        ],
        ids=["other", "huge", "negative", "cut"],
    )
    def test_sizes_that_lie(self, lie: Callable[[bytes], bytes]) -> None:
        """An array that says it has more than comes, or less than nothing."""
        with pytest.raises(ValueError, match=r".+"):
            read_scores(lie(self.packed()))

    def packed(self, **changes: Any) -> bytes:
        """Two films and three genres."""
        arrays = {
            "film_ids": np.array(["a", "b"]),
            "corpora": np.array(["open", "open"]),
            "probabilities": np.zeros((2, 3), dtype=np.float32),
            "labels": np.zeros((2, 3), dtype=bool),
            **changes,
        }
        content = io.BytesIO()
        np.savez(content, **arrays)
        return content.getvalue()


class TestShown:
    def test_words_of_others_do_not_turn_ours(self) -> None:
        """Signs that turn the direction of reading are left out; letters that read so by nature stay."""
        assert "ghost שלום" == plain("\u202eghost\u202c \u2067שלום\u2069")

    def test_markup_on_the_map_of_words(self) -> None:
        """Plotly would make a link of it: in the legend, at the point, and where the mouse points."""
        words = pd.DataFrame(
            {
                "word": [MARKUP],
                "genre": [MARKUP],
                "alone": [1.0],
                "empty": [0.0],
                "x": [0],
                "y": [0],
            }
        )
        drawn = word_map_chart(words, MARKUP).to_plotly_json()["data"][0]
        shown = [drawn["name"], *drawn["text"], *np.asarray(drawn["customdata"])[0][3:]]
        assert [
            MARKUP.replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
        ] * 4 == shown
