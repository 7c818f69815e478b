"""Name a film's genres from its plot with an LSTM: read corpora, train, predict, score.

    from genre_core import Predictor
    predictor = Predictor()
    scores = predictor.predict(["A ghost haunts an old house."])
    predictor.named(scores[0])

Names are imported when they are first used, so that ``import genre_core`` takes no time.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from genre_core.data.catalogue import load
    from genre_core.data.read import read_corpus
    from genre_core.errors import PlotlineError
    from genre_core.evaluation import score
    from genre_core.genres import GENRES
    from genre_core.prediction.answer import answer
    from genre_core.prediction.bundle import load_bundle
    from genre_core.prediction.evaluate import evaluate
    from genre_core.prediction.explain import explain
    from genre_core.prediction.predictor import Predictor

__all__ = [
    "GENRES",
    "PlotlineError",
    "Predictor",
    "answer",
    "evaluate",
    "explain",
    "load",
    "load_bundle",
    "read_corpus",
    "score",
]

_HOMES = {
    "GENRES": "genre_core.genres",
    "PlotlineError": "genre_core.errors",
    "Predictor": "genre_core.prediction.predictor",
    "answer": "genre_core.prediction.answer",
    "evaluate": "genre_core.prediction.evaluate",
    "explain": "genre_core.prediction.explain",
    "load": "genre_core.data.catalogue",
    "load_bundle": "genre_core.prediction.bundle",
    "read_corpus": "genre_core.data.read",
    "score": "genre_core.evaluation",
}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
