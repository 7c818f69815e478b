"""The same catalogue on a Ray cluster of two workers, one of which is killed."""

from pathlib import Path

import pytest

from genre_core.errors import ConfigError
from genre_core.scoring import on_ray, score_catalogue
from tests.scoring.tables import write_catalogue


def test_ray_is_named_where_it_is_missing(
    tiny_bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the command that brings it."""
    monkeypatch.setitem(on_ray.__import__("sys").modules, "ray", None)
    pattern = write_catalogue(tmp_path / "plots")
    with pytest.raises(ConfigError, match=r"pip install -r requirements-ray\.txt"):
        score_catalogue(pattern, tmp_path / "scored", tiny_bundle, engine="ray")
