"""The API does as its own OpenAPI says, as far as Schemathesis can tell."""

from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from starlette.testclient import TestClient

from genre_core.prediction.predictor import Predictor
from genre_core.serving.api import make_api


@pytest.fixture
def api_schema(tiny_bundle: Path):
    """The OpenAPI that is served, and who serves it."""
    return schemathesis.openapi.from_asgi("/openapi.json", make_api(Predictor(tiny_bundle)))


schema = schemathesis.pytest.from_fixture("api_schema")


@schema.parametrize()
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_keeps_its_word(case) -> None:
    """What fits the description is answered, what does not is refused, each in the form described."""
    case.call_and_validate()


def test_is_described(client: TestClient) -> None:
    """Every operation says what it is for, every field of every answer what it means."""
    told = client.get("/openapi.json").json()
    for path in told["paths"].values():
        for operation in path.values():
            assert operation["summary"] and operation["description"]
    for name, model in told["components"]["schemas"].items():
        for field, about in model.get("properties", {}).items():
            assert about.get("description"), f"{name}.{field}"


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
