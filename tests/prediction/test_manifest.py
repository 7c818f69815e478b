import json
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from genre_core.errors import BundleError
from genre_core.prediction.bundle import SHIPPED
from genre_core.prediction.manifest import MANIFEST, SCHEMA_VERSION, Manifest, read_manifest

SHA = "0" * 64


@pytest.fixture(scope="module")
def text(tiny_bundle: Path) -> str:
    """The manifest of the tiny bundle as it is written."""
    return (tiny_bundle / MANIFEST).read_text(encoding="utf-8")


@pytest.fixture
def manifest(tiny_bundle: Path) -> Manifest:
    """The same, read."""
    return read_manifest(tiny_bundle)


def write(folder: Path, content: str | bytes) -> Path:
    """A folder with this ``bundle.json``."""
    content = content.encode() if isinstance(content, str) else content
    (folder / MANIFEST).write_bytes(content)
    return folder


def test_write_then_read(tmp_path: Path, manifest: Manifest) -> None:
    """What was written is read again."""
    assert manifest == read_manifest(write(tmp_path, manifest.to_json()))


def test_reading_changes_no_value() -> None:
    """Not even a whole number into one with a point: the seal of what was read is that of the file."""
    written = json.loads((SHIPPED / MANIFEST).read_text(encoding="utf-8"))
    assert written == json.loads(read_manifest(SHIPPED).to_json())


@given(data=st.data())
def test_one_character_changed(
    tmp_path_factory: pytest.TempPathFactory, text: str, data: st.DataObject
) -> None:
    """Any one character that means something is missed; blanks between the values mean nothing."""
    at = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.sampled_from('0123456789abcdefxyz{}[]",:.-é\0') | st.just(""))
    assume(text[at] != other)
    changed = text[:at] + other + text[at + 1 :]
    folder = write(tmp_path_factory.mktemp("changed"), changed)
    try:
        found = read_manifest(folder)
    except BundleError:
        return
    assert read_manifest(write(folder, text)) == found


@pytest.mark.parametrize("share", [0, 0.5, 0.99])
def test_cut(tmp_path: Path, text: str, share: float) -> None:
    """A manifest that is cut off, down to nothing, cannot be read."""
    with pytest.raises(BundleError, match=r"bundle\.json cannot be read"):
        read_manifest(write(tmp_path, text[: int(share * len(text))]))


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfe\x00\x80",
        b"\x00" * 100,
        b"not JSON",
        b"9" * 10_000,
        b"[" * 200_000,
    ],
    ids=["binary", "NUL", "not JSON", "huge number", "huge nesting"],
)
def test_not_json(tmp_path: Path, content: bytes) -> None:
    """What is not JSON is refused with the reason."""
    with pytest.raises(BundleError, match=r"bundle\.json cannot be read"):
        read_manifest(write(tmp_path, content))


@pytest.mark.parametrize("depth", [100, 500, *range(900, 1_010, 3), 100_000])
def test_nested(tmp_path: Path, depth: int) -> None:
    """Nesting is refused at any depth, also one that can just be read."""
    nested = '{"format": "plotline-bundle", "name": ' + "[" * depth + "]" * depth + "}"
    with pytest.raises(BundleError):
        read_manifest(write(tmp_path, nested))


@pytest.mark.parametrize("content", ["[]", "null", '"plotline-bundle"', "{}", '{"format": "x"}'])
def test_not_ours(tmp_path: Path, content: str) -> None:
    """JSON of another kind is told from a damaged manifest."""
    with pytest.raises(BundleError, match="is not ours"):
        read_manifest(write(tmp_path, content))


def test_from_the_future(tmp_path: Path, manifest: Manifest) -> None:
    """A newer schema is told from a damaged manifest, and what to do about it."""
    newer = manifest.model_copy(update={"schema_version": SCHEMA_VERSION + 1})
    with pytest.raises(BundleError, match=r"schema 3, .* up to 2\. Update Plotline"):
        read_manifest(write(tmp_path, newer.to_json()))


def test_future_with_other_fields(tmp_path: Path) -> None:
    """Also when nothing else in it is as it is today."""
    future = {"format": "plotline-bundle", "schema_version": 99, "weights": "elsewhere"}
    with pytest.raises(BundleError, match="schema 99"):
        read_manifest(write(tmp_path, json.dumps(future)))


@pytest.mark.parametrize(
    "name",
    ["../vocabulary.txt", "/etc/passwd", "a/b", ".hidden", "..", "a\\b", "a\n", "", "C:x", "é"],
)
def test_file_names(tmp_path: Path, manifest: Manifest, name: str) -> None:
    """A file is named plainly: no path leads out of the bundle's folder, sealed or not."""
    named = manifest.model_copy(update={"files": {**manifest.files, name: SHA}})
    with pytest.raises(BundleError, match="does not fit the schema: files"):
        read_manifest(write(tmp_path, named.to_json()))


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"thresholds": (0.5,)}, "4 genres, 1 thresholds"),
        ({"thresholds": (0.5, 0.5, 0.5, 1.5)}, "thresholds.3"),
        ({"genres": ("Horror",) * 4}, "one threshold and one name"),
        ({"genres": (), "thresholds": ()}, "genres"),
        ({"files": {"model.onnx": "abc"}}, "files"),
    ],
)
def test_values_that_do_not_fit(
    tmp_path: Path, manifest: Manifest, changes: dict[str, object], told: str
) -> None:
    """Sealed but senseless values are refused by the name of the field."""
    with pytest.raises(BundleError, match=told):
        read_manifest(write(tmp_path, manifest.model_copy(update=changes).to_json()))


def test_missing(tmp_path: Path) -> None:
    """A folder without a manifest is no bundle, and one where it is a folder neither."""
    with pytest.raises(BundleError, match=r"A bundle is a folder with bundle\.json in it"):
        read_manifest(tmp_path)
    (tmp_path / MANIFEST).mkdir()
    with pytest.raises(BundleError, match=r"A bundle is a folder with bundle\.json in it"):
        read_manifest(tmp_path)


def test_endless_file(tmp_path: Path) -> None:
    """A link to a device is no manifest, and is not read for ever."""
    (tmp_path / MANIFEST).symlink_to("/dev/zero")
    with pytest.raises(BundleError):
        read_manifest(tmp_path)


def test_blanks_do_not_count(tmp_path: Path, manifest: Manifest) -> None:
    """The seal holds when a tool lays the JSON out anew."""
    compact = json.dumps(json.loads(manifest.to_json()), separators=(",", ":"))
    assert manifest == read_manifest(write(tmp_path, compact))
