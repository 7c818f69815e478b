"""The model card of a bundle as tables: what it learned from, how well it reads, where it errs."""

from typing import Any

import pandas as pd

from genre_core.prediction.manifest import Manifest

__all__ = [
    "RARE_FILMS",
    "calibration_by_corpus",
    "films_by_split",
    "mistakes_by_length",
    "mixups_by_corpus",
    "rare_genres",
    "scores_by_corpus",
    "scores_by_genre",
]

RARE_FILMS = 50
"""With fewer test plots than that, a genre's figures depend on which plots happened to be drawn."""

_SPLITS = ("train", "validation", "test")


def films_by_split(manifest: Manifest) -> pd.DataFrame:
    """A row a corpus: ``corpus, train, validation, test``."""
    rows = [
        {"corpus": corpus, **{split: films.get(split, 0) for split in _SPLITS}}
        for corpus, films in manifest.data.items()
    ]
    return pd.DataFrame(rows, columns=["corpus", *_SPLITS])


def scores_by_corpus(manifest: Manifest) -> pd.DataFrame:
    """A row a corpus of the test split, beside what naming no genre at all would score.

    ``corpus, plots, micro_f1, macro_f1, mAP, accuracy, accuracy_of_nothing``; the F1 of naming nothing
    is 0.
    """
    rows = [
        {
            "corpus": corpus,
            "plots": scores["n_plots"],
            "micro_f1": scores["micro_f1"],
            "macro_f1": scores["macro_f1"],
            "mAP": scores["mAP"],
            "accuracy": scores["element_accuracy"],
            "accuracy_of_nothing": scores["do_nothing_accuracy"],
        }
        for corpus, scores in _test_scores(manifest).items()
    ]
    columns = ["corpus", "plots", "micro_f1", "macro_f1", "mAP", "accuracy", "accuracy_of_nothing"]
    return pd.DataFrame(rows, columns=columns)


def scores_by_genre(manifest: Manifest, corpus: str) -> pd.DataFrame:
    """A row a genre, on the test films of a corpus, best F1 first.

    ``genre, films, threshold, precision, recall, f1, accuracy, accuracy_of_nothing``, where ``films`` is
    how many have the genre: its support. ``accuracy`` is missing where nothing was found, as the scores do
    not tell how often the genre was named in vain.
    """
    scores = _test_scores(manifest)[corpus]
    frame = pd.DataFrame(scores["per_genre"])
    figures = dict.fromkeys(["threshold", "precision", "recall", "f1"], float)
    frame = frame.rename(columns={"support": "films"}).astype({"films": int, **figures})
    found = frame["recall"] * frame["films"]
    named = (found / frame["precision"]).where(found > 0)
    wrong = (frame["films"] - found) + (named - found)
    frame["accuracy"] = 1 - wrong / scores["n_plots"]
    frame["accuracy_of_nothing"] = 1 - frame["films"] / scores["n_plots"]
    columns = ["genre", "films", "threshold", "precision", "recall", "f1"]
    columns += ["accuracy", "accuracy_of_nothing"]
    return frame[columns].sort_values("f1", ascending=False, ignore_index=True)


def rare_genres(scores: pd.DataFrame) -> list[str]:
    """Genres of ``scores_by_genre`` with so few test films that their figures may be luck."""
    return scores.loc[scores["films"] < RARE_FILMS, "genre"].tolist()


def calibration_by_corpus(manifest: Manifest) -> dict[str, float]:
    """How far a score of a test film was from how often such scores were right, on average."""
    return {name: wrong["calibration_error"] for name, wrong in _mistakes(manifest).items()}


def mistakes_by_length(manifest: Manifest) -> pd.DataFrame:
    """A row a corpus and band of length: ``corpus, words, plots, micro_f1, macro_f1, mAP``."""
    columns = ["corpus", "words", "plots", "micro_f1", "macro_f1", "mAP"]
    return _of_each(manifest, "lengths", columns)


def mixups_by_corpus(manifest: Manifest) -> pd.DataFrame:
    """The genres most mixed up in each corpus: ``corpus, named, missed, films, by_chance``."""
    columns = ["corpus", "named", "missed", "films", "by_chance"]
    return _of_each(manifest, "mixups", columns)


def _of_each(manifest: Manifest, part: str, columns: list[str]) -> pd.DataFrame:
    rows = [
        {"corpus": corpus, **row}
        for corpus, wrong in _mistakes(manifest).items()
        for row in wrong[part]
    ]
    return pd.DataFrame(rows, columns=columns)


def _mistakes(manifest: Manifest) -> dict[str, Any]:
    """Of each corpus; none in a bundle that was written before they were kept, or by a recipe."""
    return manifest.metrics.get("mistakes", {})


def _test_scores(manifest: Manifest) -> dict[str, Any]:
    return manifest.metrics.get("test", {})
