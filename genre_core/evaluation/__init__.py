"""Scores, thresholds, how sure both are, and calibration."""

from genre_core.evaluation.bands import Band, f_band
from genre_core.evaluation.bootstrap import Interval, bootstrap
from genre_core.evaluation.calibration import calibration_table, expected_calibration_error
from genre_core.evaluation.inputs import decide
from genre_core.evaluation.intervals import (
    f1_intervals,
    genre_threshold_intervals,
    global_threshold_interval,
    map_interval,
)
from genre_core.evaluation.lengths import score_by_length
from genre_core.evaluation.lines import Line, draw_line, flips, score_histogram
from genre_core.evaluation.metrics import Scores, score
from genre_core.evaluation.mistakes import mistakes, rows_of
from genre_core.evaluation.mixups import mixups
from genre_core.evaluation.nearby import Nearby, films_near
from genre_core.evaluation.pairs import Paired, compare_f1
from genre_core.evaluation.sweeps import sweep, sweep_per_genre
from genre_core.evaluation.thresholds import tune_global, tune_per_genre

__all__ = [
    "Band",
    "Interval",
    "Line",
    "Nearby",
    "Paired",
    "Scores",
    "bootstrap",
    "calibration_table",
    "compare_f1",
    "decide",
    "draw_line",
    "expected_calibration_error",
    "f1_intervals",
    "f_band",
    "films_near",
    "flips",
    "genre_threshold_intervals",
    "global_threshold_interval",
    "map_interval",
    "mistakes",
    "mixups",
    "rows_of",
    "score",
    "score_by_length",
    "score_histogram",
    "sweep",
    "sweep_per_genre",
    "tune_global",
    "tune_per_genre",
]
