"""The presets: each asks something, and differs from the quick lesson in what it is about."""

import pytest

from genre_core.jobs.presets import PRESETS, Preset, preset
from genre_core.jobs.settings import RunSettings


def test_each_lesson_once() -> None:
    """Seven of them, the quickest first, found by their keys."""
    keys = [each.key for each in PRESETS]
    lessons = ["quick-lesson", "good-model", "overfit", "high-rate", "no-vectors", "tiny-data"]
    assert [*lessons, "search"] == keys
    assert PRESETS[2] is preset("overfit")
    assert preset("nosuch") is None


@pytest.mark.parametrize("each", PRESETS, ids=lambda each: each.key)
def test_words(each: Preset) -> None:
    """A question before, something to see after, and the key in the settings of the run."""
    assert "?" in each.question
    assert each.what_to_see.endswith(".")
    assert (each.key, each.title) == (each.settings.preset, each.settings.name)
    assert "open" == each.settings.corpus


@pytest.mark.parametrize(
    ("key", "changed"),
    [
        ("high-rate", {"learning_rate", "patience"}),
        ("no-vectors", {"vectors", "dimensions"}),
    ],
)
def test_one_thing_is_changed(key: str, changed: set[str]) -> None:
    """So that its curves lie beside those of the quick lesson."""
    quick, other = (preset(name).settings.model_dump() for name in ("quick-lesson", key))
    assert changed == {name for name in quick if quick[name] != other[name]} - {"name", "preset"}
    assert set(RunSettings.model_fields) == set(quick)
