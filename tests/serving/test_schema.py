"""The API does as its own OpenAPI says, as far as Schemathesis can tell."""

import subprocess
import sys
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from genre_core.benchmarks.served import Served
from genre_core.serving.messages import PlotAnswer, Problem

CONFIG = Path(__file__).with_name("schemathesis.toml")


@pytest.mark.timeout(600)  # seconds by itself, minutes beside a training
def test_keeps_its_word(served: Served, tmp_path: Path) -> None:
    """What fits the description is answered, what does not is refused, each in the form described."""
    # Its command, not its pytest plugin, which keeps no pace with pytest; it leaves files where it runs.
    command = [sys.executable, "-m", "schemathesis.cli", "--config-file", CONFIG, "run"]
    command += [f"http://{served.host}:{served.port}/openapi.json"]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
    assert 0 == ran.returncode, ran.stdout[-3_000:] + ran.stderr
    assert "4 selected / 4 total" in ran.stdout


def test_is_described(client: TestClient) -> None:
    """Every operation says what it is for, every field of every answer what it means."""
    told = client.get("/openapi.json").json()
    for path in told["paths"].values():
        for operation in path.values():
            assert operation["summary"]
            assert operation["description"]
    for name, model in told["components"]["schemas"].items():
        for field, about in model.get("properties", {}).items():
            assert about.get("description"), f"{name}.{field}"


def test_the_examples_of_answers_have_their_form() -> None:
    """An example that does not fit its own description would mislead."""
    for model in (PlotAnswer, Problem):
        for example in model.model_json_schema()["examples"]:
            assert example == model.model_validate(example).model_dump()


def test_the_examples_work(client: TestClient) -> None:
    """Each example of a body can be sent as it stands."""
    told = client.get("/openapi.json").json()
    schemas = told["components"]["schemas"]
    sent = 0
    for path, operations in told["paths"].items():
        if "post" in operations:
            content = operations["post"]["requestBody"]["content"]["application/json"]["schema"]
            for example in schemas[content["$ref"].rpartition("/")[2]]["examples"]:
                answer = client.post(path, json=example)
                assert 200 == answer.status_code
                sent += 1
    assert 2 == sent
