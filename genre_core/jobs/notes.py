"""What the figures of a run mean, said in words when it happens."""

from collections.abc import Sequence

from genre_core.jobs.events import Event

__all__ = ["notes_on"]

_RISING = 3  # epochs in a row
_WARM_UP = 2  # epochs in which a model may still be worse than none
_CLEARLY_BETTER = 0.02  # of F1
_CLEARLY_WORSE = 1.05  # times the loss


def notes_on(epochs: Sequence[Event], without_reading: dict[str, float | None]) -> list[str]:
    """What to say after the last of these epochs; mostly nothing.

    ``epochs`` are the events of their kind; ``without_reading`` holds ``loss`` and ``micro_f1`` of
    giving every validation film the genres' frequencies.
    """
    losses = [_number(epoch.get("val_loss")) for epoch in epochs]
    scores = [_number(epoch.get("val_micro_f1")) for epoch in epochs]
    trained = [_number(epoch.get("loss")) for epoch in epochs]
    guess_loss = _number(without_reading.get("loss"))
    guess_score = _number(without_reading.get("micro_f1"))
    notes: list[str] = []
    if _first_above(scores, guess_score + _CLEARLY_BETTER):
        notes.append(
            f"It now names genres better (F1 {scores[-1]:.2f}) than somebody who has not read the plot "
            f"(F1 {guess_score:.2f})."
        )
    if _by_heart(losses, trained) and not any(
        _by_heart(losses[:n], trained[:n]) for n in range(len(losses))
    ):
        notes.append(
            f"Validation loss has risen for {_RISING} epochs while training loss fell: it is learning the "
            "films by heart."
        )
    if len(epochs) == _WARM_UP and all(loss > _CLEARLY_WORSE * guess_loss for loss in losses):
        notes.append(
            f"After {_WARM_UP} epochs the loss is still higher than that of a model that reads nothing "
            f"({guess_loss:.2f}). The learning steps may be too large: try a tenth of the learning rate."
        )
    return notes


def _by_heart(losses: Sequence[float], trained: Sequence[float]) -> bool:
    """Whether validation loss has risen and training loss fallen over the last epochs."""
    return _times_risen(losses) >= _RISING and trained[-1] < trained[-1 - _RISING]


def _times_risen(values: Sequence[float]) -> int:
    """How often in a row, up to the last value, one was higher than the one before it."""
    times = 0
    while times + 1 < len(values) and values[-1 - times] > values[-2 - times]:
        times += 1
    return times


def _first_above(values: Sequence[float], level: float) -> bool:
    """Whether the last value is the first above the level."""
    return values[-1] > level and not any(value > level for value in values[:-1])


def _number(value: float | None) -> float:
    return float("nan") if value is None else value
