import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from genre_core.errors import BundleError
from genre_core.prediction.bundle import check_place, load_bundle, write_bundle
from genre_core.prediction.manifest import MANIFEST, Manifest, read_manifest
from genre_core.prediction.predictor import Predictor

FILES = {
    "MODEL_CARD.md",
    "history.csv",
    "model.keras",
    "model.onnx",
    "test.npz",
    "validation.npz",
    "vocabulary.txt",
}


@pytest.fixture
def bundle(tiny_bundle: Path, tmp_path: Path) -> Path:
    """A copy of the tiny bundle, to be changed."""
    return shutil.copytree(tiny_bundle, tmp_path / "bundle")


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


class TestLoad:
    def test_files(self, bundle: Path) -> None:
        """Every file beside the manifest is listed in it, with its SHA-256."""
        hashes = {name: sha256((bundle / name).read_bytes()).hexdigest() for name in FILES}
        assert hashes == load_bundle(bundle).manifest.files
        assert {*FILES, MANIFEST} == files_in(bundle).keys()

    @pytest.mark.parametrize("name", sorted(FILES))
    @pytest.mark.parametrize(
        "damage",
        [
            lambda content: content[:-1],
            lambda content: content[: len(content) // 2],
            lambda _: b"",
            lambda content: bytes([content[0] ^ 1]) + content[1:],
            lambda content: content[:-1] + bytes([content[-1] ^ 128]),
            lambda content: content + b"\n",
        ],
        ids=["last byte lost", "half lost", "emptied", "first bit", "last bit", "a byte more"],
    )
    def test_damaged(self, bundle: Path, name: str, damage: Callable[[bytes], bytes]) -> None:
        """A file that is not what was written is refused by name."""
        path = bundle / name
        path.write_bytes(damage(path.read_bytes()))
        with pytest.raises(BundleError, match=f"{name} is damaged"):
            Predictor(bundle)

    @pytest.mark.parametrize("name", sorted(FILES))
    def test_missing(self, bundle: Path, name: str) -> None:
        """So is one that is lost."""
        (bundle / name).unlink()
        with pytest.raises(BundleError, match=f"lists {name}, which cannot be read"):
            load_bundle(bundle)

    @pytest.mark.parametrize("name", ["model.onnx", "vocabulary.txt"])
    def test_needed(self, bundle: Path, name: str) -> None:
        """A bundle that does not list its model or its words cannot predict."""
        manifest = read_manifest(bundle)
        files = {other: value for other, value in manifest.files.items() if other != name}
        (bundle / MANIFEST).write_text(manifest.model_copy(update={"files": files}).to_json())
        with pytest.raises(BundleError, match=f"needs {name}"):
            load_bundle(bundle)

    def test_changed_after_loading(self, bundle: Path) -> None:
        """The model that runs is the one that was checked, not what lies there later."""
        loaded = load_bundle(bundle)
        (bundle / "model.onnx").write_bytes(b"another")
        with pytest.raises(BundleError, match=r"model\.onnx is damaged"):
            Predictor(loaded)

    def test_link_to_the_same_content(self, bundle: Path, tmp_path: Path) -> None:
        """A file may lie elsewhere, as in a cache that links to it."""
        shutil.move(bundle / "model.onnx", tmp_path / "elsewhere")
        (bundle / "model.onnx").symlink_to(tmp_path / "elsewhere")
        assert (1, 4) == Predictor(bundle).predict(["a ghost"]).shape

    @pytest.mark.parametrize("target", ["/etc/hostname", "/dev/zero", "vocabulary.txt", "nowhere"])
    def test_link_to_another_content(self, bundle: Path, target: str) -> None:
        """A link to anything else is refused, and an endless device is not read."""
        (bundle / "model.onnx").unlink()
        (bundle / "model.onnx").symlink_to(target)
        with pytest.raises(BundleError, match=r"model\.onnx"):
            load_bundle(bundle)

    def test_a_folder_for_a_file(self, bundle: Path) -> None:
        """A folder in place of a file is refused."""
        (bundle / "model.onnx").unlink()
        (bundle / "model.onnx").mkdir()
        with pytest.raises(BundleError, match=r"model\.onnx"):
            load_bundle(bundle)

    def test_no_folder(self, bundle: Path) -> None:
        """A path that leads nowhere, or to a file, is no bundle."""
        for path in (bundle / "none", bundle / MANIFEST):
            with pytest.raises(BundleError, match="A bundle is a folder"):
                load_bundle(path)


class TestScores:
    @pytest.mark.parametrize("split", ["validation", "test"])
    def test_stored_scores(self, tiny_bundle: Path, split: str) -> None:
        """Film by film, what the model said and what is true."""
        stored = load_bundle(tiny_bundle).scores(split)
        assert ((48, 4), np.float32) == (stored.probabilities.shape, stored.probabilities.dtype)
        assert ((48, 4), np.bool_) == (stored.labels.shape, stored.labels.dtype)
        assert (48, {"tiny"}) == (len(set(stored.film_ids)), set(stored.corpora))

    def test_other_split(self, tiny_bundle: Path) -> None:
        """Only listed scores are read."""
        with pytest.raises(BundleError, match=r"does not list train\.npz"):
            load_bundle(tiny_bundle).scores("train")

    def test_scores_that_are_not_listed(self, bundle: Path) -> None:
        """A file that nobody checked is not read, though it lies there."""
        shutil.copy(bundle / "test.npz", bundle / "train.npz")
        with pytest.raises(BundleError, match=r"does not list train\.npz"):
            load_bundle(bundle).scores("train")

    def test_changed_after_loading(self, bundle: Path) -> None:
        """Scores are checked when they are read."""
        loaded = load_bundle(bundle)
        shutil.copy(bundle / "test.npz", bundle / "validation.npz")
        with pytest.raises(BundleError, match=r"validation\.npz is damaged"):
            loaded.scores("validation")

    @pytest.mark.parametrize("content", [b"no arrays", b"PK\x03\x04 no archive"])
    def test_no_arrays(self, bundle: Path, content: bytes) -> None:
        """A listed file that holds no arrays is refused."""
        (bundle / "test.npz").write_bytes(content)
        manifest = read_manifest(bundle)
        files = {**manifest.files, "test.npz": sha256(content).hexdigest()}
        (bundle / MANIFEST).write_text(manifest.model_copy(update={"files": files}).to_json())
        with pytest.raises(BundleError, match=r"test\.npz does not hold scores"):
            load_bundle(bundle).scores("test")


class TestWrite:
    @pytest.fixture
    def manifest(self, tiny_bundle: Path) -> Manifest:
        """A manifest to be given other files."""
        return read_manifest(tiny_bundle)

    @staticmethod
    def fill(folder: Path) -> None:
        """What stands in a new bundle."""
        (folder / "model.onnx").write_bytes(b"a model")
        (folder / "vocabulary.txt").write_text("[padding]\n[unknown]\nghost\n")

    @pytest.mark.parametrize("place", ["new", "some/where/new", "empty", "bundle"])
    def test_place(self, bundle: Path, manifest: Manifest, place: str) -> None:
        """A new folder, also below new ones, an empty one, and another bundle are taken."""
        (bundle.parent / "empty").mkdir()
        folder = bundle.parent / place
        write_bundle(folder, self.fill, lambda files: manifest.model_copy(update={"files": files}))
        assert {MANIFEST, "model.onnx", "vocabulary.txt"} == files_in(folder).keys()
        assert ("[padding]", "[unknown]", "ghost") == load_bundle(folder).vocabulary.words
        assert [] == [path.name for path in folder.parent.iterdir() if path.name[0] == "."]

    @pytest.mark.parametrize("step", ["fill", "manifest"])
    def test_failure_keeps_the_old_one(self, bundle: Path, manifest: Manifest, step: str) -> None:
        """When a step fails the earlier bundle stays, and nothing half-written."""

        def fail(_: object) -> Manifest:
            raise OSError("No space left on device")

        before = files_in(bundle)
        with pytest.raises(OSError, match="No space left"):
            write_bundle(
                bundle,
                fail if step == "fill" else self.fill,
                fail if step == "manifest" else lambda _: manifest,
            )
        assert before == files_in(bundle)
        assert ["bundle"] == [path.name for path in bundle.parent.iterdir()]

    def test_other_files_are_not_replaced(self, tmp_path: Path) -> None:
        """A folder with anything but a bundle in it is refused before work begins."""
        (tmp_path / "thesis.txt").write_text("years of work")
        with pytest.raises(BundleError, match="holds other files"):
            write_bundle(tmp_path, self.fill, pytest.fail)
        assert [tmp_path / "thesis.txt"] == list(tmp_path.iterdir())

    def test_a_file_is_no_place(self, tmp_path: Path) -> None:
        """Neither at a file nor below one can a folder be."""
        file = tmp_path / "thesis.txt"
        file.write_text("years of work")
        with pytest.raises(BundleError, match="is a file"):
            check_place(file)
        with pytest.raises(BundleError, match="cannot be made"):
            check_place(file / "bundle")

    def test_folder_at_hand(
        self, tmp_path: Path, manifest: Manifest, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A relative path is taken from the folder one stands in."""
        monkeypatch.chdir(tmp_path)
        write_bundle(
            Path("mine"), self.fill, lambda files: manifest.model_copy(update={"files": files})
        )
        assert (tmp_path / "mine" / MANIFEST).is_file()
