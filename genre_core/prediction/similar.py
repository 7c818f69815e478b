"""Films that read alike: near each other in what the LSTM keeps of a plot."""

import numpy as np
import numpy.typing as npt

__all__ = ["similarity"]

FloatArray = npt.NDArray[np.float32]


def similarity(states: FloatArray, state: FloatArray) -> FloatArray:
    """How much alike each film's state is to one state: cosines ``(n_films,)``, 1 for the same.

    ``states (n_films, n_numbers)`` and ``state (n_numbers,)`` as ``Predictor.states`` gives them. Each
    number is first measured from its mean over the films, in standard deviations: what all plots share
    would make all of them look alike.
    """
    mean, spread = states.mean(axis=0), np.maximum(states.std(axis=0), 1e-6)
    films, one = (states - mean) / spread, (state - mean) / spread
    lengths = np.linalg.norm(films, axis=1) * np.linalg.norm(one)
    return (films @ one / np.maximum(lengths, 1e-12)).astype(np.float32)
