"""A real server, in a process of its own."""

import json
import signal
import socket
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path

import pytest

from genre_core.benchmarks.served import Served, started
from genre_core.errors import PlotlineError
from genre_core.prediction.predictor import Predictor
from genre_core.serving.limits import MAX_PLOTS
from genre_core.serving.server import listen
from tests.cli.running import run_process

HORROR = "A ghost screamed in a haunted cellar of blood and terror and must curse the night."
SECRET = "xyzzy"
LONG = "ghost xyzzy " * 600  # 512 of them are all but too large, and take a moment to tokenise


@pytest.fixture
def served(tiny_bundle: Path):
    """A server of the tiny bundle on a free port."""
    with started(tiny_bundle) as served:
        yield served


def ask(served: Served, method: str, path: str, body: object = None) -> tuple[int, dict]:
    """One request on a connection of its own."""
    connection = HTTPConnection(served.host, served.port, timeout=30)
    try:
        content = None if body is None else json.dumps(body)
        connection.request(method, path, content, {"content-type": "application/json"})
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())
    finally:
        connection.close()


def test_serves_and_stops(served: Served, predictor: Predictor) -> None:
    """It answers as the predictor does, and a TERM ends it in order; no plot is on its output."""
    assert (200, {"status": "ok"}) == ask(served, "GET", "/health")
    status, told = ask(served, "POST", "/predict/batch", {"plots": [HORROR, SECRET]})
    scores = dict(zip(predictor.genres, predictor.predict([HORROR])[0].tolist(), strict=True))
    assert (200, scores) == (status, told["answers"][0]["scores"])
    assert 422 == ask(served, "POST", "/predict", {SECRET: SECRET})[0]
    assert 404 == ask(served, "GET", "/" + SECRET)[0]
    served.process.send_signal(signal.SIGTERM)
    said, _ = served.process.communicate(timeout=20)
    assert (0, "Stopped.\n") == (served.process.returncode, said)


def test_a_batch_and_ctrl_c(served: Served) -> None:
    """While a batch is read, health answers; Ctrl-C lets the batch finish, and then ends the server."""
    with ThreadPoolExecutor(1) as pool:
        batch = pool.submit(ask, served, "POST", "/predict/batch", {"plots": [LONG] * MAX_PLOTS})
        answered = 0
        while not batch.done() and answered < 5:
            assert 200 == ask(served, "GET", "/health")[0]
            answered += not batch.done()
        served.process.send_signal(signal.SIGINT)
        status, told = batch.result(timeout=60)
    assert 5 == answered
    assert (200, MAX_PLOTS) == (status, len(told["answers"]))
    said, _ = served.process.communicate(timeout=20)
    assert (0, "Stopped.\n") == (served.process.returncode, said)


def test_a_body_too_large_is_refused_before_it_ends(served: Served) -> None:
    """It is sent in pieces and never ends, and the refusal comes all the same."""
    with socket.create_connection((served.host, served.port), timeout=20) as line:
        line.sendall(
            b"POST /predict HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\n"
            b"Transfer-Encoding: chunked\r\n\r\n"
        )
        piece = b"10000\r\n" + b" " * 2**16 + b"\r\n"
        for _ in range(65):
            line.sendall(piece)
        assert b"HTTP/1.1 413 " in line.recv(100)


def test_a_port_that_is_taken(served: Served, tiny_bundle: Path) -> None:
    """It is told in one line, with the option that helps."""
    ran = run_process("serve", "--bundle", tiny_bundle, "--port", served.port)
    assert (1, "") == (ran.code, ran.out)
    assert f"Error: Port {served.port} of 127.0.0.1 is taken" in ran.err
    assert "--port" in ran.err


def test_an_address_of_another_machine() -> None:
    """One can listen only where one is."""
    with pytest.raises(PlotlineError, match="--host"):
        listen("no.such.host.invalid", 0)


def test_on_ipv6() -> None:
    """Addresses with colons are fine, where the machine has any."""
    try:
        listener = listen("::1", 0)
    except PlotlineError:
        pytest.skip("this machine has no IPv6")
    with listener:
        assert socket.AF_INET6 == listener.family
