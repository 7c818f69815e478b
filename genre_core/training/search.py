"""A search for better settings: many short trainings, the poor ones broken off, all of them on disk.

Optuna proposes (a tree of Parzen estimators), and breaks a training off whose score is below the median of
the others after as many epochs: Akiba et al. 2019, https://arxiv.org/abs/1907.10902. What was tried
stands in a SQLite file from its first epoch on, so that a search goes on where it stopped, or was killed.
"""

import hashlib
import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import optuna

from genre_core.data.corpus import Corpus
from genre_core.errors import TrainingError

__all__ = [
    "SPACE",
    "Attempt",
    "Range",
    "Report",
    "best_of",
    "figures_of",
    "fingerprint_of",
    "search",
]

State = Literal["done", "dropped", "failed"]
Direction = Literal["maximize", "minimize"]
Values = dict[str, Any]
Report = Callable[[int, float], bool]
"""Told each epoch, from 1, and its score; says whether the training should be broken off."""

_NAME = "search"
_BROKEN_OFF, _ABOUT = "broken off", "about"
_STATES: dict[str, State] = {"COMPLETE": "done", "PRUNED": "dropped", "FAIL": "failed"}
_BEFORE_DROPPING = (
    3  # Trainings that end, and epochs of each, before one is compared with the median.
)
_FEWEST_FOR_IMPORTANCE = 8  # fewer say little of five settings


@dataclass(frozen=True)
class Range:
    """The values a setting is looked for in, both ends among them; ``by_factors`` for one that multiplies."""

    low: float
    high: float
    by_factors: bool = False
    step: float | None = None

    @property
    def is_whole(self) -> bool:
        """Whether only whole numbers do."""
        return isinstance(self.low, int) and isinstance(self.high, int)

    def nearest(self, value: float) -> float:
        """The value of the range that is nearest to this one."""
        steps = round((value - self.low) / self.step) if self.step else None
        inside = value if steps is None else round(self.low + steps * (self.step or 0), 6)
        return min(max(inside, self.low), self.high)


SPACE: dict[str, Range] = {
    "n_layers": Range(1, 2),
    "units": Range(16, 128, by_factors=True),
    "learning_rate": Range(5e-4, 2e-2, by_factors=True),
    "dropout": Range(0.0, 0.6, step=0.05),
    "max_words": Range(1_000, 20_000, by_factors=True),
}
"""What is searched: settings that every LSTM here has, by name."""


@dataclass(frozen=True)
class Attempt:
    """One training of a search."""

    number: int
    """From 1, in the order of the whole search."""
    values: Values
    scores: tuple[float, ...]
    """After each epoch."""
    score: float | None
    """The best epoch's; None where it was broken off or failed."""
    state: State
    seconds: float


def search(  # noqa: PLR0913 - what is tried, how, how often and who is told
    storage: Path,
    train_once: Callable[[Values, Report], float],
    n_attempts: int,
    start: Mapping[str, Any],
    *,
    direction: Direction = "maximize",
    about: Mapping[str, Any] | None = None,
    seed: int = 1,
    cancelled: Callable[[], bool] = lambda: False,
    began: Callable[[int, Values], object] = lambda _number, _values: None,
    ended: Callable[[Attempt], object] = lambda _attempt: None,
) -> list[Attempt]:
    """Try ``n_attempts`` more settings and return all attempts of the storage, the first ones first.

    ``train_once(values, report)`` returns the best epoch's score. The first attempt has the values of
    ``start``, as near as the space allows, so that the others can be compared with it. One that raises
    TrainingError has failed, and the search goes on. ``cancelled`` is asked after each: the one it broke
    off does not count. ``about`` says what else decides a score, as JSON: a storage that was about
    something else raises TrainingError.
    """
    study = _open(storage, direction, seed)
    _check_about(study, dict(about or {}), storage)
    if not any(_counts(trial) or trial.state.name == "WAITING" for trial in study.trials):
        study.enqueue_trial({name: place.nearest(start[name]) for name, place in SPACE.items()})
    for _ in range(n_attempts):
        if cancelled():
            break
        trial = study.ask()
        values = {name: _rounded(_suggest(trial, name, place)) for name, place in SPACE.items()}
        began(trial.number + 1, values)
        state, score = _try(trial, train_once, values)
        if cancelled():
            trial.set_user_attr(_BROKEN_OFF, True)
            study.tell(trial, state=optuna.trial.TrialState.FAIL)
            break
        ended(_attempt(study.tell(trial, score, state=state)))
    return [_attempt(trial) for trial in study.trials if _counts(trial)]


def best_of(attempts: Sequence[Attempt], direction: Direction = "maximize") -> Attempt:
    """The attempt with the best score, the first of equals; TrainingError where none ended well."""
    done = [attempt for attempt in attempts if attempt.score is not None]
    if not done:
        raise TrainingError(
            f"A search needs a training that ends well, and none of {len(attempts)} did. Try without a "
            "search first, and with a lower learning rate."
        )
    choose = max if direction == "maximize" else min
    return choose(done, key=lambda attempt: attempt.score or 0.0)


