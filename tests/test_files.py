"""Files that are written whole or not at all."""

from pathlib import Path

import pytest

from genre_core.files import whole, write_whole


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
