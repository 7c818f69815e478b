"""Genres of plots from a bundle: no TensorFlow, a few milliseconds a plot."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from genre_core.errors import PlotError
from genre_core.prediction.bundle import SHIPPED, Bundle, load_bundle, read_steadily
from genre_core.prediction.encoder import Encoder
from genre_core.prediction.reader import OnnxReader
from genre_core.text.tokens import first_words

__all__ = ["Predictor"]


class Predictor:
    """A bundle that reads plots. Safe to share between threads.

    ``Predictor()`` reads the bundle that ships; ``Predictor(folder)`` any other. Raises BundleError.
    """

    def __init__(self, bundle: str | Path | Bundle = SHIPPED, *, threads: int = 0):
        if isinstance(bundle, Bundle):
            self.bundle, model = bundle, bundle.model()
        else:
            self.bundle, model = read_steadily(Path(bundle), _with_model)
        self.genres = self.bundle.manifest.genres
        self.thresholds = np.asarray(self.bundle.manifest.thresholds)
        """``(n_genres,)``: a genre is named when its probability reaches its threshold."""
        self.max_tokens = self.bundle.manifest.text.max_tokens
        self.encoder = Encoder(self.bundle.vocabulary, self.bundle.manifest.text)
        self._reader = OnnxReader(model, threads=threads)

    def predict(self, plots: Iterable[str]) -> npt.NDArray[np.float32]:
        """Probabilities ``(n_plots, n_genres) float32`` of any texts; PlotError for what is no text.

        A plot's probabilities do not depend on the plots beside it.
        """
        return self.predict_tokens(self.tokens_of_each(plots))

    def predict_tokens(self, plots: Sequence[Sequence[str]]) -> npt.NDArray[np.float32]:
        """Probabilities ``(n_plots, n_genres) float32`` of plots that are tokenised already."""
        return self._reader.read([self.encoder.ids(tokens) for tokens in plots])

    def predict_words(self, plots: Sequence[Sequence[str]]) -> npt.NDArray[np.float32]:
        """Probabilities ``(n_plots, n_genres) float32`` of plots given as their whole words.

        A model that reads pieces of words takes them apart again, without the commas between them.
        """
        if self.bundle.manifest.text.tokeniser == "words":
            return self.predict_tokens(plots)
        return self.predict([" ".join(words) for words in plots])

    def words(self, plot: str) -> list[str]:
        """Whole words of a plot, those that the model reads and no more."""
        if self.bundle.manifest.text.tokeniser == "words":
            return self.encoder.read(self.tokens(plot))
        return first_words(plot, self.max_tokens)

    def tokens(self, plot: str) -> list[str]:
        """Words of a plot, or pieces of words for a model that reads those."""
        return self.encoder.tokens(plot)

    def tokens_of_each(self, plots: Iterable[str]) -> list[list[str]]:
        """``tokens`` of every plot; PlotError for what is no text."""
        return [self.tokens(plot) for plot in _checked(plots)]

    @property
    def has_states(self) -> bool:
        """Whether the bundle's model tells its states."""
        return self._reader.has_states

    def states(self, plots: Iterable[str]) -> npt.NDArray[np.float32]:
        """What the LSTM keeps of each plot, ``(n_plots, n_numbers) float32``: its pooled state.

        For each unit its strongest and its mean value along the plot. Raises BundleError for a model
        that was exported without it.
        """
        tokens = self.tokens_of_each(plots)
        return self._reader.states([self.encoder.ids(words) for words in tokens])

    def knows_a_word(self, tokens: Sequence[str]) -> bool:
        """Whether there is a word to judge by: without one, no genre should be named."""
        return any(token in self.bundle.vocabulary for token in self.encoder.read(tokens))

    def named(
        self,
        probabilities: npt.NDArray[np.floating],
        thresholds: npt.NDArray[np.floating] | None = None,
    ) -> list[str]:
        """Genres of one plot ``(n_genres,)`` that reach their thresholds, most probable first.

        ``thresholds (n_genres,)`` stand in for the model's own.
        """
        needed = self.thresholds if thresholds is None else thresholds
        ranked = np.argsort(-probabilities, kind="stable")
        return [self.genres[g] for g in ranked if probabilities[g] >= needed[g]]


def _with_model(folder: Path) -> tuple[Bundle, bytes]:
    bundle = load_bundle(folder)
    return bundle, bundle.model()


def _checked(plots: Iterable[str]) -> list[str]:
    if isinstance(plots, str):
        raise PlotError("predict reads a list of plots, and got one text. Write predict([plot]).")
    plots = list(plots)
    for place, plot in enumerate(plots):
        if not isinstance(plot, str):
            raise PlotError(
                f"A plot is a text, and plot {place} is {type(plot).__name__}. "
                "Leave such rows out, or put an empty text in their place."
            )
    return plots
