from pathlib import Path

import numpy as np
import pytest

from genre_core.errors import BundleError
from genre_core.prediction.predictor import Predictor
from genre_core.prediction.reader import OnnxReader
from genre_core.prediction.similar import similarity

PLOTS = [
    "a ghost haunted the cellar of blood and terror",
    "a demon of the night and the curse of a grave",
    "love letters of the bride and a kiss at the wedding",
    "the couple dance all summer with longing in the heart",
    "the sheriff and his horse find the outlaw in the saloon",
    "bandit and cattle and a rifle in the dust of the ranch",
]


@pytest.fixture(scope="module")
def predictor(tiny_bundle: Path) -> Predictor:
    """A predictor of the tiny bundle."""
    return Predictor(tiny_bundle)


def test_a_plot_is_most_like_itself_then_like_its_kind(predictor: Predictor) -> None:
    """By what the LSTM keeps of it."""
    states = predictor.states(PLOTS)
    assert (6, np.float32) == (len(states), states.dtype)
    for place in range(len(PLOTS)):
        likeness = similarity(states, states[place])
        assert 1 == pytest.approx(likeness[place], abs=1e-5)
        nearest = np.argsort(-likeness)[:2].tolist()
        assert {place, place ^ 1} == set(nearest)


def test_a_state_does_not_depend_on_the_plots_beside_it(predictor: Predictor) -> None:
    """Nor on the padding that makes rows of one length."""
    together = predictor.states([*PLOTS, "ghost " * 50])
    for place, plot in enumerate(PLOTS):
        np.testing.assert_allclose(predictor.states([plot])[0], together[place], atol=1e-5)


def test_what_all_share_does_not_count() -> None:
    """A number that is the same in all states makes no two of them alike, nor breaks anything."""
    states = np.array([[1, 0, 9], [0, 1, 9], [-1, -1, 9]], dtype=np.float32)
    assert similarity(states, states[0])[1] < 0.5
    assert np.isfinite(similarity(states, states.mean(axis=0))).all()


def test_a_model_without_states_says_so(tiny_bundle: Path, tmp_path: Path) -> None:
    """One that was exported before states were told still reads."""
    import onnx

    model = onnx.load(tiny_bundle / "model.onnx")
    del model.graph.output[1]
    reader = OnnxReader(model.SerializeToString())
    assert not reader.has_states
    assert (1, 4) == reader.read([np.array([2], dtype=np.int32)]).shape
    with pytest.raises(BundleError, match="without its pooled state"):
        reader.states([np.array([2], dtype=np.int32)])
