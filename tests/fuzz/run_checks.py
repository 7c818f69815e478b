"""What a bundle, a run or a link holds: refused in words, or fit for every page that shows it."""

import json
import math
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import numpy as np

from genre_core.errors import (
    BundleError,
    ConfigError,
    EvaluationError,
    PlotError,
    RunError,
)
from genre_core.genres import GENRES
from genre_core.jobs.events import EVENTS, last_event, read_events
from genre_core.jobs.history import best_epoch, curves
from genre_core.jobs.places import bundle_of_run
from genre_core.jobs.runs import get_run
from genre_core.jobs.settings import RunSettings, make_settings
from genre_core.prediction import card
from genre_core.prediction.manifest import MANIFEST, read_manifest
from genre_core.prediction.own_thresholds import read_thresholds
from genre_core.prediction.sharing import check_shared, share_link
from genre_core.prediction.stored_scores import read_scores
from genre_core.strict_json import read_json
from pages.parts.train.search_part import attempts_of
from pages.parts.train.story import Story
from pages.parts.unknown import is_within
from pages.parts.words import plain
from tests.fuzz.checks import is_fit_to_show

__all__ = [
    "events",
    "json_text",
    "links",
    "manifest",
    "run_settings",
    "scores",
    "thresholds",
]


def json_text(data: bytes) -> None:
    """JSON that is read can be written again by the strict rules."""
    with suppress(ValueError):
        assert read_json(json.dumps(read_json(data), allow_nan=False).encode()) == read_json(data)


def events(data: bytes) -> None:
    """Whatever stands in a run's events, its curves and its search can be drawn."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / EVENTS).write_bytes(data)
        told, offset = read_events(Path(folder))
        last_event(Path(folder), "end")
    assert offset == data.rfind(b"\n") + 1
    if not told:
        return
    found = curves(told)
    assert best_epoch(found.epochs) is None or not found.epochs.empty
    story = Story(_RUN, told, found)  # pyright: ignore[reportArgumentType]
    assert math.isfinite(story.seconds)
    story.batches(0.9)
    for epoch in sorted(set(found.epochs["epoch"]))[-1:]:
        story.at_epoch(found.genre_f1, "f1", epoch)
        story.at_epoch(found.watched, "score", epoch)
    attempts_of(story)
    is_fit_to_show(
        json.dumps([*story.notes, str(story.without_reading("loss"))], ensure_ascii=False)
    )


def manifest(data: bytes) -> None:
    """A manifest that is taken has a model card: every table of it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / MANIFEST).write_bytes(data)
        try:
            read = read_manifest(folder)
        except BundleError as error:
            is_fit_to_show(str(error))
            return
    card.films_by_split(read)
    for corpus in card.scores_by_corpus(read)["corpus"]:
        card.rare_genres(card.scores_by_genre(read, corpus))
    card.mistakes_by_length(read)
    card.mixups_by_corpus(read)
    card.calibration_by_corpus(read)
    is_fit_to_show(read.to_json())


def scores(data: bytes) -> None:
    """Stored scores that are taken fit each other and lie between 0 and 1."""
    with suppress(ValueError):
        read = read_scores(data)
        assert read.labels.shape == read.probabilities.shape
        assert ((read.probabilities >= 0) & (read.probabilities <= 1)).all()
        np.unique(read.corpora)


def thresholds(data: bytes) -> None:
    """Thresholds that are taken are one number from 0 to 1 a genre."""
    try:
        found = read_thresholds(data, GENRES)
    except EvaluationError as error:
        is_fit_to_show(str(error))
        return
    assert list(GENRES) == list(found)
    assert all(0 <= value <= 1 for value in found.values())


def links(data: bytes) -> None:
    """What stands in a link opens no file, names no run that is not there, and can be shown."""
    query = data.decode("utf-8", "replace")
    with suppress(ValueError):  # more parameters than Python takes
        for values in parse_qs(query, max_num_fields=100).values():
            for value in values:
                _link_value(value)


def _link_value(value: str) -> None:
    assert bundle_of_run(value) is None
    with suppress(RunError):
        get_run(value)
        raise AssertionError(f"there is no run {value!r}")
    assert not is_within(value, 0, 1) or 0 <= float(value) <= 1
    is_fit_to_show(plain(value))
    with suppress(PlotError):
        link = share_link("http://localhost/?plot=old", {}, check_shared(value))
        assert [value] == parse_qs(link.partition("?")[2], keep_blank_values=True)["plot"]


def run_settings(data: bytes) -> None:
    """Settings that are taken can be told, written, and read again."""
    try:
        settings = make_settings(**dict(_object(data)))
    except ConfigError as error:
        is_fit_to_show(str(error))
        return
    assert settings.name.isprintable() or "\u200d" in settings.name or "\u200c" in settings.name
    assert settings == RunSettings.model_validate_json(settings.model_dump_json())


def _object(data: bytes) -> dict[str, Any]:
    with suppress(ValueError):
        value = json.loads(data)
        return {str(key): item for key, item in value.items()} if isinstance(value, dict) else {}
    return {}


class _Ended:
    """All that a story asks of its run here."""

    has_ended = True


_RUN = _Ended()
