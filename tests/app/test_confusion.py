"""Which label was taken for which: the numbers and words under the matrix."""

import numpy as np
import pytest
from sklearn.metrics import confusion_matrix

from pages.parts.models import data
from pages.parts.models.confusion import confusion_chart, confusion_frame, mistakes_in_words

TRUTH = np.array([0, 0, 0, 0, 1, 1, 2])
NAMED = np.array([0, 1, 1, 2, 1, 0, 2])


@pytest.fixture
def row():
    """A stored row whose matrix is scikit-learn's, with a label that no text has."""
    base = next(row for row in data.results() if "confusion" in row.figures)
    counts = confusion_matrix(TRUTH, NAMED, labels=[0, 1, 2, 3]).tolist()
    names = ("war", "crime", "music", "=none")
    return base.model_copy(update={"genres": names, "figures": {"confusion": counts}})


def test_every_pair_with_its_share(row):
    """A line's shares add up to 1, or to 0 where no text has the label."""
    frame = confusion_frame(row)
    assert 16 == len(frame)
    assert len(TRUTH) == frame["n_texts"].sum()
    shares = frame.groupby("label", sort=False)["share"].sum()
    assert {"war": 1, "crime": 1, "music": 1, "=none": 0} == shares.to_dict()
    [pair] = frame[(frame["label"] == "war") & (frame["named"] == "crime")].to_dict("records")
    assert (2, 0.5) == (pair["n_texts"], pair["share"])


def test_the_most_frequent_mistakes(row):
    """The most frequent first; a matrix without mistakes says so."""
    assert mistakes_in_words(confusion_frame(row)).startswith("Taken most often: war as crime")
    right = row.model_copy(update={"figures": {"confusion": np.eye(4, dtype=int).tolist()}})
    assert "No text was given a wrong label." == mistakes_in_words(confusion_frame(right))


def test_labels_stand_in_one_order_on_both_axes(row):
    """Or the diagonal would be none."""
    chart = confusion_chart(confusion_frame(row), row.genres).to_dict()
    assert list(row.genres) == chart["encoding"]["x"]["sort"] == chart["encoding"]["y"]["sort"]
