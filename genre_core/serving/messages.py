"""What goes over the wire, each field with its meaning: the OpenAPI is made of this."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from genre_core.limits import MAX_FIELDS, MAX_PLOT_CHARACTERS, MAX_PLOTS

__all__ = [
    "Batch",
    "BatchAnswer",
    "Health",
    "Limits",
    "Model",
    "Plot",
    "PlotAnswer",
    "Problem",
    "Problems",
    "TestScores",
    "Warned",
]

_GHOSTS = (
    "A young priest moves into an old house, where a ghost whispers to his daughter every night."
)
_COOKS = (
    "Two rival cooks have to share one tiny kitchen, quarrel over every sauce, and fall in love."
)
_ANSWER: dict[str, Any] = {
    "genres": ["Horror"],
    "scores": {"Comedy": 0.04, "Horror": 0.92},
    "warnings": [],
}
_PROBLEM: dict[str, Any] = {
    "where": "plots.3",
    "rule": "A plot is a text.",
    "value": "null",
    "next_step": "Send it as a JSON string; leave out rows that have none.",
}

PlotText = Annotated[str, Field(strict=True, max_length=MAX_PLOT_CHARACTERS)]


class _Message(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Request(_Message):
    @model_validator(mode="before")
    @classmethod
    def _few_fields(cls, body: Any) -> Any:
        """One fault for a body of a million fields, not one for each: telling them takes seconds."""
        if isinstance(body, dict) and len(body) > MAX_FIELDS:
            raise PydanticCustomError("extra_forbidden", "Too many fields")
        return body


class Plot(_Request):
    """One plot to read."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"plot": _GHOSTS}]})

    plot: PlotText = Field(description="What happens in the film, in English: a few sentences do.")


class Batch(_Request):
    """Plots to read together."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"plots": [_GHOSTS, _COOKS]}]})

    plots: list[PlotText] = Field(
        max_length=MAX_PLOTS, description="One text a film; they do not influence one another."
    )


class Warned(_Message):
    """Something to know about a text before its answer is trusted."""

    code: str = Field(description="What it is, for a program: short, cut, not_english …")
    message: str = Field(description="The same as a sentence.")


class PlotAnswer(_Message):
    """What the model makes of one plot."""

    model_config = ConfigDict(json_schema_extra={"examples": [_ANSWER]})

    genres: list[str] = Field(
        description="Genres whose score reaches their threshold, the highest score first. None is a "
        "valid answer, and several are usual."
    )
    scores: dict[str, float] | None = Field(
        description="A score between 0 and 1 for each genre that the model knows; null where the text "
        "has not one word that the model knows."
    )
    warnings: list[Warned] = Field(description="Empty for an ordinary plot.")


class BatchAnswer(_Message):
    """What the model makes of each plot of a batch."""

    answers: list[PlotAnswer] = Field(description="One for each plot, in the order they were sent.")


class Health(_Message):
    """A server that reads plots."""

    status: str = Field(description="Always “ok”: one that is not does not answer.")


class Limits(_Message):
    """What is more than this is refused."""

    plot_characters: int = Field(description="Characters of a plot.")
    plots_in_a_batch: int = Field(description="Plots of a batch.")
    body_bytes: int = Field(description="Bytes of a request's body.")


class TestScores(_Message):
    """How well the model reads films that it did not learn from."""

    __test__ = False  # Not a test of ours, whatever pytest makes of the name.

    corpus: str = Field(description="Where the films are from.")
    plots: int = Field(description="How many they are.")
    micro_f1: float | None = Field(description="F1 over all decisions: 1 is without fault.")
    macro_f1: float | None = Field(description="F1 of each genre by itself, averaged.")
    mAP: float | None = Field(  # noqa: N815 - so the figure is called everywhere
        description="Mean average precision, which needs no thresholds."
    )


class Model(_Message):
    """The model that answers, in short: its card has the rest."""

    name: str = Field(description="What the model is called.")
    sha256: str = Field(description="Tells the model from others: the SHA-256 of its ONNX file.")
    genres: list[str] = Field(description="Genres that it knows.")
    thresholds: dict[str, float] = Field(
        description="A genre is named where its score reaches this; chosen on validation films."
    )
    most_tokens: int = Field(description="Words, or pieces of words, that are read of one plot.")
    test_scores: list[TestScores] = Field(description="One for each corpus that it learned from.")
    cautions: list[str] = Field(description="What to use the model for, and what not.")
    limits: Limits = Field(description="What a request may ask for.")


class Problem(_Message):
    """One thing that a request has to put right."""

    model_config = ConfigDict(json_schema_extra={"examples": [_PROBLEM]})

    where: str = Field(description="The field, such as plots.3; or body, path, method, server.")
    rule: str = Field(description="What holds.")
    value: str = Field(description="What came instead; of a text, its length and no more.")
    next_step: str = Field(description="What to do about it.")


class Problems(_Message):
    """Why there is no answer."""

    problems: list[Problem] = Field(description="The first ten, in the order of the body.")
    more: int = Field(default=0, description="How many problems there are besides.")
