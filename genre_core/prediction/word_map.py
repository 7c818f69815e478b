"""A map of the words that tell most about genres: near each other where their vectors are alike."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from genre_core.errors import BundleError
from genre_core.files import write_whole
from genre_core.prediction.bundle import Bundle
from genre_core.prediction.predictor import Predictor
from genre_core.prediction.words import FloatArray, telling_words, word_vectors

__all__ = ["SHIPPED_MAP", "WordMap", "draw_map", "model_hash", "quick_map", "read_map", "write_map"]

SHIPPED_MAP = Path(__file__).resolve().parents[2] / "assets" / "words" / "map.json"

_FORMAT = "plotline-word-map"
_COLUMNS = ["word", "genre", "alone", "empty", "gain", "x", "y"]
_DIMENSIONS = 30  # that PCA leaves for t-SNE
_DECIMALS = 3


@dataclass(frozen=True)
class WordMap:
    """Words with their places."""

    words: pd.DataFrame
    """``word, genre, alone, empty, gain`` as ``telling_words`` has them, and ``x, y`` from -1 to 1."""
    method: str
    """How the places were found: ``t-SNE`` or ``PCA``."""
    model: str
    """SHA-256 of the model it belongs to."""


def model_hash(bundle: Bundle) -> str:
    """What tells a model from others: the SHA-256 of its ``model.onnx``."""
    return bundle.manifest.files["model.onnx"]


def draw_map(predictor: Predictor, *, most: int = 500, seed: int = 1) -> WordMap:
    """The map by t-SNE on the cosines of the vectors: some seconds, and it needs scikit-learn.

    Neighbours on it are neighbours; far distances mean little. Van der Maaten and Hinton 2008,
    https://jmlr.org/papers/v9/vandermaaten08a.html.
    """
    from sklearn.manifold import TSNE

    words, vectors = _words_with_vectors(predictor, most)
    start = _principal(vectors, _DIMENSIONS)
    perplexity = min(30.0, max(1.0, (len(words) - 1) / 3))
    tsne = TSNE(metric="cosine", init="pca", perplexity=perplexity, random_state=seed)
    return _placed(predictor, words, tsne.fit_transform(start), "t-SNE")


def quick_map(predictor: Predictor, vectors: FloatArray, *, most: int = 500) -> WordMap:
    """The map by the two directions in which the vectors differ most: at once, and rougher."""
    words = telling_words(predictor, most=most)
    own = _unit(_vectors_of(predictor, vectors, words))
    return _placed(predictor, words, _principal(own, 2), "PCA")


def write_map(word_map: WordMap, path: Path) -> None:
    """Write JSON: a list for each column."""
    table = word_map.words.round(_DECIMALS)
    content = {
        "format": _FORMAT,
        "model_sha256": word_map.model,
        "method": word_map.method,
        "words": {column: table[column].tolist() for column in _COLUMNS},
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, json.dumps(content, allow_nan=False) + "\n")


def read_map(path: Path = SHIPPED_MAP) -> WordMap:
    """Read what ``write_map`` wrote; raises BundleError."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return WordMap(
            pd.DataFrame(content["words"])[_COLUMNS], content["method"], content["model_sha256"]
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BundleError(
            f"The map of words {path} cannot be read ({error}). "
            "Draw it again with `python -m genre_core map-words`."
        ) from error


def _words_with_vectors(predictor: Predictor, most: int) -> tuple[pd.DataFrame, FloatArray]:
    words = telling_words(predictor, most=most)
    return words, _unit(_vectors_of(predictor, word_vectors(predictor.bundle), words))


def _vectors_of(predictor: Predictor, vectors: FloatArray, words: pd.DataFrame) -> FloatArray:
    return vectors[predictor.bundle.vocabulary.ids(words["word"].tolist())]


def _unit(vectors: FloatArray) -> FloatArray:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors / np.maximum(lengths, np.finfo(np.float32).tiny)


def _principal(vectors: FloatArray, dimensions: int) -> npt.NDArray[np.floating]:
    """``(n_words, dimensions)``: the directions of most variance, zeros where there are fewer."""
    left, strengths, _ = np.linalg.svd(vectors - vectors.mean(axis=0), full_matrices=False)
    found = (left * strengths)[:, :dimensions]
    return np.pad(found, ((0, 0), (0, max(0, dimensions - found.shape[1]))))


def _placed(
    predictor: Predictor, words: pd.DataFrame, places: npt.NDArray[np.floating], method: str
) -> WordMap:
    centred = places - (places.max(axis=0) + places.min(axis=0)) / 2
    scaled = centred / max(float(np.abs(centred).max()), np.finfo(np.float32).tiny)
    table = words.assign(x=scaled[:, 0], y=scaled[:, 1])
    return WordMap(table, method, model_hash(predictor.bundle))
