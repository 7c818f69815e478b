"""A run in words: how long, in what state, and how it ended."""

from collections.abc import Mapping
from typing import Any

from pages.parts.words import plain

__all__ = ["COLOURS", "ICONS", "NOTHING_YET", "duration", "scores_in_words", "state_in_words"]

ICONS = {
    "queued": ":material/hourglass_empty:",
    "running": ":material/play_circle:",
    "stopping": ":material/stop_circle:",
    "done": ":material/check_circle:",
    "stopped": ":material/stop_circle:",
    "failed": ":material/error:",
    "lost": ":material/heart_broken:",
}
COLOURS = {"running": "blue", "stopping": "blue", "done": "green", "failed": "red", "lost": "red"}

_STATES = {
    "running": "running",
    "stopping": "stopping",
    "done": "done",
    "stopped": "stopped early",
    "failed": "failed",
    "lost": "its process died",
}
NOTHING_YET = "–"
_MINUTE, _HOUR = 60, 3600


def duration(seconds: float | None) -> str:
    """In words that are as exact as they are worth: "95 s", "4 min", "2 h 5 min"."""
    if seconds is None:
        return NOTHING_YET
    whole = max(0, round(seconds))
    if whole < 2 * _MINUTE:
        return f"{whole} s"
    if whole < 2 * _HOUR:
        return f"{round(whole / _MINUTE)} min"
    return f"{whole // _HOUR} h {whole % _HOUR // _MINUTE} min"


def state_in_words(state: str, place: int | None) -> str:
    """A few words; for a run that waits, how many are before it."""
    if state == "queued":
        return f"waiting, place {place}" if place else "waiting"
    return _STATES[state]


def scores_in_words(metrics: Mapping[str, Mapping[str, Any]] | None) -> str:
    """What it scored on the test plots, beside naming nothing; nothing where there is no score."""
    if not metrics:
        return ""
    sentences = [
        f"On {scores['n_plots']:,} test plots it never learned from{_where(corpus, len(metrics))}: "
        f"**micro-F1 {scores['micro_f1']:.2f}**, macro-F1 {scores['macro_f1']:.2f}. Naming nothing "
        f"scores 0, and would still be {scores['do_nothing_accuracy']:.0%} “accurate”."
        for corpus, scores in metrics.items()
    ]
    return " ".join(sentences)


def _where(corpus: str, n_corpora: int) -> str:
    return f" ({plain(corpus)})" if n_corpora > 1 else ""