def figures_of(storage: Path, score: str, direction: Direction = "maximize") -> Values:
    """Optuna's own charts of a search, as Plotly's JSON by name; those that there is enough to draw.

    ``score`` is what they call the score.
    """
    study = _open(storage, direction, seed=0)
    n_done = sum(trial.state.name == "COMPLETE" for trial in study.trials)
    draw = optuna.visualization
    figures: Values = {}
    if n_done:
        figures["history"] = draw.plot_optimization_history(study, target_name=score)
        figures["epochs"] = draw.plot_intermediate_values(study)
        figures["epochs"].update_layout(xaxis_title="epoch", yaxis_title=score)
        figures["settings"] = draw.plot_slice(study, target_name=score)
    if n_done >= _FEWEST_FOR_IMPORTANCE and len(set(_scores_of(study))) > 1:
        figures["importance"] = draw.plot_param_importances(study, target_name=score)
    return {name: json.loads(figure.to_json()) for name, figure in figures.items()}


def fingerprint_of(corpora: Sequence[Corpus]) -> str:
    """A few letters that tell these texts and labels from others, whatever their file is called."""
    digest = hashlib.sha256()
    for corpus in corpora:
        for plot, labels in zip(corpus.films["plot"], corpus.films["genres"], strict=True):
            digest.update(f"{plot}\0{'|'.join(labels)}\0".encode("utf-8", "replace"))
    return digest.hexdigest()[:12]


def _open(storage: Path, direction: Direction, seed: int) -> optuna.Study:
    optuna.logging.set_verbosity(optuna.logging.ERROR)  # who calls tells what there is to tell
    try:
        study = optuna.create_study(
            storage=f"sqlite:///{storage.resolve()}",
            study_name=_NAME,
            direction=direction,
            load_if_exists=True,
            pruner=optuna.pruners.MedianPruner(
                _BEFORE_DROPPING, n_warmup_steps=_BEFORE_DROPPING - 1
            ),
        )
    except Exception as error:  # SQLAlchemy has a class of its own for every failure
        raise TrainingError(
            f"A search is kept in a SQLite file, and {storage.name} cannot be read or written as one "
            f"({str(error).splitlines()[0]:.200}). Begin a new search."
        ) from error
    # Another seed each time it goes on, or the same settings would be drawn again.
    study.sampler = optuna.samplers.TPESampler(seed=seed + len(study.trials), multivariate=True)
    return study


def _suggest(trial: optuna.Trial, name: str, place: Range) -> float:
    if place.is_whole:
        return trial.suggest_int(name, int(place.low), int(place.high), log=place.by_factors)
    return trial.suggest_float(name, place.low, place.high, step=place.step, log=place.by_factors)


def _rounded(value: float) -> float:
    """Three digits say enough of a learning rate, and can be typed again."""
    return value if isinstance(value, int) else float(f"{value:.3g}")


def _check_about(study: optuna.Study, about: Values, storage: Path) -> None:
    before = study.user_attrs.get(_ABOUT)
    if before is None:
        study.set_user_attr(_ABOUT, about)
        return
    changed = [name for name in {**before, **about} if before.get(name) != about.get(name)]
    if changed:
        name = changed[0]
        raise TrainingError(
            f"A search goes on as it began, or what it tried would not compare: {storage.name} had "
            f"{name}={before.get(name)!r}, and this one has {about.get(name)!r}. Begin a new search, in "
            "another folder."
        )


def _try(
    trial: optuna.Trial, train_once: Callable[[Values, Report], float], values: Values
) -> tuple[optuna.trial.TrialState, float | None]:
    dropped = False

    def report(epoch: int, score: float) -> bool:
        nonlocal dropped
        trial.report(score, epoch)
        dropped = dropped or trial.should_prune()
        return dropped

    try:
        score = train_once(values, report)
    except TrainingError:
        return optuna.trial.TrialState.FAIL, None
    if dropped:
        return optuna.trial.TrialState.PRUNED, None
    if not math.isfinite(score):
        return optuna.trial.TrialState.FAIL, None
    return optuna.trial.TrialState.COMPLETE, score


def _attempt(trial: optuna.trial.FrozenTrial) -> Attempt:
    state = _STATES[trial.state.name]
    return Attempt(
        number=trial.number + 1,
        values={name: _rounded(value) for name, value in trial.params.items()},
        scores=tuple(score for _, score in sorted(trial.intermediate_values.items())),
        score=trial.value if state == "done" else None,
        state=state,
        seconds=trial.duration.total_seconds() if trial.duration else 0.0,
    )


def _counts(trial: optuna.trial.FrozenTrial) -> bool:
    """Not one that somebody broke off, nor one that was running when its process was killed."""
    return trial.state.is_finished() and _BROKEN_OFF not in trial.user_attrs


def _scores_of(study: optuna.Study) -> list[float]:
    return [trial.value for trial in study.trials if trial.state.name == "COMPLETE"]  # type: ignore[misc]
