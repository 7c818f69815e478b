"""The fields of each kind of event that pages read: a line that has others in their place is damaged."""

from typing import Annotated, Any, Literal, Required

from pydantic import Field, TypeAdapter, ValidationError, with_config
from typing_extensions import TypedDict

__all__ = ["is_event"]

_Whole = Annotated[int, Field(ge=0, le=2**31)]
_Number = Annotated[float, Field(ge=-1e12, le=1e12, allow_inf_nan=False)]
_Setting = bool | int | float | str


@with_config(extra="allow")
class _Event(TypedDict, total=False):
    time: Required[_Number]


class _Phase(_Event, total=False):
    kind: Required[Literal["phase"]]
    phase: str
    text: Required[str]


class _Start(_Event, total=False):
    kind: Required[Literal["start"]]
    genres: Required[list[str]]
    batches_per_epoch: Annotated[int, Field(ge=1, le=2**31)]
    without_reading: dict[str, _Number | None]


class _Batch(_Event, total=False):
    kind: Required[Literal["batch"]]
    epoch: Required[_Whole]
    step: Required[_Whole]
    loss: _Number | None
    plots_per_second: _Number | None
    eta_seconds: _Number | None


class _Epoch(_Event, total=False):
    kind: Required[Literal["epoch"]]
    epoch: Required[Annotated[int, Field(ge=1, le=2**31)]]
    loss: _Number | None
    val_loss: _Number | None
    val_micro_f1: _Number | None
    val_macro_f1: _Number | None
    val_mAP: _Number | None
    learning_rate: _Number | None
    seconds: _Number | None
    plots_per_second: _Number | None
    best: bool
    genre_f1: dict[str, _Number | None]
    watched: dict[str, _Number | None]


class _Note(_Event, total=False):
    kind: Required[Literal["note"]]
    text: str


class _Trying(_Event, total=False):
    kind: Required[Literal["trying"]]
    number: Required[_Whole]
    values: Required[dict[str, _Setting]]


class _Tried(_Event, total=False):
    kind: Required[Literal["tried"]]
    number: Required[_Whole]
    score: Required[_Number | None]


class _Attempt(_Event, total=False):
    kind: Required[Literal["attempt"]]
    number: Required[_Whole]
    state: Required[Literal["done", "dropped", "failed"]]


class _Found(_Event, total=False):
    kind: Required[Literal["found"]]


@with_config(extra="allow")
class _Scores(TypedDict):
    n_plots: _Whole
    micro_f1: _Number
    macro_f1: _Number
    do_nothing_accuracy: _Number


class _End(_Event, total=False):
    kind: Required[Literal["end"]]
    outcome: str
    text: str
    best_epoch: _Whole | None
    metrics: dict[str, _Scores] | None
    found: dict[str, _Setting]


_KINDS = _Phase | _Start | _Batch | _Epoch | _Note | _Trying | _Tried | _Attempt | _Found | _End
_EVENT: TypeAdapter[Any] = TypeAdapter(Annotated[_KINDS, Field(discriminator="kind")])


def is_event(value: Any) -> bool:
    """Whether a line of JSON is an event as a worker tells it; it may have more fields."""
    try:
        _EVENT.validate_python(value, strict=False)
    except ValidationError:
        return False
    return True
