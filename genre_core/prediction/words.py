"""What a model has learned of single words: where each lies, its neighbours, and how it leans."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from genre_core.errors import BundleError, PlotError
from genre_core.prediction.bundle import Bundle
from genre_core.prediction.predictor import Predictor
from genre_core.text.vocabulary import UNKNOWN, Vocabulary

__all__ = ["FloatArray", "leaning_of", "leanings", "neighbours", "telling_words", "word_vectors"]

FloatArray = npt.NDArray[np.float32]

_LSTMS = {"LSTM": 0, "DynamicQuantizeLSTM": 2}
"""Operators, and the numbers that each reads after those of a word: the bounds of 8 bits."""
_COMMON_WORDS = 5_000
_SMALLEST = 1e-6  # A score nearer to 0 or 1 than this has no log-odds worth telling apart.


def word_vectors(bundle: Bundle) -> FloatArray:
    """What the LSTM is given for each word of the vocabulary: ``(n_words, dimensions) float32``.

    Rows 0 and 1 are padding and the unknown word. Read from the exported model itself: its graph is
    cut where the first LSTM begins. Raises BundleError for a model without one.
    """
    import onnx
    import onnxruntime

    model = onnx.load_model_from_string(bundle.model())
    nodes = model.graph.node
    place = next((n for n, node in enumerate(nodes) if node.op_type in _LSTMS), None)
    if place is None:
        raise BundleError(
            f"Word vectors are read where a model's LSTM begins, and that of {bundle.folder} has none. "
            "Choose a model that `python -m genre_core train` wrote."
        )
    entrance, n_bounds = nodes[place].input[0], _LSTMS[nodes[place].op_type]
    del nodes[place:]  # nodes stand in the order they run in
    del model.graph.output[:]
    model.graph.output.append(
        onnx.helper.make_tensor_value_info(entrance, onnx.TensorProto.FLOAT, None)
    )
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3  # or it remarks on each weight that the cut left over
    reader = onnxruntime.InferenceSession(
        model.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )
    ids = np.arange(len(bundle.vocabulary), dtype=np.int32)[:, None]
    vectors = np.asarray(reader.run(None, {"token_ids": ids})[0])
    vectors = vectors.reshape(len(ids), -1).astype(np.float32)
    return vectors[:, : vectors.shape[1] - n_bounds]


def neighbours(
    vectors: FloatArray, vocabulary: Vocabulary, word: str, *, most: int = 10
) -> pd.DataFrame:
    """``word`` and ``cosine`` of the words whose vectors point most nearly the same way.

    1 is the same way, 0 neither the same nor the opposite. Raises PlotError for an unknown word.
    """
    number = _id_of(vocabulary, word)
    lengths = np.linalg.norm(vectors, axis=1)
    dots = vectors @ vectors[number]
    cosine = dots / np.maximum(lengths * lengths[number], np.finfo(np.float32).tiny)
    cosine[[*range(UNKNOWN + 1), number]] = -np.inf
    best = np.argsort(-cosine, kind="stable")[: min(most, max(0, vocabulary.n_known - 1))]
    return pd.DataFrame(
        {"word": [vocabulary.words[place] for place in best], "cosine": cosine[best]}
    )


def leaning_of(predictor: Predictor, word: str) -> pd.DataFrame:
    """``genre, alone, empty, gain``: how one word by itself moves each genre, most gained first.

    ``alone`` is the model's score of a text of that word and nothing else, ``empty`` its score of a
    text without a known word, and ``gain`` the difference of their log-odds: +1 multiplies the odds
    by 2.7. Raises PlotError for an unknown word.
    """
    _id_of(predictor.bundle.vocabulary, word)
    empty, alone = predictor.predict_tokens([[], [word]])
    frame = pd.DataFrame(
        {
            "genre": predictor.genres,
            "alone": alone,
            "empty": empty,
            "gain": _log_odds(alone) - _log_odds(empty),
        }
    )
    return frame.sort_values("gain", ascending=False, kind="stable", ignore_index=True)


def leanings(predictor: Predictor, words: Sequence[str]) -> npt.NDArray[np.float64]:
    """The ``gain`` of ``leaning_of`` for each word and genre: ``(n_words, n_genres)``."""
    empty, *alone = predictor.predict_tokens([[], *([word] for word in words)])
    gain = np.zeros((len(words), len(predictor.genres)))
    for place, scores in enumerate(alone):
        gain[place] = _log_odds(scores) - _log_odds(empty)
    return gain


def telling_words(predictor: Predictor, *, most: int = 500) -> pd.DataFrame:
    """``word, genre, alone, empty, gain`` of the words that lean most to one genre, best first.

    Chosen among the vocabulary's 5,000 most common words: a rarer one the model has met too seldom
    for its leaning to mean much.
    """
    first = UNKNOWN + 1
    words = predictor.bundle.vocabulary.words[first : first + _COMMON_WORDS]
    gain = leanings(predictor, words)
    genre = gain.argmax(axis=1)
    strongest = gain.max(axis=1)
    best = np.argsort(-strongest, kind="stable")[:most]
    empty, *alone = predictor.predict_tokens([[], *([words[place]] for place in best)])
    return pd.DataFrame(
        {
            "word": [words[place] for place in best],
            "genre": [predictor.genres[genre[place]] for place in best],
            "alone": [scores[genre[place]] for place, scores in zip(best, alone, strict=True)],
            "empty": [empty[genre[place]] for place in best],
            "gain": strongest[best],
        }
    )


def _id_of(vocabulary: Vocabulary, word: str) -> int:
    if word not in vocabulary:
        raise PlotError(
            f"This model knows {vocabulary.n_known:,} words, and not {word!r}: to it, that is one "
            "unknown word like any other. Try another form of it, or a more common word."
        )
    return int(vocabulary.ids([word])[0])


def _log_odds(scores: npt.ArrayLike) -> npt.NDArray[np.float64]:
    share = np.clip(np.asarray(scores, dtype=np.float64), _SMALLEST, 1 - _SMALLEST)
    return np.log(share / (1 - share))
