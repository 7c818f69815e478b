"""The API on a port of this machine, until somebody stops it."""

import os
import signal
import socket
from typing import Any

import uvicorn

from genre_core.errors import PlotlineError
from genre_core.limits import MAX_STOP_SECONDS
from genre_core.prediction.predictor import Predictor
from genre_core.serving.api import make_api

__all__ = ["address", "listen", "serve"]


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens there, on a free port where ``port`` is 0.

    Raises PlotlineError when the port is taken, or the address none of this machine.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        return _listening(*found[0])
    except socket.gaierror as error:
        raise PlotlineError(
            f"A server listens at an address of this machine, and {host} is none "
            f"({error.strerror}). Name one with --host: 127.0.0.1, or 0.0.0.0 for all."
        ) from error
    except OSError as error:
        raise PlotlineError(
            f"Port {port} of {host} is taken or not ours ({error.strerror}). "
            "Name another one with --port."
        ) from error


def _listening(
    family: int, kind: int, protocol: int, _: str, place: tuple[Any, ...]
) -> socket.socket:
    # socket.create_server names no protocol, and asyncio sends answers at once (TCP_NODELAY) only where
    # it is named: without it each answer waits 40 ms for the other side to confirm its first half.
    listener = socket.socket(family, kind, protocol)
    try:
        if os.name == "posix":  # a port just given back is free at once
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(place)
        listener.listen()
    except OSError:
        listener.close()
        raise
    return listener


def address(listener: socket.socket) -> str:
    """Where it listens, for a person to open: ``http://127.0.0.1:8000``."""
    host, port = listener.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def serve(predictor: Predictor, listener: socket.socket) -> None:
    """Answer until Ctrl-C or TERM; then requests under way are finished, and it returns.

    Nothing is logged but faults. The second Ctrl-C does not wait for anybody.
    """
    config = uvicorn.Config(
        make_api(predictor),
        log_level="warning",
        access_log=False,
        server_header=False,
        ws="none",
        lifespan="off",
        timeout_graceful_shutdown=MAX_STOP_SECONDS,
    )
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _nothing)  # uvicorn hands a signal on when it is done with it
    uvicorn.Server(config).run(sockets=[listener])


def _nothing(number: int, frame: object) -> None:
    """A signal that has been seen to."""
