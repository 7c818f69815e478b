"""More work takes longer, and this machine's own runs say how long."""

import json
from pathlib import Path

import pytest

from genre_core.jobs.estimate import device_name, expected_seconds, machine_speed
from genre_core.jobs.events import append
from genre_core.jobs.presets import PRESETS
from genre_core.jobs.runs import SETTINGS, list_runs
from genre_core.jobs.settings import UPLOAD, RunSettings, make_settings


@pytest.mark.parametrize(
    "more",
    [
        {"epochs": 40},
        {"units": 200},
        {"n_layers": 2},
        {"batch_size": 8},
        {"corpus": "overviews"},
        {"vectors": "word2vec", "dimensions": 192},
    ],
    ids=str,
)
def test_more_work_takes_longer(more: dict) -> None:
    """Each knob that makes work makes time."""
    assert expected_seconds(RunSettings()) < expected_seconds(make_settings(**more))


def test_less_work() -> None:
    """Fewer films, one direction, a smaller table."""
    of_all = expected_seconds(RunSettings())
    assert of_all > expected_seconds(make_settings(n_films=100))
    assert of_all > expected_seconds(make_settings(bidirectional=False))
    upload = make_settings(corpus=UPLOAD)
    assert expected_seconds(upload, n_plots=100) < expected_seconds(upload)


def test_quick_lesson_is_quick() -> None:
    """It ought to take twenty seconds; twice or half as fast a machine is no surprise."""
    assert 8 < expected_seconds(PRESETS[0].settings) < 60
    assert machine_speed() > 0.5
    assert "" != device_name()


def test_past_runs_correct_the_guess(home: Path) -> None:
    """A machine on which epochs took ten times as long is expected to take that long again."""
    settings = make_settings(epochs=3)
    guess = expected_seconds(settings)
    folder = home / "20260101-000000-slow"
    folder.mkdir(parents=True)
    (folder / SETTINGS).write_text(json.dumps(settings.model_dump(mode="json")))
    for number in range(3):
        append(folder, "epoch", epoch=number + 1)
    append(folder, "end", outcome="done", text="")
    lines = [json.loads(line) for line in (folder / "events.jsonl").read_text().splitlines()]
    slow = [{**line, "time": place * 100.0} for place, line in enumerate(lines)]
    (folder / "events.jsonl").write_text("".join(json.dumps(line) + "\n" for line in slow))
    corrected = expected_seconds(settings, list_runs())
    assert guess < corrected
    assert 300 == pytest.approx(corrected, rel=0.2)
