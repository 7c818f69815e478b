"""The predictor as a program for any ASGI server."""

import os
from collections.abc import Sequence
from typing import Annotated, Any

import anyio.to_thread
from anyio import CapacityLimiter
from fastapi import Depends, FastAPI, Header
from fastapi.exceptions import HTTPException, RequestValidationError
from starlette.exceptions import HTTPException as AnyHTTPException

from genre_core.limits import MAX_BODY_BYTES, MAX_PLOT_CHARACTERS, MAX_PLOTS
from genre_core.prediction.answer import Answer, answers
from genre_core.prediction.card_text import FITNESS, read_section
from genre_core.prediction.predictor import Predictor
from genre_core.serving import messages
from genre_core.serving.gate import Gate
from genre_core.serving.problems import LOOK_UP, bad_body, refused

__all__ = ["make_api"]

_ABOUT = """\
Genres of films from their plots. The model that answers, its thresholds and what it is not fit for stand
under `GET /model`. Texts are read in memory, answered and forgotten: none is stored or logged.

A refusal is a list of problems, each with the rule, the value that came and the next step.
"""
_SILENT: Any = {"tracing": False, "metrics": False, "logs": False, "auto_configure": False}
"""FastAPI can report requests, validation faults and their values to an address that the environment
names. What is sent here goes nowhere."""

_REFUSALS: dict[int | str, dict[str, Any]] = {
    status: {"model": messages.Problems, "description": words}
    for status, words in {
        400: "The body is no JSON.",
        408: "The body took too long to come.",
        413: f"The body has more than {MAX_BODY_BYTES:,} bytes.",
        415: "The body says it is something else than JSON.",
        422: "The body is JSON of another form, or a plot or a batch is too long.",
        503: "Too many requests wait already: come again in a second.",
    }.items()
}


def make_api(predictor: Predictor) -> FastAPI:
    """An ASGI program that answers from ``predictor``, with the numbers that it gives itself.

    Plots are read in threads, as many as there are cores, so that the server goes on talking; single
    plots have threads of their own and do not wait for batches.
    """
    api = FastAPI(
        title="Plotline",
        version="1",
        description=_ABOUT,
        docs_url=None,  # Those pages would load scripts from elsewhere.
        redoc_url=None,
        generate_unique_id_function=lambda route: route.name,
        telemetry=_SILENT,
        exception_handlers={AnyHTTPException: refused, RequestValidationError: bad_body},
    )
    api.add_middleware(Gate)
    singles, batches = _limiter(), _limiter()
    model = _model(predictor)

    @api.get("/health")
    async def health() -> messages.Health:
        """Say that the server is well; also while it reads a batch."""
        return messages.Health(status="ok")

    @api.get("/model")
    async def about_the_model() -> messages.Model:
        """Tell which model answers, which genres it knows, how well it reads, and what is refused."""
        return model

    @api.post("/predict", responses=_REFUSALS, dependencies=[Depends(_only_json)])
    async def predict(plot: messages.Plot) -> messages.PlotAnswer:
        """Read one plot: its genres, a score for each genre, and what to know about the text."""
        return (await _read(predictor, [plot.plot], singles))[0]

    @api.post("/predict/batch", responses=_REFUSALS, dependencies=[Depends(_only_json)])
    async def predict_batch(batch: messages.Batch) -> messages.BatchAnswer:
        """Read many plots at once: several times quicker than one by one, and the same answers."""
        return messages.BatchAnswer(answers=await _read(predictor, batch.plots, batches))

    return api


def _limiter() -> CapacityLimiter:
    return CapacityLimiter(os.cpu_count() or 1)


async def _read(
    predictor: Predictor, plots: Sequence[str], limiter: CapacityLimiter
) -> list[messages.PlotAnswer]:
    return await anyio.to_thread.run_sync(_answers, predictor, plots, limiter=limiter)


def _answers(predictor: Predictor, plots: Sequence[str]) -> list[messages.PlotAnswer]:
    return [_told(answer) for answer in answers(predictor, plots)]


def _told(answer: Answer) -> messages.PlotAnswer:
    facts = answer.to_dict()
    del facts["thresholds"]  # the same for every plot: GET /model tells them
    return messages.PlotAnswer.model_validate(facts)


async def _only_json(content_type: Annotated[str, Header(include_in_schema=False)] = "") -> None:
    kind = content_type.partition(";")[0].strip().lower()
    if kind != "application/json":
        raise HTTPException(
            415,
            {
                "rule": "A body is application/json.",
                "value": f"{kind:.80}" or "no Content-Type",
                "next_step": f"Send JSON, and say so in Content-Type. {LOOK_UP}",
            },
        )


def _model(predictor: Predictor) -> messages.Model:
    manifest = predictor.bundle.manifest
    return messages.Model(
        name=manifest.name,
        sha256=manifest.files["model.onnx"],
        genres=list(manifest.genres),
        thresholds=dict(zip(manifest.genres, manifest.thresholds, strict=True)),
        most_tokens=predictor.max_tokens,
        test_scores=[
            messages.TestScores(
                corpus=corpus,
                plots=scores["n_plots"],
                micro_f1=scores["micro_f1"],
                macro_f1=scores["macro_f1"],
                mAP=scores["mAP"],
            )
            for corpus, scores in manifest.metrics.get("test", {}).items()
        ],
        cautions=read_section(predictor.bundle, FITNESS),
        limits=messages.Limits(
            plot_characters=MAX_PLOT_CHARACTERS,
            plots_in_a_batch=MAX_PLOTS,
            body_bytes=MAX_BODY_BYTES,
        ),
    )
