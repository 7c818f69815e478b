"""What a bundle tells of its training and its scores, as far as pages and tables read it."""

from typing import Annotated

from pydantic import ConfigDict, Field
from typing_extensions import TypedDict

__all__ = ["FilmsBySplit", "Metrics", "TestScores", "Training"]

_Count = Annotated[int, Field(ge=0, le=2**53)]
_Number = Annotated[float, Field(allow_inf_nan=False)]
_Share = Annotated[float, Field(ge=0, le=1)]

FilmsBySplit = dict[str, _Count]


class Training(TypedDict, total=False):
    """The training configuration, and how long it took."""

    __pydantic_config__ = ConfigDict(extra="allow")  # pyright: ignore[reportGeneralTypeIssues]

    epochs_run: _Count
    seconds: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None


class _OfGenre(TypedDict):
    __pydantic_config__ = ConfigDict(extra="allow")  # pyright: ignore[reportGeneralTypeIssues]

    genre: str
    support: _Count
    threshold: _Share
    precision: _Share | None
    recall: _Share | None
    f1: _Share | None


class TestScores(TypedDict):
    """Scores on the films of one split and corpus."""

    __pydantic_config__ = ConfigDict(extra="allow")  # pyright: ignore[reportGeneralTypeIssues]

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
    films: _Number
    by_chance: _Number


class _Mistakes(TypedDict):
    __pydantic_config__ = ConfigDict(extra="allow")  # pyright: ignore[reportGeneralTypeIssues]

    calibration_error: _Share | None
    lengths: list[_OfLength]
    mixups: list[_Mixup]


class Metrics(TypedDict, total=False):
    """Scores by corpus; under ``mistakes`` what is read wrong of test."""

    validation: dict[str, TestScores]
    test: dict[str, TestScores]
    mistakes: dict[str, _Mistakes]
