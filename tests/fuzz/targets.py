"""What takes bytes from elsewhere: each may refuse them in words, and do nothing worse.

A target is a function of bytes that raises when a promise is broken: a fault other than a PlotlineError,
an answer that cannot be shown or written, a file somewhere else.
"""

import csv
import io
import json
import math
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import numpy as np
from hypothesis import strategies as st

from genre_core.data.archive import extract
from genre_core.data.cells import genre_names, year_of
from genre_core.data.corpus import COLUMNS
from genre_core.data.tally import Tally
from genre_core.data.text_file import read_text_file
from genre_core.data.upload import read_upload
from genre_core.errors import (
    BundleError,
    ConfigError,
    CorpusError,
    DownloadError,
    EvaluationError,
    PlotError,
    PlotlineError,
    RunError,
)
from genre_core.genres import GENRES
from genre_core.jobs.events import EVENTS, last_event, read_events
from genre_core.jobs.history import best_epoch, curves
from genre_core.jobs.places import bundle_of_run
from genre_core.jobs.runs import get_run
from genre_core.jobs.settings import RunSettings, make_settings
from genre_core.prediction import card
from genre_core.prediction.bulk import predict_upload
from genre_core.prediction.bundle import SHIPPED
from genre_core.prediction.manifest import MANIFEST, read_manifest, seal_of
from genre_core.prediction.own_thresholds import FORMAT, read_thresholds
from genre_core.prediction.predictor import Predictor
from genre_core.prediction.sharing import check_shared, share_link
from genre_core.prediction.stored_scores import read_scores
from genre_core.strict_json import read_json
from genre_core.text.pieces import pieces_of
from genre_core.text.tokens import first_words, tokenise
from genre_core.text.wordpiece import wordpieces
from pages.parts.train.search_part import attempts_of
from pages.parts.train.story import Story
from pages.parts.unknown import is_within
from pages.parts.words import plain
from tests.fuzz.inputs import HOSTILE_TEXTS, damaged, json_lines, mutated_json, tables, texts
from tests.fuzz.samples import EVENT_LINES, archives, scores_file, with_mistakes

__all__ = ["TARGETS", "Target"]


@dataclass(frozen=True)
class Target:
    """Something to fuzz."""

    check: Callable[[bytes], None]
    """Raises when a promise is broken."""
    inputs: st.SearchStrategy[bytes]
    n_short: int
    """Inputs in the normal test run."""


def tokeniser(data: bytes) -> None:
    """Words of any text: plain, the same when read again, and the same piece by piece."""
    text = data.decode("utf-8", "surrogatepass" if _is_utf8(data) else "replace")
    words = tokenise(text)
    assert words == tokenise(" ".join(words))
    assert first_words(text, 7) == words[:7]
    assert all(word.isascii() and word.strip() for word in words)
    assert len(words) == sum(len(piece.words) for piece in pieces_of(text))
    wordpieces(text, _predictor().bundle.vocabulary)
    ids = _predictor().encoder.ids(words)
    assert len(ids) > 0 <= ids.min() <= ids.max() < len(_predictor().bundle.vocabulary)
    plain(text).encode("utf-8", "surrogatepass")


def cells(data: bytes) -> None:
    """Genres and a year in any cell."""
    text = data.decode("utf-8", "replace")
    names = genre_names(text)
    assert len(set(names)) == len(names)
    assert all(name.strip() and name.encode() for name in names)
    assert 1870 <= (year_of(text) or 1999) < 2100


def table(data: bytes) -> None:
    """A viewer's table becomes a frame whose every cell can be shown, and a report that adds up."""
    try:
        corpus, countries = read_upload(data, "own.csv")
    except CorpusError as error:
        _is_fit_to_show(str(error))
        return
    films, report = corpus.films, corpus.report
    assert COLUMNS == tuple(films)
    assert report.rows_read == report.rows_kept + sum(report.dropped.values())
    assert films["plot"].str.strip().all()
    for names in films["genres"]:
        assert set(names) <= set(GENRES)
    _is_fit_to_show("".join([*films["plot"], *films["title"], *countries, *countries.values()]))
    _is_fit_to_show("".join([*report.unmapped_genres, *report.unknown_columns]))


def bulk(data: bytes) -> None:
    """A table that is scored comes back with every row, and nothing that a spreadsheet would run."""
    try:
        content, report = predict_upload(data, "own.csv", _predictor())
    except PlotlineError as error:
        _is_fit_to_show(str(error))
        return
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert report.rows + 1 == len(rows)
    for cell in (cell for row in rows for cell in row):
        is_number = cell[1:2].isdigit() or cell[1:2] in (".", ",")
        assert not cell.startswith(("=", "@", "\t", "\r"))
        assert not cell.startswith(("+", "-")) or is_number, cell


