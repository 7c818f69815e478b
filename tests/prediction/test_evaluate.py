import json
from pathlib import Path

import pytest

from genre_core.data.corpus import Corpus
from genre_core.data.read import read_corpus
from genre_core.errors import EvaluationError
from genre_core.evaluation import score
from genre_core.genres import to_labels
from genre_core.prediction.bundle import load_bundle
from genre_core.prediction.evaluate import evaluate
from genre_core.prediction.predictor import Predictor
from tests.tiny import tiny_corpus


@pytest.fixture(scope="module")
def predictor(tiny_bundle: Path) -> Predictor:
    """A predictor of the tiny bundle."""
    return Predictor(tiny_bundle)


def corpus_of(folder: Path, *rows: str) -> Corpus:
    path = folder / "films.csv"
    path.write_text("\n".join(["genres,plot", *rows, ""]))
    return read_corpus(path)


def test_agrees_with_the_stored_scores(predictor: Predictor) -> None:
    """The test films read anew score what the bundle says it scored on them."""
    whole = tiny_corpus()
    films = Corpus("tiny", whole.split("test"), whole.report)
    found = evaluate(predictor, films).scores.to_dict()
    stored = load_bundle(predictor.bundle.folder).manifest.metrics["test"]["tiny"]
    assert {name: stored[name] for name in ("micro_f1", "macro_f1", "n_plots")} == {
        name: pytest.approx(found[name], abs=1e-6) for name in ("micro_f1", "macro_f1", "n_plots")
    }


def test_genres_not_in_the_table_are_left_out(tmp_path: Path, predictor: Predictor) -> None:
    """They are named, and the macro averages are those of the others."""
    corpus = corpus_of(tmp_path, "Horror,a ghost and blood", "Western,the sheriff", "Horror,a kiss")
    found = evaluate(predictor, corpus)
    assert ("Comedy", "Romance") == found.scores.left_out
    labels = to_labels(corpus.films["genres"], predictor.genres)
    probabilities = predictor.predict(corpus.films["plot"].tolist())
    per_genre = score(labels, probabilities, predictor.thresholds, predictor.genres).per_genre
    present = per_genre[per_genre["support"] > 0]
    assert present["f1"].mean() == pytest.approx(found.scores.macro_f1)


def test_genres_the_model_does_not_know(tmp_path: Path, predictor: Predictor) -> None:
    """Plots with only such genres are left out and counted, and the genres are named."""
    corpus = corpus_of(tmp_path, "Horror|War,a ghost", "War|Music,a song", ",nothing known")
    found = evaluate(predictor, corpus)
    assert ("Music", "War") == found.genres_unknown_to_model
    assert (1, 2) == (found.scores.n_plots, found.without_genres)


def test_nothing_to_score(tmp_path: Path, predictor: Predictor) -> None:
    """A corpus without a genre of the model's is refused, with the genres there are."""
    corpus = corpus_of(tmp_path, "War,a song", "Music,a song of war")
    with pytest.raises(EvaluationError, match=r"Comedy, .*none of the 2 plots of films"):
        evaluate(predictor, corpus)


def test_json(tmp_path: Path, predictor: Predictor) -> None:
    """One film of one genre still gives plain JSON: what has no meaning is null."""
    found = evaluate(predictor, corpus_of(tmp_path, "Horror,a ghost")).to_dict()
    told = json.loads(json.dumps(found, allow_nan=False))
    assert (1, None) == (told["n_plots"], told["roc_auc"])
