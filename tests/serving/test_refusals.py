"""What the API refuses: always with the rule, the value and the next step, and never with the text."""

import json
from inspect import signature

import anyio
import pytest
from starlette.testclient import TestClient

from genre_core.limits import (
    MAX_BODY_BYTES,
    MAX_BODY_SECONDS,
    MAX_FIELDS,
    MAX_IGNORED_BYTES,
    MAX_PLOT_CHARACTERS,
    MAX_PLOTS,
    MAX_PROBLEMS,
    MAX_REQUESTS,
)
from genre_core.serving.gate import Gate
from tests.programs import in_a_thread

TOLD_NOWHERE = "xyzzy"
JSON = {"content-type": "application/json"}

REFUSED = {
    "a plot too long": (
        "/predict",
        json.dumps({"plot": TOLD_NOWHERE.ljust(MAX_PLOT_CHARACTERS + 1)}),
        422,
        "20,001 characters",
    ),
    "a plot of a batch too long": (
        "/predict/batch",
        json.dumps({"plots": ["", TOLD_NOWHERE.ljust(MAX_PLOT_CHARACTERS + 1)]}),
        422,
        "20,001 characters",
    ),
    "too many plots": (
        "/predict/batch",
        json.dumps({"plots": [TOLD_NOWHERE] * (MAX_PLOTS + 1)}),
        422,
        "513 plots",
    ),
    "too many bytes": ("/predict", " " * (MAX_BODY_BYTES + 1), 413, "more than 4,194,304 bytes"),
    "NaN": ("/predict", '{"plot": NaN}', 422, "nan"),
    "Infinity": ("/predict", '{"plot": Infinity}', 422, "inf"),
    "minus Infinity": ("/predict/batch", '{"plots": ["xyzzy", -Infinity]}', 422, "-inf"),
    "a huge number": ("/predict", '{"plot": 1e999}', 422, "inf"),
    "null": ("/predict", '{"plot": null}', 422, "null"),
    "true": ("/predict", '{"plot": true}', 422, "true"),
    "a number": ("/predict", '{"plot": 7}', 422, "7"),
    "a list for a plot": ("/predict", '{"plot": ["xyzzy"]}', 422, "a list of 1"),
    "an object for a plot": ("/predict", '{"plot": {"xyzzy": 1}}', 422, "an object of 1"),
    "a text for a list": ("/predict/batch", '{"plots": "xyzzy"}', 422, "a text of 5 characters"),
    "no field": ("/predict", "{}", 422, "it is not there"),
    "an unknown field": ("/predict", '{"plot": "xyzzy", "genres": 1}', 422, "fields of other"),
    "ten thousand fields": (
        "/predict",
        json.dumps({f"xyzzy{number}": 1 for number in range(10_000)}),
        422,
        "fields of other",
    ),
    "half a character": ("/predict", '{"plot": "xyzzy \\ud800"}', 422, "half of a pair"),
    "half a character for a name": ("/predict", '{"\\ud800": "xyzzy"}', 422, "half of a pair"),
    "a list": ("/predict", '["xyzzy"]', 422, "a list of 1"),
    "nothing": ("/predict", "", 422, "it is not there"),
    "no JSON": ("/predict", '{"plot": "xyzzy"', 400, "character 16"),
    "UTF-16 cut short": ("/predict", '{"plot": "xyzzy"}'.encode("utf-16")[:-1], 400, "the body"),
    "Latin-1": ("/predict", b'{"plot": "xyzzy \xe9"}', 400, "the body"),
    "nested for ever": ("/predict", "[" * 200_000, 400, "the body"),
    "a number of 5,000 digits": ("/predict", '{"plot": ' + "1" * 5_000 + "}", 400, "the body"),
}


@pytest.mark.parametrize(("path", "body", "status", "value"), REFUSED.values(), ids=REFUSED.keys())
def test_refused(client: TestClient, path: str, body: str | bytes, status: int, value: str) -> None:
    """Each has its status and tells the rule, the value and the next step, but not the text."""
    told = client.post(path, content=body, headers=JSON)
    assert status == told.status_code
    problem = told.json()["problems"][0]
    assert value in problem["value"]
    assert problem["where"]
    assert all(problem[part].endswith(".") for part in ("rule", "next_step"))
    assert TOLD_NOWHERE not in told.text


def test_where(client: TestClient) -> None:
    """The place of each plot at fault is told."""
    told = client.post("/predict/batch", json={"plots": ["a ghost", None, "a kiss", 7]}).json()
    assert ["plots.1", "plots.3"] == [problem["where"] for problem in told["problems"]]


def test_many_faults(client: TestClient) -> None:
    """So many are told, and how many more there are."""
    for more in (0, 1, 40):
        plots = [None] * (MAX_PROBLEMS + more)
        told = client.post("/predict/batch", json={"plots": plots}).json()
        assert (MAX_PROBLEMS, more) == (len(told["problems"]), told["more"])


