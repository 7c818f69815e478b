from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genre_core.errors import BundleError, PlotError
from genre_core.prediction.predictor import Predictor
from genre_core.prediction.reader import OnnxReader
from tests.text.texts import any_text, plots

CLOSE = 1e-6


@pytest.fixture(scope="module")
def predictor(tiny_bundle: Path) -> Predictor:
    """A predictor of the tiny bundle."""
    return Predictor(tiny_bundle)


class TestPredict:
    def test_shape(self, predictor: Predictor) -> None:
        """A row a plot, a column a genre, probabilities as float32."""
        probabilities = predictor.predict(["a ghost", "", "a sheriff in a saloon"])
        assert ((3, 4), np.float32) == (probabilities.shape, probabilities.dtype)
        assert ((probabilities >= 0) & (probabilities <= 1)).all()

    def test_no_plots(self, predictor: Predictor) -> None:
        """No plots give no rows, of as many columns."""
        assert (0, 4) == predictor.predict([]).shape

    def test_any_iterable_of_plots(self, predictor: Predictor) -> None:
        """A generator is read to its end."""
        plots = ["a ghost", "a kiss"]
        expected = predictor.predict(plots)
        np.testing.assert_array_equal(expected, predictor.predict(plot for plot in plots))

    @pytest.mark.parametrize("no_text", [None, float("nan"), 7, b"a ghost", ["a ghost"]])
    def test_what_is_no_text(self, predictor: Predictor, no_text: object) -> None:
        """It is refused with its place and its type."""
        with pytest.raises(PlotError, match=f"plot 1 is {type(no_text).__name__}"):
            predictor.predict(["a ghost", no_text])  # type: ignore[list-item]

    def test_one_text_is_no_list(self, predictor: Predictor) -> None:
        """A text alone would be read letter by letter."""
        with pytest.raises(PlotError, match=r"predict\(\[plot\]\)"):
            predictor.predict("a ghost")

    @given(any_text)
    def test_any_text_has_probabilities(self, predictor: Predictor, text: str) -> None:
        """Whatever the characters."""
        assert np.isfinite(predictor.predict([text])).all()

    def test_a_million_characters(self, predictor: Predictor) -> None:
        """The words that are not read change nothing."""
        read = "ghost " * predictor.max_tokens
        expected = predictor.predict([read])
        np.testing.assert_array_equal(expected, predictor.predict([read + "love " * 200_000]))

    def test_case_and_punctuation_do_not_count(self, predictor: Predictor) -> None:
        """What the tokeniser drops changes nothing."""
        plain, dressed = predictor.predict(["a ghost in a house", "«A ghost?» In a\n HOUSE…"])
        np.testing.assert_allclose(plain, dressed, atol=CLOSE)


class TestCompany:
    @given(st.lists(plots, min_size=1, max_size=12), st.randoms(use_true_random=False))
    def test_company_changes_nothing(self, predictor: Predictor, plots: list[str], random) -> None:
        """A plot's probabilities are the same alone, in a batch and in any order."""
        alone = np.concatenate([predictor.predict([plot]) for plot in plots])
        np.testing.assert_allclose(predictor.predict(plots), alone, atol=CLOSE, rtol=0)
        order = random.sample(range(len(plots)), len(plots))
        shuffled = predictor.predict([plots[place] for place in order])
        np.testing.assert_allclose(shuffled, alone[order], atol=CLOSE, rtol=0)

    def test_many_batches(self, predictor: Predictor) -> None:
        """Several hundred plots, more than one batch holds, come back in their order."""
        plots = [" ".join(["ghost", "love", "the"][: 1 + n % 3] * (n % 40)) for n in range(300)]
        alone = np.concatenate([predictor.predict([plot]) for plot in plots])
        np.testing.assert_allclose(predictor.predict(plots), alone, atol=CLOSE, rtol=0)

    def test_threads(self, predictor: Predictor) -> None:
        """Sixteen threads at once get what each would get alone."""
        plots = [f"{'ghost ' * (n % 5)}{'love ' * (n % 7)}the house" for n in range(200)]
        expected = [predictor.predict([plot]) for plot in plots]
        with ThreadPoolExecutor(16) as threads:
            found = list(threads.map(lambda plot: predictor.predict([plot]), plots))
        np.testing.assert_allclose(np.concatenate(found), np.concatenate(expected), atol=CLOSE)


class TestNamed:
    def test_order_and_thresholds(self, predictor: Predictor) -> None:
        """Genres at their threshold or above it, the most probable first."""
        at = predictor.thresholds.copy()
        assert set(predictor.genres) == set(predictor.named(at))
        assert [] == predictor.named(at - 1e-6)
        at[2] = 1
        assert predictor.genres[2] == predictor.named(at)[0]


class TestBehaviour:
    """What a reader of plots must do, on the tiny model."""

    @pytest.mark.parametrize(
        ("plot", "genre"),
        [
            ("a ghost screamed in a haunted cellar of blood and terror", "Horror"),
            ("the sheriff and the outlaw ride a horse out of the saloon", "Western"),
            ("a kiss at the wedding of a couple in love, and a dance", "Romance"),
        ],
    )
    def test_clear_plots(self, predictor: Predictor, plot: str, genre: str) -> None:
        """A plot of one genre's words is named so first."""
        assert genre == predictor.named(predictor.predict([plot])[0])[0]

    def test_fillers_change_no_genre(self, predictor: Predictor) -> None:
        """Who and where does not matter."""
        plot = "{} ghost and {} demon in {} cellar, blood and terror, {} curse"
        versions = [plot.format(*[word] * 4) for word in ("the", "a", "her", "his", "old")]
        named = [predictor.named(scores)[0] for scores in predictor.predict(versions)]
        assert ["Horror"] * 5 == named

    @given(plots)
    def test_ghosts_raise_horror(self, predictor: Predictor, plot: str) -> None:
        """Five ghosts more never make a plot less of a horror film."""
        horror = predictor.genres.index("Horror")
        words = plot.split()[: predictor.max_tokens - 5]
        without, with_ghosts = predictor.predict(
            [" ".join(words), " ".join([*words, *["ghost"] * 5])]
        )[:, horror]
        assert with_ghosts >= without - 0.01


class TestReader:
    def test_what_is_no_model(self) -> None:
        """ONNX Runtime's complaint comes with what to do."""
        with pytest.raises(BundleError, match=r"cannot load the model .*train the model again"):
            OnnxReader(b"no model")

    def test_no_rows(self, tiny_bundle: Path) -> None:
        """Nothing to read is no error."""
        reader = OnnxReader((tiny_bundle / "model.onnx").read_bytes())
        assert (0, 4) == reader.read([]).shape
