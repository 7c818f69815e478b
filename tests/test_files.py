"""Files that are written whole or not at all."""

from pathlib import Path

import pytest

from genre_core.files import exchange, scratch, whole, write_whole


def test_what_was_there_stays_until_the_end(tmp_path: Path):
    """Readers find the old text while the new one is being written, and nothing else is left."""
    path = tmp_path / "kept.txt"
    path.write_text("old")
    with whole(path) as new:
        new.write_text("half of the n")
        assert "old" == path.read_text()
        new.write_text("new é")
    assert ["kept.txt"] == [file.name for file in tmp_path.iterdir()]
    write_whole(path, "é again")
    assert "é again" == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("fault", [ValueError, KeyboardInterrupt, OSError])
def test_what_fails_leaves_what_was_there(tmp_path: Path, fault: type[BaseException]):
    """Also when somebody presses Ctrl-C in the middle."""
    path = tmp_path / "kept.txt"
    path.write_text("old")

    def fails():
        with whole(path) as new:
            new.write_text("half")
            raise fault

    with pytest.raises(fault):
        fails()
    assert [("kept.txt", "old")] == [(file.name, file.read_text()) for file in tmp_path.iterdir()]


def test_two_at_once(tmp_path: Path):
    """Each writes a neighbour of its own; the last to end wins, whole."""
    path = tmp_path / "kept.txt"
    with whole(path) as first, whole(path) as second:
        first.write_text("first")
        second.write_text("second")
    assert "first" == path.read_text()


def test_no_folder_is_made(tmp_path: Path):
    """The folder of a run that was deleted must not come back."""
    with pytest.raises(FileNotFoundError):
        write_whole(tmp_path / "gone" / "kept.txt", "text")
    assert [] == list(tmp_path.iterdir())


def test_two_names_are_swapped(tmp_path: Path):
    """Each folder stands where the other stood; what is not there leaves both."""
    one, other = tmp_path / "one", tmp_path / "other"
    one.mkdir()
    (one / "first").touch()
    other.mkdir()
    exchange(one, other)
    assert ([], ["first"]) == ([*one.iterdir()], [path.name for path in other.iterdir()])
    with pytest.raises(FileNotFoundError):
        exchange(tmp_path / "none", other)
    assert (other / "first").exists()


def test_two_names_are_swapped_where_the_system_cannot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """In three steps, and undone when the second fails."""
    monkeypatch.setattr("genre_core.files._EXCHANGE", 1 << 20)  # which no system knows
    test_two_names_are_swapped(tmp_path)
    assert ["one", "other"] == sorted(path.name for path in tmp_path.iterdir())


def test_folder_to_work_in(tmp_path: Path):
    """It is gone at the end with those that nobody holds any more, and one in use stays."""
    (tmp_path / ".work-abandoned").mkdir()
    (tmp_path / ".work-abandoned" / "half").touch()
    (tmp_path / "mine").mkdir()
    with scratch(tmp_path, ".work-") as first:
        with scratch(tmp_path, ".work-") as second:
            (second / "half").touch()
        assert {first.name, "mine"} == {path.name for path in tmp_path.iterdir()}
    assert ["mine"] == [path.name for path in tmp_path.iterdir()]
