"""A real server, in a process of its own."""

import json
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path

import pytest

from genre_core.benchmarks.served import Served, started
from genre_core.errors import PlotlineError
from genre_core.limits import MAX_BODY_BYTES, MAX_PLOTS, MAX_STOP_SECONDS
from genre_core.prediction.predictor import Predictor
from genre_core.serving.server import listen
from tests.cli.running import ROOT, fail

HORROR = "A ghost screamed in a haunted cellar of blood and terror and must curse the night."
TOLD_NOWHERE = "xyzzy"
LONG = "ghost xyzzy " * 600  # 512 of them are all but too large, and take a moment to tokenise


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


def test_serves_and_stops(tiny_bundle: Path, predictor: Predictor) -> None:
    """It answers as the predictor does; a TERM ends it in order; of the plots nothing was logged."""
    with started(tiny_bundle) as served:
        assert (200, {"status": "ok"}) == ask(served, "GET", "/health")
        status, told = ask(served, "POST", "/predict/batch", {"plots": [HORROR, TOLD_NOWHERE]})
        assert 422 == ask(served, "POST", "/predict", {TOLD_NOWHERE: TOLD_NOWHERE})[0]
        assert 404 == ask(served, "GET", "/" + TOLD_NOWHERE)[0]
        assert (0, "Stopped.\n") == stopped(served, signal.SIGTERM)
    scores = dict(zip(predictor.genres, predictor.predict([HORROR])[0].tolist(), strict=True))
    assert (200, scores) == (status, told["answers"][0]["scores"])


def test_a_batch_and_ctrl_c(tiny_bundle: Path) -> None:
    """While a batch is read, health answers; Ctrl-C lets the batch finish, and then ends the server."""
    with started(tiny_bundle) as served, ThreadPoolExecutor(1) as pool:
        batch = pool.submit(ask, served, "POST", "/predict/batch", {"plots": [LONG] * MAX_PLOTS})
        answered = 0
        while not batch.done() and answered < 5:
            assert 200 == ask(served, "GET", "/health")[0]
            answered += not batch.done()
        assert (0, "Stopped.\n") == stopped(served, signal.SIGINT)
        status, told = batch.result()
    assert 5 == answered
    assert (200, MAX_PLOTS) == (status, len(told["answers"]))


def test_a_request_that_does_not_end(tiny_bundle: Path) -> None:
    """A server that is stopped waits for it so long and no longer: here a second, not ten."""
    program = (
        "from genre_core.serving import server; server.MAX_STOP_SECONDS = 1;"
        "from genre_core.cli.app import main; main()"
    )
    command = [sys.executable, "-c", program, "serve", "--bundle", tiny_bundle, "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8") as process:
        port = int(process.stdout.readline().split()[0].rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
            line.sendall(b"POST /predict HTTP/1.1\r\nHost: here\r\nContent-Length: 9\r\n\r\n")
            assert (200, {"status": "ok"}) == ask(
                Served(process, "127.0.0.1", port), "GET", "/health"
            )
            began = time.monotonic()
            process.terminate()
            process.wait(60)
        assert 1 <= time.monotonic() - began < MAX_STOP_SECONDS


def stopped(served: Served, by: signal.Signals) -> tuple[int, str]:
    """Its exit code, and all it said after its address, when a signal has ended it."""
    served.process.send_signal(by)
    said, _ = served.process.communicate(timeout=60)
    return served.process.returncode, said


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


def test_who_sends_too_much_learns_why(served: Served) -> None:
    """A client that looks for the answer when all is sent, as most do, still finds it."""
    status, told = ask(served, "POST", "/predict", {"plot": "x" * 3 * MAX_BODY_BYTES})
    assert (413, "body") == (status, told["problems"][0]["where"])


def test_a_port_that_is_taken(served: Served, tiny_bundle: Path) -> None:
    """It is told, with the option that helps."""
    said = fail("serve", "--bundle", tiny_bundle, "--port", served.port)
    assert f"Port {served.port} of 127.0.0.1 is taken" in said
    assert "--port" in said


def test_without_its_libraries() -> None:
    """What to install is told in one line."""
    program = (
        "import sys; sys.modules['fastapi'] = None; from genre_core.cli.app import main; main()"
    )
    command = [sys.executable, "-c", program, "serve"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert (2, "", 1) == (ran.returncode, ran.stdout, ran.stderr.count("\n"))
    assert "needs fastapi, which is not installed" in ran.stderr
    assert "pip install -r requirements-serve.txt" in ran.stderr


def test_an_address_of_another_machine() -> None:
    """One can listen only where one is."""
    with pytest.raises(PlotlineError, match="--host"):
        listen("no.such.host.invalid", 0)


def test_answers_are_sent_at_once() -> None:
    """The socket names its protocol: asyncio holds answers back for 40 ms where it does not know it."""
    with listen("127.0.0.1", 0) as listener:
        assert socket.IPPROTO_TCP == listener.proto


def test_on_ipv6() -> None:
    """Addresses with colons are fine, where the machine has any."""
    try:
        listener = listen("::1", 0)
    except PlotlineError:
        pytest.skip("this machine has no IPv6")
    with listener:
        assert socket.AF_INET6 == listener.family
