"""Files that are right, for fuzzing to begin with."""

import gzip
import io
import tarfile
import zipfile
from typing import Any

import numpy as np
from hypothesis import strategies as st

from genre_core.genres import GENRES

__all__ = ["EVENT_LINES", "archives", "scores_file", "with_mistakes"]

_FIGURES = ("val_loss", "val_micro_f1", "val_macro_f1", "val_mAP", "learning_rate", "seconds")
_TRIED = {"n_layers": 1, "units": 32, "learning_rate": 0.003, "dropout": 0.2, "max_words": 5_000}
_SCORES = {"n_plots": 200, "micro_f1": 0.4, "macro_f1": 0.3, "do_nothing_accuracy": 0.87}

EVENT_LINES: list[dict[str, Any]] = [
    {"kind": "phase", "time": 1.0, "phase": "words", "text": "Counting words."},
    {
        "kind": "start",
        "time": 2.0,
        "genres": list(GENRES),
        "batches_per_epoch": 10,
        "without_reading": {"loss": 0.4, "micro_f1": 0.3},
    },
    {
        "kind": "batch",
        "time": 3.0,
        "epoch": 1,
        "step": 4,
        "loss": 0.5,
        "plots_per_second": 600.0,
        "eta_seconds": None,
    },
    {
        "kind": "epoch",
        "time": 4.0,
        "epoch": 1,
        "loss": 0.5,
        **dict.fromkeys(_FIGURES, 0.5),
        "best": True,
        "genre_f1": {"Drama": 0.5, "War": 0.1},
        "watched": {"Drama": 0.5, "War": None},
    },
    {"kind": "note", "time": 5.0, "text": "It learns."},
    {"kind": "trying", "time": 1.0, "number": 1, "values": _TRIED},
    {"kind": "tried", "time": 1.0, "number": 1, "epoch": 1, "score": 0.3},
    {"kind": "attempt", "time": 1.0, "number": 1, "state": "done", "score": 0.3, "values": _TRIED},
    {"kind": "found", "time": 1.0, "number": 1, "values": _TRIED},
    {
        "kind": "end",
        "time": 6.0,
        "outcome": "done",
        "text": "All read.",
        "best_epoch": 1,
        "metrics": {"open": _SCORES},
        "found": _TRIED,
    },
]


def with_mistakes(content: dict[str, Any]) -> dict[str, Any]:
    """A bundle's manifest that tells what is read wrong, too, and of fewer genres, to be quick."""
    mistakes = {
        "calibration_error": 0.02,
        "lengths": [{"words": "to 50", "plots": 9, "micro_f1": 0.5, "macro_f1": 0.4, "mAP": None}],
        "mixups": [{"named": "War", "missed": "Drama", "films": 3, "by_chance": 0.5}],
    }
    return {**content, "metrics": {**content["metrics"], "mistakes": {"open": mistakes}}}


def _zip_of(name: str, text: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, text)
    return packed.getvalue()


def _tar_of(name: str, text: bytes) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        member = tarfile.TarInfo(name)
        member.size = len(text)
        archive.addfile(member, io.BytesIO(text))
    return packed.getvalue()


_NAMES = ("plots.txt", "../plots.txt", "/plots.txt", "a/../plots.txt", "CON")
archives: st.SearchStrategy[bytes] = st.sampled_from(
    [make(name, b"A lamp.\n" * 20) for make in (_zip_of, _tar_of) for name in _NAMES]
    + [gzip.compress(b"plot\nA lamp.\n", mtime=0), _zip_of("plots.txt", bytes(1_000_000))]
)
"""Zips, tars and a packed table, one of them a small bomb."""


@st.composite
def scores_file(draw: st.DrawFn) -> bytes:
    """An .npz of scores whose arrays have one shape and kind, or another."""
    n_films, n_genres = draw(st.integers(0, 3)), draw(st.integers(0, 3))
    arrays: dict[str, Any] = {
        "film_ids": np.array(["a"] * n_films),
        "corpora": np.array(["open"] * n_films),
        "probabilities": np.full((n_films, n_genres), draw(st.floats(-1, 2) | st.just(np.nan))),
        "labels": np.zeros((n_films, n_genres), dtype=draw(st.sampled_from([bool, int, "M8[s]"]))),
    }
    for name in draw(st.lists(st.sampled_from(sorted(arrays)), max_size=2)):
        arrays[name] = draw(
            st.sampled_from([np.zeros(2), np.array("x"), np.frombuffer(b"\xff" * 8, dtype="<U1")])
        )
    packed = io.BytesIO()
    np.savez(packed, **arrays)
    content = packed.getvalue()
    if draw(st.booleans()):  # as somebody lies about the size of what comes
        content = content.replace(
            b"'shape': (", b"'shape':99(" if draw(st.booleans()) else b"'shape': 9"
        )
    return content
