"""The bundle beside TF-IDF and beside naming nothing, on the same films."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import make_pipeline

from genre_core.data.corpus import Corpus
from genre_core.errors import EvaluationError
from genre_core.evaluation import score, tune_per_genre
from genre_core.genres import to_labels
from genre_core.prediction.bundle import load_bundle
from genre_core.prediction.predictor import Predictor
from genre_core.text.tokens import tokenise
from genre_core.training.prepare import Prepared, prepare

__all__ = ["compare"]

Read = Callable[[Sequence[str]], npt.NDArray[np.float32]]


@dataclass(frozen=True)
class _Texts:
    name: str
    plots: list[str]
    labels: npt.NDArray[np.bool_]


def compare(
    bundle: Path, corpora: Sequence[Corpus], others: Sequence[Corpus]
) -> list[dict[str, Any]]:
    """Scores of each system on the test split of ``corpora`` and on the whole of ``others``.

    TF-IDF learns from the train split of ``corpora``; its thresholds, one for each genre, are chosen on
    their validation split, as the bundle's were. Of ``others``, films that are in ``corpora`` by title and
    year are left out in a second row. One dict a row: texts, plots, system, micro_f1, macro_f1, mAP.
    Raises EvaluationError when the bundle has other genres than ``corpora``, and BundleError.
    """
    loaded = load_bundle(bundle)
    predictor = Predictor(loaded)
    prepared = prepare(corpora, max_words=100_000, min_plots=1)
    if predictor.genres != prepared.genres:
        raise EvaluationError(
            f"Systems are compared on the genres both know; the bundle has {len(predictor.genres)} and "
            f"the corpora {len(prepared.genres)}, not the same. Name the corpora it was trained on."
        )
    validation = prepared.splits["validation"]
    tfidf = _fit_tfidf(prepared)
    systems: dict[str, tuple[Read, npt.NDArray[np.float64]]] = {
        "naming nothing": (
            lambda plots: np.zeros((len(plots), len(prepared.genres)), dtype=np.float32),
            np.ones(len(prepared.genres)),
        ),
        "TF-IDF": (tfidf, tune_per_genre(validation.labels, tfidf(validation.plots))),
        loaded.manifest.name: (predictor.predict, np.asarray(predictor.thresholds)),
    }
    rows: list[dict[str, Any]] = []
    for texts in [*_test_splits(prepared), *_whole(others, corpora, prepared.genres)]:
        for system, (read, thresholds) in systems.items():
            scores = score(texts.labels, read(texts.plots), thresholds, prepared.genres)
            figures = {key: getattr(scores, key) for key in ("micro_f1", "macro_f1", "mAP")}
            rows.append(
                {"texts": texts.name, "plots": len(texts.plots), "system": system, **figures}
            )
    return rows


def _fit_tfidf(prepared: Prepared) -> Read:
    train = prepared.splits["train"]
    model = make_pipeline(
        TfidfVectorizer(
            analyzer="word",
            tokenizer=tokenise,
            token_pattern=None,
            lowercase=False,
            ngram_range=(1, 2),
            min_df=2,
            max_features=80_000,
            sublinear_tf=True,
        ),
        OneVsRestClassifier(LogisticRegression(C=4.0, solver="liblinear", random_state=0)),
    )
    model.fit(train.plots, train.labels)
    return lambda plots: np.asarray(model.predict_proba(list(plots)), dtype=np.float32)


def _test_splits(prepared: Prepared) -> Iterator[_Texts]:
    test = prepared.splits["test"]
    for name in np.unique(test.corpora):
        places = np.flatnonzero(test.corpora == name)
        yield _Texts(f"{name}, test", [test.plots[int(i)] for i in places], test.labels[places])


def _whole(
    others: Sequence[Corpus], corpora: Sequence[Corpus], genres: tuple[str, ...]
) -> Iterator[_Texts]:
    seen = {film for corpus in corpora for film in _titles(corpus.films)}
    for corpus in others:
        is_seen = np.array([film in seen for film in _titles(corpus.films)], dtype=bool)
        labels = to_labels(
            [[genre for genre in names if genre in genres] for names in corpus.films["genres"]],
            genres,
        )
        plots = corpus.films["plot"].tolist()
        yield _Texts(corpus.name, plots, labels)
        if is_seen.any() and not is_seen.all():
            new = np.flatnonzero(~is_seen)
            yield _Texts(
                f"{corpus.name}, films met nowhere else", [plots[i] for i in new], labels[new]
            )


def _titles(films: pd.DataFrame) -> list[tuple[str, object]]:
    return [
        (" ".join(tokenise(title)), None if pd.isna(year) else int(year))
        for title, year in zip(films["title"], films["year"], strict=True)
    ]
