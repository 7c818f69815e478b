"""The API on a port of this machine, until somebody stops it."""

import signal
import socket

import uvicorn

from genre_core.errors import PlotlineError
from genre_core.prediction.predictor import Predictor
from genre_core.serving.api import make_api
from genre_core.serving.limits import STOP_SECONDS

__all__ = ["address", "listen", "serve"]


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens there, on a free port where ``port`` is 0.

    Raises PlotlineError when the port is taken, or the address none of this machine.
    """
    try:
        family, *_, place = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        return socket.create_server(place[:2], family=family)
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
        timeout_graceful_shutdown=STOP_SECONDS,
    )
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _nothing)  # uvicorn hands a signal on when it is done with it
    uvicorn.Server(config).run(sockets=[listener])


def _nothing(number: int, frame: object) -> None:
    """A signal that has been seen to."""
