"""A bundle scored on any labelled corpus."""

from dataclasses import dataclass
from typing import Any

from genre_core.data.corpus import Corpus
from genre_core.errors import EvaluationError
from genre_core.evaluation import Scores, score
from genre_core.genres import to_labels
from genre_core.prediction.predictor import Predictor

__all__ = ["Evaluation", "evaluate"]


@dataclass(frozen=True)
class Evaluation:
    """Scores of one bundle on one corpus, and what was left out of them."""

    scores: Scores
    without_genres: int
    """Plots without a genre that the model knows: nothing to score them against."""
    genres_unknown_to_model: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values; the scores stand at the top."""
        return {
            **self.scores.to_dict(),
            "without_genres": self.without_genres,
            "genres_unknown_to_model": list(self.genres_unknown_to_model),
        }


def evaluate(predictor: Predictor, corpus: Corpus) -> Evaluation:
    """Score the genres a bundle names, at its own thresholds, against those of the corpus.

    Plots without a genre of the model's are left out and counted. Raises EvaluationError when none
    is left.
    """
    known = corpus.films["genres"].map(
        lambda genres: tuple(genre for genre in genres if genre in predictor.genres)
    )
    films = corpus.films[known.map(len) > 0]
    if films.empty:
        raise EvaluationError(
            f"Scoring needs plots with a genre of the model's ({', '.join(predictor.genres)}); none "
            f"of the {len(corpus.films)} plots of {corpus.name} has one. Check its genres column."
        )
    every_genre = {genre for genres in corpus.films["genres"] for genre in genres}
    labels = to_labels(known[films.index], predictor.genres)
    probabilities = predictor.predict(films["plot"].tolist())
    return Evaluation(
        score(labels, probabilities, predictor.thresholds, predictor.genres),
        without_genres=len(corpus.films) - len(films),
        genres_unknown_to_model=tuple(sorted(every_genre - set(predictor.genres))),
    )
