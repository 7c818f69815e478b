"""What the API answers: the predictor's own numbers."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from genre_core.limits import MAX_BODY_BYTES, MAX_PLOT_CHARACTERS, MAX_PLOTS
from genre_core.prediction.answer import answer
from genre_core.prediction.predictor import Predictor
from genre_core.serving.api import make_api
from tests.text.texts import any_text

HORROR = "A ghost screamed in a haunted cellar of blood and terror and must curse the night."
WESTERN = "A sheriff and a bandit must ride over dust and cattle to the saloon of the frontier."

texts = any_text.map(lambda text: text.encode("utf-8", "ignore").decode())
"""Any text that JSON can carry: without lone surrogates."""


def test_health(client: TestClient) -> None:
    """It answers, so it is well."""
    told = client.get("/health")
    assert (200, {"status": "ok"}) == (told.status_code, told.json())


def test_model(client: TestClient, predictor: Predictor) -> None:
    """The facts of the model are those of its bundle, and the limits those that are kept."""
    told = client.get("/model").json()
    manifest = predictor.bundle.manifest
    assert ("tiny", 60) == (told["name"], told["most_tokens"])
    assert manifest.files["model.onnx"] == told["sha256"]
    assert dict(zip(manifest.genres, manifest.thresholds, strict=True)) == told["thresholds"]
    assert list(manifest.genres) == told["genres"]
    assert [("tiny", manifest.metrics["test"]["tiny"]["micro_f1"])] == [
        (row["corpus"], row["micro_f1"]) for row in told["test_scores"]
    ]
    assert {
        "plot_characters": MAX_PLOT_CHARACTERS,
        "plots_in_a_batch": MAX_PLOTS,
        "body_bytes": MAX_BODY_BYTES,
    } == told["limits"]
    assert any("English" in caution for caution in told["cautions"])


def test_one_plot(client: TestClient, predictor: Predictor) -> None:
    """Genres, scores and warnings are those of the plain path, to the last digit."""
    told = client.post("/predict", json={"plot": HORROR})
    plain = answer(predictor, HORROR).to_dict()
    plain.pop("thresholds")
    assert (200, plain) == (told.status_code, told.json())
    assert "Horror" in told.json()["genres"]


@given(st.lists(texts, max_size=8))
def test_a_batch(client: TestClient, predictor: Predictor, plots: list[str]) -> None:
    """One answer a plot, in the order sent, each what that plot is answered alone."""
    told = client.post("/predict/batch", json={"plots": plots}).json()["answers"]
    plain = predictor.predict(plots)
    assert len(plots) == len(told)
    for plot, scores, one in zip(plots, plain, told, strict=True):
        known = answer(predictor, plot)
        assert (list(known.genres), known.to_dict()["scores"]) == (one["genres"], one["scores"])
        if one["scores"] is not None:
            assert scores.tolist() == pytest.approx(list(one["scores"].values()), abs=1e-6)


def test_nothing_to_judge_by(client: TestClient) -> None:
    """A text without a known word gets no scores, no genre and the reason."""
    told = client.post("/predict", json={"plot": " … "}).json()
    assert (None, [], ["empty"]) == (
        told["scores"],
        told["genres"],
        [warning["code"] for warning in told["warnings"]],
    )


LARGEST: dict[str, tuple[str, Callable[[int], str], int, int]] = {
    "plot": (
        "/predict",
        lambda n: json.dumps({"plot": "ghost ".ljust(n, "x")}),
        MAX_PLOT_CHARACTERS,
        422,
    ),
    "batch": ("/predict/batch", lambda n: json.dumps({"plots": [WESTERN] * n}), MAX_PLOTS, 422),
    "body": ("/predict", '{"plot": "a ghost"}'.ljust, MAX_BODY_BYTES, 413),
}
"""Where it is sent, a body with so much of it, how much may be, and the status of more."""


@pytest.mark.parametrize(("path", "body", "most", "refused"), LARGEST.values(), ids=LARGEST)
def test_at_the_limits(
    client: TestClient, path: str, body: Callable[[int], str], most: int, refused: int
) -> None:
    """The longest plot, the largest batch and the largest body are read; with one more none is."""
    headers = {"content-type": "application/json"}
    for amount, status in ((most, 200), (most + 1, refused)):
        assert status == client.post(path, content=body(amount), headers=headers).status_code


def test_the_thresholds_of_the_bundle(altered_bundle) -> None:
    """A genre is named where its score reaches the threshold that the bundle gives it."""
    folder: Path = altered_bundle(thresholds=(0.0, 1.0, 1.0, 0.0))
    told = TestClient(make_api(Predictor(folder))).post("/predict", json={"plot": HORROR})
    assert {"Comedy", "Western"} == set(told.json()["genres"])


def test_nothing_is_told_to_observers(monkeypatch: pytest.MonkeyPatch, tiny_bundle: Path) -> None:
    """FastAPI can report requests to an address in the environment: here it never does."""
    monkeypatch.setenv("FASTAPI_OTEL_AUTO_CONFIGURE", "true")
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9")
    with TestClient(make_api(Predictor(tiny_bundle))) as client:
        assert 200 == client.post("/predict", json={"plot": HORROR}).status_code