def test_a_fault_for_all_fields(client: TestClient) -> None:
    """A million unknown fields would take seconds to tell one by one, so they are one fault."""
    for fields, faults in ((MAX_FIELDS, MAX_FIELDS + 1), (MAX_FIELDS + 1, 1)):
        told = client.post("/predict", json={str(number): 0 for number in range(fields)}).json()
        assert faults == len(told["problems"]) + told["more"]  # the one it needs is not there, too


@pytest.mark.parametrize(
    ("headers", "value"),
    [
        (
            {"content-type": "application/x-www-form-urlencoded"},
            "application/x-www-form-urlencoded",
        ),
        ({"content-type": "text/plain; charset=utf-8"}, "text/plain"),
        ({}, "no Content-Type"),
    ],
)
def test_another_kind_of_content(client: TestClient, headers: dict[str, str], value: str) -> None:
    """Only what says it is JSON is read."""
    told = client.post("/predict", content='{"plot": "a ghost"}', headers=headers)
    assert (415, value) == (told.status_code, told.json()["problems"][0]["value"])


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/", 404), ("GET", "/docs", 404), ("GET", "/predict", 405), ("PUT", "/model", 405)],
)
def test_another_address(client: TestClient, method: str, path: str, status: int) -> None:
    """What is not there is told as JSON, too, and where to look."""
    told = client.request(method, path)
    assert status == told.status_code
    assert "/openapi.json" in told.json()["problems"][0]["next_step"]


class TestGate:
    """What stands before the API, around programs of a few lines."""

    def test_bytes_are_counted_as_they_come(self) -> None:
        """A body without a length is refused when it is too long, not when it ends."""
        asked = 0

        async def endless():
            nonlocal asked
            asked += 1
            return {"type": "http.request", "body": b"x" * 2**20, "more_body": asked < 1_000}

        assert 413 == status_of(Gate(unreachable), endless)
        over = MAX_BODY_BYTES // 2**20 + 1
        assert over + MAX_IGNORED_BYTES // 2**20 == asked  # what is let pass before the line is cut

    def test_a_length_too_large(self) -> None:
        """A body that says it is too long is refused before it begins."""
        headers = [(b"content-length", str(MAX_BODY_BYTES + 1).encode())]
        assert 413 == status_of(Gate(unreachable, most_seconds=0.05), never, headers)

    def test_a_body_that_does_not_come(self) -> None:
        """It is waited for so long and no longer; one that is slow, but comes in time, is read."""
        assert MAX_BODY_SECONDS == signature(Gate).parameters["most_seconds"].default
        assert 408 == status_of(Gate(unreachable, most_seconds=0.05), never)
        assert 204 == status_of(Gate(fine), slowly)

    def test_a_client_that_leaves(self) -> None:
        """It gets no answer."""

        async def leave():
            return {"type": "http.disconnect"}

        assert status_of(Gate(unreachable), leave) is None

    def test_too_many_at_once(self) -> None:
        """One more than may wait is told to come again; afterwards there is room."""
        gate = Gate(fine)
        told: list[int | None] = []

        async def all_of_them() -> None:
            async with anyio.create_task_group() as group:
                for _ in range(MAX_REQUESTS):
                    group.start_soon(call, gate, never)
                await anyio.wait_all_tasks_blocked()
                told.append(await call(gate, empty))
                group.cancel_scope.cancel()
            told.append(await call(gate, empty))

        in_a_thread(anyio.run, all_of_them)
        assert [503, 204] == told

    def test_a_fault_of_ours(self, caplog: pytest.LogCaptureFixture) -> None:
        """It is answered as such, and logged with its place and without its words."""

        async def faulty(scope, receive, send):
            raise ValueError(f"cannot read {TOLD_NOWHERE}")

        assert 500 == status_of(Gate(faulty), empty)
        assert "ValueError" in caplog.text
        assert "test_refusals.py" in caplog.text
        assert TOLD_NOWHERE not in caplog.text


async def unreachable(scope, receive, send):
    raise AssertionError("what was refused came through")


async def fine(scope, receive, send):
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body"})


async def never():
    await anyio.sleep_forever()


async def slowly():
    await anyio.sleep(0.1)
    return await empty()


async def empty():
    return {"type": "http.request", "body": b"", "more_body": False}


def status_of(gate: Gate, receive, headers=()) -> int | None:
    """The status that the gate answers a POST with; None where it says nothing."""
    return in_a_thread(anyio.run, call, gate, receive, headers)


async def call(gate: Gate, receive, headers=()) -> int | None:
    """The same, for one that is within an event loop."""
    sent = []

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": "/predict", "headers": list(headers)}
    await gate(scope, receive, send)
    return sent[0]["status"] if sent else None
