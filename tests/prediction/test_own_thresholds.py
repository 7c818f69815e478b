import json
from typing import Any

import pytest

from genre_core.errors import EvaluationError
from genre_core.limits import MAX_THRESHOLD_BYTES
from genre_core.prediction.own_thresholds import read_thresholds

GENRES = ("Comedy", "Horror")


def file_of(thresholds: Any, **changes: Any) -> bytes:
    """A file of thresholds, as the page writes it but for the changes."""
    content = {"format": "plotline-thresholds", "version": 1, "thresholds": thresholds}
    return json.dumps(content | changes).encode()


def test_thresholds_in_the_order_of_the_genres() -> None:
    """Whatever their order in the file; the bounds count; a byte-order mark does no harm."""
    data = b"\xef\xbb\xbf" + file_of({"Horror": 1, "Comedy": 0.25})
    assert [("Comedy", 0.25), ("Horror", 1.0)] == list(read_thresholds(data, GENRES).items())


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\xff\xfe", "this one is cut off or not JSON"),
        (b"[" * 50_000, "this one is cut off or not JSON"),
        (file_of({"Comedy": 0.5})[:29], r"this one is cut off or not JSON\. Save"),
        (b"[1]", "not ours"),
        (file_of({}, format="other"), "not ours"),
        (file_of({}, version=2), "version 1"),
        (file_of([0.5, 0.5]), "a number for each genre"),
        (file_of({"Comedy": 0.5}), "missing Horror, unknown none"),
        (file_of({"Comedy": 0.5, "Horror": 0.5, "War": 1}), "missing none, unknown War"),
        (file_of({"Comedy": 0.5, "Horror": 1.01}), "got 1.01 for Horror"),
        (file_of({"Comedy": 0.5, "Horror": -1e-9}), "from 0 to 1"),
        (file_of({"Comedy": 0.5, "Horror": float("nan")}), "cut off or not JSON"),
        (file_of({"Comedy": 0.5, "Horror": True}), "got True for Horror"),
        (file_of({"Comedy": 0.5, "Horror": "0.5"}), "from 0 to 1"),
        (b" " * (MAX_THRESHOLD_BYTES + 1), "100,000 bytes at most"),
    ],
)
def test_strict(data: bytes, message: str) -> None:
    """Everything else is refused with the reason and the next step."""
    with pytest.raises(EvaluationError, match=message) as refused:
        read_thresholds(data, GENRES)
    assert "Save them on the thresholds page" in str(refused.value)
