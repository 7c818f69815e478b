"""What every score begins with: checked arrays, and the one rule that names genres."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from genre_core.errors import EvaluationError

__all__ = [
    "BoolArray",
    "FloatArray",
    "check_films",
    "check_genres",
    "check_grid",
    "check_labels",
    "check_same_shape",
    "check_thresholds",
    "decide",
]

BoolArray = NDArray[np.bool_]
FloatArray = NDArray[np.float64]

FILMS_BY_GENRES = 2
"""Dimensions of labels and probabilities: ``(n_films, n_genres)``."""


def decide(probabilities: ArrayLike, thresholds: ArrayLike) -> BoolArray:
    """Name the genres of each film: those with ``probability >= threshold``.

    ``probabilities`` ``(n_films, n_genres)``; ``thresholds`` ``(n_genres,)``, or one number for all
    genres. Both are compared as float64, so a stored threshold decides the same everywhere. Returns
    bool ``(n_films, n_genres)``; raises EvaluationError.
    """
    checked = _check_probabilities(probabilities)
    return checked >= check_thresholds(thresholds, checked.shape[1])


def check_films(labels: ArrayLike, probabilities: ArrayLike) -> tuple[BoolArray, FloatArray]:
    """Labels as bool and probabilities as float64, both ``(n_films, n_genres)``.

    Raises EvaluationError for shapes that differ, no films, no genres, labels other than 0 and 1,
    and probabilities that are missing or outside 0 … 1.
    """
    checked_labels = check_labels(labels)
    checked_probabilities = _check_probabilities(probabilities)
    check_same_shape(checked_labels, checked_probabilities, "probabilities")
    return checked_labels, checked_probabilities


def check_labels(labels: ArrayLike, name: str = "Labels") -> BoolArray:
    """Labels (or named genres) as bool ``(n_films, n_genres)``; raises EvaluationError."""
    numbers = _as_numbers(labels, name)
    wrong = numbers[(numbers != 0) & (numbers != 1)]
    if wrong.size:
        raise EvaluationError(
            f"{name} must be true or false (1 or 0): got {wrong[0]:g}. "
            "Give one column per genre that says whether the film has it."
        )
    return numbers.astype(bool)


def check_same_shape(labels: BoolArray, other: NDArray[np.generic], name: str) -> None:
    """Raise EvaluationError unless both arrays speak of the same films and genres."""
    if labels.shape != other.shape:
        raise EvaluationError(
            f"Labels and {name} must have one shape (n_films, n_genres): got {labels.shape} and "
            f"{other.shape}. Give both the same films and genres in the same order."
        )


def check_thresholds(thresholds: ArrayLike, n_genres: int) -> FloatArray:
    """Thresholds as float64 ``(n_genres,)``; one number stands for every genre."""
    numbers = _to_floats(thresholds, "Thresholds")
    if numbers.shape not in {(), (n_genres,)}:
        raise EvaluationError(
            f"Thresholds must be one number, or one per genre ({n_genres}): "
            f"got shape {numbers.shape}. Tune them on the same genres."
        )
    _check_unit_interval(numbers, "Thresholds", "Tune them on probabilities from 0 to 1.")
    return np.broadcast_to(numbers, (n_genres,))


def check_grid(thresholds: ArrayLike) -> FloatArray:
    """Thresholds to sweep as float64 ``(n_thresholds,)``, ascending, each once."""
    numbers = _to_floats(thresholds, "Thresholds")
    if numbers.ndim != 1 or numbers.size == 0:
        raise EvaluationError(
            f"A sweep needs a list of thresholds: got shape {numbers.shape}. "
            "Leave it out for 0.00, 0.01 … 1.00."
        )
    _check_unit_interval(numbers, "Thresholds", "Sweep within that range.")
    return np.unique(numbers)


def check_genres(genres: Sequence[str], n_genres: int) -> tuple[str, ...]:
    """Genre names, one per column and each once; raises EvaluationError."""
    names = tuple(genres)
    if isinstance(genres, str) or len(names) != n_genres or len(set(names)) != n_genres:
        raise EvaluationError(
            f"Genres must name each of the {n_genres} columns once: got {list(names)!r:.200}. "
            "Give them in the order of the columns."
        )
    return names


def _check_probabilities(probabilities: ArrayLike) -> FloatArray:
    numbers = _as_numbers(probabilities, "Probabilities")
    _check_unit_interval(numbers, "Probabilities", "Put logits through a sigmoid first.")
    return numbers


def _as_numbers(values: ArrayLike, name: str) -> FloatArray:
    numbers = _to_floats(values, name)
    if numbers.ndim != FILMS_BY_GENRES or numbers.size == 0:
        raise EvaluationError(
            f"{name} must have the shape (n_films, n_genres) with at least one film and one genre: "
            f"got {numbers.shape}. Give one row per film and one column per genre."
        )
    return numbers


def _to_floats(values: ArrayLike, name: str) -> FloatArray:
    try:
        return np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise EvaluationError(
            f"{name} must be numbers in rows of one length: got {type(values).__name__} ({error}). "
            "Give a NumPy array or a list of equal lists."
        ) from error


def _check_unit_interval(numbers: FloatArray, name: str, next_step: str) -> None:
    wrong = numbers[~((numbers >= 0) & (numbers <= 1))]  # written so that NaN is wrong too
    if wrong.size:
        raise EvaluationError(f"{name} must lie between 0 and 1: got {wrong[0]:g}. {next_step}")
