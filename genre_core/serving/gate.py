"""What every request with a body passes first: so many at once, so many bytes, so many seconds."""

import logging
import traceback

import anyio
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from genre_core.limits import (
    MAX_BODY_BYTES,
    MAX_BODY_SECONDS,
    MAX_IGNORED_BYTES,
    MAX_REQUESTS,
)
from genre_core.serving.messages import Problem
from genre_core.serving.problems import problem_response

__all__ = ["Gate"]

_log = logging.getLogger(__name__)


class _TooLargeError(Exception):
    """The body has more bytes than it may."""


class Gate:
    """ASGI middleware that reads the whole body, counting, before the program behind it is asked.

    A request that is refused costs no more memory than the limit. A fault of the program is answered
    with 500 and logged by its place alone, because its words might quote a plot.
    """

    def __init__(self, app: ASGIApp, *, most_seconds: float = MAX_BODY_SECONDS):
        self._app = app
        self._most_seconds = most_seconds
        self._inside = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or have it answered."""
        if scope["type"] != "http" or scope["method"] != "POST":
            await self._app(scope, receive, send)
            return
        if self._inside >= MAX_REQUESTS:
            await self._refuse(_busy(self._inside), receive, send)
            return
        self._inside += 1
        try:
            await self._pass_on(scope, receive, send)
        finally:
            self._inside -= 1

    async def _pass_on(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            with anyio.fail_after(self._most_seconds):
                body = await self._read(scope, receive)
        except _TooLargeError:
            await self._refuse(_LARGE, receive, send)
            return
        except TimeoutError:
            await _late(self._most_seconds)(scope, receive, send)
            return
        if body is not None:
            await self._ask(body, scope, receive, send)

    async def _read(self, scope: Scope, receive: Receive) -> bytes | None:
        """The body; None where the client has gone."""
        length = dict(scope["headers"]).get(b"content-length", b"")
        if length.isdigit() and int(length) > MAX_BODY_BYTES:
            raise _TooLargeError
        body = bytearray()
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                return None
            body += message.get("body", b"")
            if len(body) > MAX_BODY_BYTES:
                raise _TooLargeError
            if not message.get("more_body", False):
                return bytes(body)

    async def _refuse(self, answer: Response, receive: Receive, send: Send) -> None:
        """Answer at once, then let the rest of the body pass, for so long and no longer.

        Most clients look for an answer when they have sent everything; one whose line was cut before
        that sees no more of it.
        """
        start = {"status": answer.status_code, "headers": answer.raw_headers}
        await send({"type": "http.response.start", **start})
        await send({"type": "http.response.body", "body": bytes(answer.body), "more_body": True})
        with anyio.move_on_after(self._most_seconds):
            passed, more = 0, True
            while more and passed < MAX_IGNORED_BYTES:
                message = await receive()
                passed += len(message.get("body", b""))
                more = message.get("more_body", False)
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _ask(self, body: bytes, scope: Scope, receive: Receive, send: Send) -> None:
        given = started = False

        async def replay() -> Message:
            nonlocal given
            if given:
                return await receive()
            given = True
            return {"type": "http.request", "body": body, "more_body": False}

        async def watched(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._app(scope, replay, watched)
        except Exception as error:  # whatever it is, its words stay here
            places = "".join(traceback.format_tb(error.__traceback__))
            _log.error("A request failed with %s:\n%s", type(error).__name__, places)
            if not started:
                await _FAULT(scope, receive, send)


_LARGE = problem_response(
    413,
    Problem(
        where="body",
        rule=f"A body has {MAX_BODY_BYTES:,} bytes or fewer.",
        value=f"more than {MAX_BODY_BYTES:,} bytes",
        next_step="Send the plots as several batches.",
    ),
    headers={"Connection": "close"},
)


def _late(most_seconds: float) -> Response:
    problem = Problem(
        where="body",
        rule=f"A body comes within {most_seconds:g} seconds.",
        value="it was not complete by then",
        next_step="Send smaller batches, or from nearer by.",
    )
    return problem_response(408, problem, headers={"Connection": "close"})


def _busy(inside: int) -> Response:
    problem = Problem(
        where="server",
        rule=f"The server answers or keeps waiting {inside} requests.",
        value="one more",
        next_step="Send it again in a second.",
    )
    return problem_response(503, problem, headers={"Retry-After": "1", "Connection": "close"})


_FAULT = problem_response(
    500,
    Problem(
        where="server",
        rule="A request that is not refused is answered.",
        value="the server failed",
        next_step="Look at its output, which tells where; send the request again later.",
    ),
)
