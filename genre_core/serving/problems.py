"""Every refusal as JSON: the rule, the value and the next step, and nothing of a plot."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.requests import Request

from genre_core.limits import MAX_PLOT_CHARACTERS, MAX_PLOTS, MAX_PROBLEMS
from genre_core.serving.messages import Problem, Problems

__all__ = ["LOOK_UP", "bad_body", "problem_response", "refused"]

LOOK_UP = "GET /openapi.json tells what there is and what it takes."

_MOST_SHOWN = 80
_NO_JSON = "json_invalid"
_A_PLOT = ("A plot is a text.", "Send it as a JSON string; leave out rows that have none.")
_AN_OBJECT = ("A body is a JSON object with the fields it needs.", LOOK_UP)
_WORDS = {
    "missing": ("This field is needed.", LOOK_UP),
    "extra_forbidden": ("A body has the field it needs and no others.", "Leave the others out."),
    "string_type": _A_PLOT,
    "string_unicode": ("Every text is Unicode.", "Send signs beyond U+FFFF as pairs, or as UTF-8."),
    "string_too_long": (
        f"A plot has {MAX_PLOT_CHARACTERS:,} characters or fewer.",
        "Send its beginning: GET /model tells how many words are read.",
    ),
    "list_type": ("The plots of a batch are a list.", "Send a JSON array of strings."),
    "too_long": (f"A batch has {MAX_PLOTS} plots or fewer.", "Send it as several batches."),
    "model_attributes_type": _AN_OBJECT,
    "dict_type": _AN_OBJECT,
}
"""Rule and next step of each kind of fault that pydantic can find."""

_STATUSES = {
    400: ("A body is JSON in UTF-8.", "the body cannot be read", LOOK_UP),
    404: ("Only the paths of the OpenAPI lead somewhere.", "another path", LOOK_UP),
    405: ("A path takes the methods that the OpenAPI names.", "another method", LOOK_UP),
}


def problem_response(
    status: int, *problems: Problem, more: int = 0, headers: Mapping[str, str] | None = None
) -> JSONResponse:
    """The answer to a request that is refused."""
    told = Problems(problems=list(problems), more=more)
    return JSONResponse(told.model_dump(), status, headers)


async def refused(_: Request, error: HTTPException) -> JSONResponse:
    """For what FastAPI refuses by a status: another path, another method, no JSON."""
    where = {404: "path", 405: "method"}.get(error.status_code, "body")
    if isinstance(error.detail, Mapping):
        problem = Problem(where=where, **error.detail)
    else:
        rule, value, next_step = _STATUSES[error.status_code]
        problem = Problem(where=where, rule=rule, value=value, next_step=next_step)
    return problem_response(error.status_code, problem, headers=error.headers)


async def bad_body(_: Request, error: RequestValidationError) -> JSONResponse:
    """For a body that is no JSON (400), or not that of the schema (422)."""
    faults: Sequence[dict[str, Any]] = error.errors()
    status = 400 if faults[0]["type"] == _NO_JSON else 422
    told = [_problem(fault) for fault in faults[:MAX_PROBLEMS]]
    return problem_response(status, *told, more=len(faults) - len(told))


def _problem(fault: dict[str, Any]) -> Problem:
    kind = fault["type"]
    if kind == _NO_JSON:
        value = f"{fault['ctx']['error']} at character {fault['loc'][-1]}"
        next_step = "Make the body with a JSON library, or check quotes, commas and brackets."
        return Problem(where="body", rule=_STATUSES[400][0], value=value, next_step=next_step)
    rule, next_step = _WORDS.get(kind, (f"{fault['msg']}.", LOOK_UP))
    return Problem(where=_where(fault), rule=rule, value=_value(fault), next_step=next_step)


def _where(fault: dict[str, Any]) -> str:
    """``plots.3``; the name of a field that we do not know may be anything, so it is not repeated."""
    steps = [] if fault["type"] == "extra_forbidden" else fault["loc"][1:]
    return ".".join(map(str, steps)) or "body"


def _value(fault: dict[str, Any]) -> str:
    kind, got = fault["type"], fault["input"]
    if kind == "missing":
        return "it is not there"
    if kind == "extra_forbidden":
        return "fields of other names"
    if kind == "string_unicode":
        return "half of a pair of surrogates"
    if kind == "string_too_long":
        return f"{len(got):,} characters"
    if kind == "too_long":
        return f"{len(got):,} plots"
    return _shown(got)


def _shown(value: object) -> str:
    """A JSON value in words, without any text in it."""
    if isinstance(value, str | bytes):
        return f"a text of {len(value):,} characters"
    if isinstance(value, list):
        return f"a list of {len(value):,}"
    if isinstance(value, dict):
        return f"an object of {len(value):,}"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return f"{value!r:.{_MOST_SHOWN}}"
