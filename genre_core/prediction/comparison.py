"""Systems side by side on the same test films: as a table, in pairs, and where two of them differ."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from genre_core.errors import EvaluationError
from genre_core.evaluation import Paired, compare_f1, decide
from genre_core.evaluation.counts import Counts, f_beta
from genre_core.evaluation.inputs import FloatArray
from genre_core.prediction.bundle import load_bundle
from genre_core.prediction.predictor import Predictor
from genre_core.prediction.results import fingerprint
from genre_core.prediction.stored_scores import StoredScores, read_scores
from genre_core.prediction.systems import System

__all__ = [
    "CEILING",
    "CEILING_FILMS",
    "compare",
    "disagreements",
    "film_sets",
    "on_same_films",
    "stored_scores",
    "systems_frame",
]

CEILING = {"micro_f1": 0.80, "macro_f1": 0.75}
"""F1 of IMDb's genres against TMDB's for the same films: no reader of plots can be expected to pass it."""
CEILING_FILMS = 2_049
"""Films that both databases have, on which the ceiling was measured."""


def film_sets(systems: Sequence[System]) -> dict[str, int]:
    """Corpora that some system was scored on, most systems first, and how many test films are compared."""
    names = dict.fromkeys(corpus for system in systems for corpus in system.judged)
    sizes = {name: len(on_same_films(systems, name)[0]) for name in names}
    order = sorted(sizes, key=lambda name: -sizes[name])
    return {name: on_same_films(systems, name)[0][0].judged[name].n_films for name in order}


def on_same_films(systems: Sequence[System], corpus: str) -> tuple[list[System], dict[str, str]]:
    """Those that were scored on the same test films with the same labels, and why the others cannot join.

    The films are those of most systems that were run in full, or of most runs where there is no such system.
    """
    scored = [system for system in systems if corpus in system.judged]
    full = [system for system in scored if not system.is_run] or scored
    films = [system.judged[corpus].films for system in full]
    chosen = max(films, key=films.count, default="")
    same = [system for system in scored if system.judged[corpus].films == chosen]
    size = same[0].judged[corpus].n_films if same else 0
    others = [system for system in systems if system not in same]
    return same, {system.title: _why_not(system, corpus, size) for system in others}


def stored_scores(system: System, corpus: str) -> StoredScores:
    """The scores on each test film of a corpus, sorted by film; EvaluationError, BundleError."""
    if system.asked is not None and corpus in system.asked.corpora:
        scores = system.asked
    elif system.kept is not None:
        scores = _read(system.kept)
    else:
        raise EvaluationError(
            f"Two systems are compared film by film, and the scores of {system.title} are not here. "
            "Run `python -m genre_core recipes run`, then `recipes report`."
        )
    places = np.flatnonzero(scores.corpora == corpus)
    places = places[np.argsort(scores.film_ids[places], kind="stable")]
    found = StoredScores(
        film_ids=scores.film_ids[places],
        corpora=scores.corpora[places],
        probabilities=scores.probabilities[places],
        labels=scores.labels[places],
    )
    shape = (len(places), len(system.genres))
    is_of_result = shape == found.labels.shape == found.probabilities.shape and (
        fingerprint(found.film_ids, found.labels, system.genres) == system.judged[corpus].films
    )
    if not is_of_result:
        raise EvaluationError(
            f"The scores kept of {system.title} are not those of its result: they were made of other "
            "films. Run `python -m genre_core recipes report` again."
        )
    return found


def compare(first: System, second: System, corpus: str, n_resamples: int = 1000) -> Paired:
    """Both systems at their own thresholds on the same test films; EvaluationError, BundleError."""
    scores = [stored_scores(system, corpus) for system in (first, second)]
    if first.genres != second.genres or not np.array_equal(scores[0].labels, scores[1].labels):
        raise EvaluationError(
            f"Two systems are compared on the same films and genres; those of {first.title} and "
            f"{second.title} differ. Choose another pair."
        )
    named = [
        decide(of.probabilities, np.asarray(system.thresholds))
        for of, system in zip(scores, (first, second), strict=True)
    ]
    return compare_f1(scores[0].labels, named[0], named[1], first.genres, n_resamples)


def systems_frame(systems: Sequence[System], corpus: str, measure: str) -> pd.DataFrame:
    """One row a system: its figure with the ends of its interval, what else it scored and what it takes.

    ``measure`` is micro_f1, macro_f1 or mAP. All systems must have been scored on the corpus.
    """
    rows = [
        {
            "system": system.title,
            "is_run": system.is_run,
            **system.judged[corpus].model_dump()[measure],
            "element_accuracy": system.judged[corpus].element_accuracy,
            "megabytes": system.megabytes,
            "milliseconds": system.milliseconds,
            "train_minutes": None if system.train_seconds is None else system.train_seconds / 60,
        }
        for system in systems
    ]
    columns = ("system", "is_run", "estimate", "low", "high", "element_accuracy")
    columns += ("megabytes", "milliseconds", "train_minutes")
    frame = pd.DataFrame(rows, columns=pd.Index(columns))
    return frame.astype(dict.fromkeys(columns[2:], float))


def disagreements(films: pd.DataFrame, first: Predictor, second: Predictor) -> pd.DataFrame:
    """Films of ``title, year, genres, plot`` that two models name differently, most differences first.

    Columns title, year, genres, first, second (tuples of the genres that both models know), differences,
    and nearer: which of the two is, by the film's F1; empty for a tie. Counting wrong genres instead would
    favour the model that names fewer: the accuracy trap again.
    """
    genres = [genre for genre in first.genres if genre in second.genres]
    plots = films["plot"].tolist()
    named = [_named(model, plots, genres) for model in (first, second)]
    true = np.array([[genre in of_film for genre in genres] for of_film in films["genres"]])
    true = true.reshape(len(films), len(genres))
    f1 = [_f1_per_film(true, cells) for cells in named]
    frame = pd.DataFrame(
        {
            "title": films["title"].tolist(),
            "year": films["year"].tolist(),
            "genres": _in_names(true, genres),
            "first": _in_names(named[0], genres),
            "second": _in_names(named[1], genres),
            "differences": (named[0] != named[1]).sum(axis=1),
            "nearer": np.select([f1[0] > f1[1], f1[0] < f1[1]], ["first", "second"], ""),
        }
    )
    differing = frame[frame["differences"] > 0]
    return differing.sort_values("differences", ascending=False, kind="stable").reset_index(
        drop=True
    )


def _f1_per_film(true: npt.NDArray[np.bool_], named: npt.NDArray[np.bool_]) -> FloatArray:
    per_film = Counts(*(cells.sum(axis=1) for cells in (true & named, named, true)))
    return f_beta(per_film)


def _named(model: Predictor, plots: list[str], genres: list[str]) -> npt.NDArray[np.bool_]:
    columns = [model.genres.index(genre) for genre in genres]
    return decide(model.predict(plots), np.asarray(model.thresholds))[:, columns]


def _in_names(cells: npt.NDArray[np.bool_], genres: list[str]) -> list[tuple[str, ...]]:
    return [tuple(g for g, has in zip(genres, row, strict=True) if has) for row in cells]


def _why_not(system: System, corpus: str, n_films: int) -> str:
    if judged := system.judged.get(corpus):
        return (
            f"It was scored on other films or genres: {judged.n_films:,} test films of {corpus}, "
            f"{len(system.genres)} genres; the others on {n_films:,}."
        )
    scored_on = ", ".join(
        f"{of.n_films:,} test films of {name}" for name, of in system.judged.items()
    )
    return (
        f"It was scored on {scored_on or 'no test films'}, and not on those of {corpus}. "
        "To join, train it on that corpus; or choose its own test films."
    )


def _read(path: Path) -> StoredScores:
    if path.is_dir():
        return load_bundle(path).scores("test")
    try:
        return read_scores(path.read_bytes())
    except (OSError, ValueError) as error:
        raise EvaluationError(
            f"{path.name} does not hold scores ({error}). Restore it, or run "
            "`python -m genre_core recipes report` again."
        ) from error