def file(data: bytes) -> None:
    """A file of text, packed or not, becomes lines."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "films.csv"
        path.write_bytes(data)
        with suppress(CorpusError):
            lines = read_text_file(path, Tally()).lines
            assert all(line.endswith("\n") for line in lines[:-1])
            _is_fit_to_show("".join(lines))


def archive(data: bytes) -> None:
    """An archive writes the files it is asked for and no others."""
    with tempfile.TemporaryDirectory() as folder:
        path, out = Path(folder) / "archive", Path(folder) / "out"
        path.write_bytes(data)
        with suppress(DownloadError):
            extract(path, {"plots.txt": out}, max_bytes=100_000)
        assert {found.name for found in Path(folder).iterdir()} <= {"archive", "out"}
        assert not out.exists() or out.stat().st_size <= 100_000


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
    _is_fit_to_show(
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
            _is_fit_to_show(str(error))
            return
    card.films_by_split(read)
    for corpus in card.scores_by_corpus(read)["corpus"]:
        card.rare_genres(card.scores_by_genre(read, corpus))
    card.mistakes_by_length(read)
    card.mixups_by_corpus(read)
    card.calibration_by_corpus(read)
    _is_fit_to_show(read.to_json())


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
        _is_fit_to_show(str(error))
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
    _is_fit_to_show(plain(value))
    with suppress(PlotError):
        link = share_link("http://localhost/?plot=old", {}, check_shared(value))
        assert [value] == parse_qs(link.partition("?")[2], keep_blank_values=True)["plot"]


def run_settings(data: bytes) -> None:
    """Settings that are taken can be told, written, and read again."""
    try:
        settings = make_settings(**dict(_object(data)))
    except ConfigError as error:
        _is_fit_to_show(str(error))
        return
    assert settings.name.isprintable() or "\u200d" in settings.name or "\u200c" in settings.name
    assert settings == RunSettings.model_validate_json(settings.model_dump_json())


def _object(data: bytes) -> dict[str, Any]:
    with suppress(ValueError):
        value = json.loads(data)
        return {str(key): item for key, item in value.items()} if isinstance(value, dict) else {}
    return {}


def _is_fit_to_show(text: str) -> None:
    """Streamlit and files take no half characters."""
    text.encode("utf-8")


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return False
    return True


@cache
def _predictor() -> Predictor:
    return Predictor(threads=1)


class _Ended:
    """All that a story asks of its run here."""

    has_ended = True


_RUN = _Ended()
_SHIPPED: dict[str, Any] = json.loads((SHIPPED / MANIFEST).read_bytes())
_THRESHOLDS = {"format": FORMAT, "version": 1, "thresholds": dict.fromkeys(GENRES, 0.5)}


def _sealed(content: Any) -> bytes:
    """As somebody would write it who knows how: the seal fits, whatever it seals."""
    if isinstance(content, dict):
        content = {name: value for name, value in content.items() if name != "seal"}
        content["seal"] = seal_of(content)
    return json.dumps(content).encode()


def _dumped(document: Any) -> st.SearchStrategy[bytes]:
    return mutated_json(document).map(lambda value: json.dumps(value).encode())


_NOISE = st.binary(max_size=300)
_QUERIES = st.lists(
    st.tuples(
        st.sampled_from(["plot", "run", "genre", "threshold", "epochs", "lesson", "model", "x"]),
        st.one_of(st.sampled_from(HOSTILE_TEXTS), st.text(max_size=30), st.floats().map(str)),
    ),
    max_size=5,
).map(lambda pairs: "&".join(f"{key}={value}" for key, value in pairs).encode("utf-8", "replace"))

TARGETS: dict[str, Target] = {
    "tokeniser": Target(tokeniser, texts, 300),
    "cells": Target(cells, st.one_of(texts, _NOISE), 600),
    "table": Target(table, st.one_of(tables(), tables().flatmap(damaged), _NOISE), 180),
    "bulk": Target(bulk, st.one_of(tables(), tables().flatmap(damaged)), 150),
    "file": Target(file, st.one_of(tables(), archives.flatmap(damaged), _NOISE), 450),
    "archive": Target(archive, st.one_of(archives, archives.flatmap(damaged), _NOISE), 450),
    "json": Target(json_text, st.one_of(_dumped([_THRESHOLDS]), _NOISE), 600),
    "events": Target(events, st.one_of(json_lines(EVENT_LINES), _NOISE), 120),
    "manifest": Target(
        manifest,
        st.one_of(
            mutated_json(with_mistakes(_SHIPPED)).map(_sealed),
            st.just(json.dumps(_SHIPPED).encode()).flatmap(damaged),
        ),
        300,
    ),
    "scores": Target(scores, st.one_of(scores_file(), scores_file().flatmap(damaged)), 450),
    "thresholds": Target(thresholds, st.one_of(_dumped(_THRESHOLDS), _NOISE), 600),
    "links": Target(links, st.one_of(_QUERIES, _NOISE), 600),
    "settings": Target(run_settings, _dumped(RunSettings().model_dump(mode="json")), 600),
}
