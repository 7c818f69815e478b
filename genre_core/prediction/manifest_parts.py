"""What a bundle tells of its training and its scores, as far as pages and tables read it.

Whoever reads it gets plain dictionaries, because each kind of training has things of its own to tell; what
pages and tables count on is checked when the bundle is opened.
"""

from typing import Annotated, Any

from pydantic import Field, GetPydanticSchema, with_config
from typing_extensions import TypedDict

__all__ = ["FilmsBySplit", "Metrics", "Training"]

_Count = Annotated[int, Field(ge=0, le=2**53)]
_Number = Annotated[float, Field(allow_inf_nan=False)]
_Share = Annotated[float, Field(ge=0, le=1)]

FilmsBySplit = dict[str, _Count]


@with_config(extra="allow")
class _Training(TypedDict, total=False):
    epochs_run: _Count
    seconds: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None


@with_config(extra="allow")
class _OfGenre(TypedDict):
    genre: str
    support: _Count
    threshold: _Share
    precision: _Share | None
    recall: _Share | None
    f1: _Share | None


@with_config(extra="allow")
class _Scores(TypedDict):
    n_plots: _Count
    micro_f1: _Share
    macro_f1: _Share
    mAP: _Share | None
    element_accuracy: _Share
    do_nothing_accuracy: _Share
    per_genre: list[_OfGenre]


class _OfLength(TypedDict):
    words: str
    plots: _Count
    micro_f1: _Share
    macro_f1: _Share
    mAP: _Share | None


class _Mixup(TypedDict):
    named: str
    missed: str
    films: _Count
    by_chance: _Number


@with_config(extra="allow")
class _Mistakes(TypedDict):
    calibration_error: _Share | None
    lengths: list[_OfLength]
    mixups: list[_Mixup]


class _Metrics(TypedDict, total=False):
    validation: dict[str, _Scores]
    test: dict[str, _Scores]
    mistakes: dict[str, _Mistakes]


Training = Annotated[
    dict[str, Any], GetPydanticSchema(lambda _, make: make.generate_schema(_Training))
]
"""The training configuration, how long it took, and whatever else there is to know about it."""

Metrics = Annotated[
    dict[str, Any], GetPydanticSchema(lambda _, make: make.generate_schema(_Metrics))
]
"""Scores by split and corpus; under ``mistakes`` what is read wrong of test, by corpus."""
