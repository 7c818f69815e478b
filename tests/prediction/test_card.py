"""The model card's tables and lists: what stands in the bundle, and what follows from it."""

from pathlib import Path

import numpy as np
import pytest

from genre_core.prediction.bundle import SHIPPED, Bundle, load_bundle
from genre_core.prediction.card import (
    RARE_FILMS,
    calibration_by_corpus,
    films_by_split,
    mistakes_by_length,
    mixups_by_corpus,
    rare_genres,
    scores_by_corpus,
    scores_by_genre,
)
from genre_core.prediction.card_text import FITNESS, read_section


@pytest.fixture(scope="module")
def shipped() -> Bundle:
    """The bundle that ships."""
    return load_bundle(SHIPPED)


def test_films_by_split_are_those_of_the_manifest(shipped: Bundle):
    """A row a corpus."""
    rows = films_by_split(shipped.manifest).to_dict("records")
    expected = [{"corpus": name, **films} for name, films in shipped.manifest.data.items()]
    assert expected == rows


def test_every_corpus_has_the_score_of_naming_nothing(shipped: Bundle):
    """The trap stands beside the accuracy."""
    scores = scores_by_corpus(shipped.manifest).set_index("corpus")
    for corpus, test in shipped.manifest.metrics["test"].items():
        assert test["micro_f1"] == scores.loc[corpus, "micro_f1"]
        assert test["do_nothing_accuracy"] == scores.loc[corpus, "accuracy_of_nothing"]


def test_accuracy_of_a_genre_is_what_its_stored_scores_give(shipped: Bundle):
    """Worked out from precision and recall, checked against every test film."""
    stored = shipped.scores("test")
    manifest = shipped.manifest
    for corpus in manifest.data:
        rows = stored.corpora == corpus
        named = stored.probabilities[rows] >= np.array(manifest.thresholds)
        right = dict(zip(manifest.genres, (named == stored.labels[rows]).mean(axis=0), strict=True))
        nothing = dict(zip(manifest.genres, (~stored.labels[rows]).mean(axis=0), strict=True))
        for row in scores_by_genre(manifest, corpus).itertuples():
            assert right[row.genre] == pytest.approx(row.accuracy)
            assert nothing[row.genre] == pytest.approx(row.accuracy_of_nothing)


def test_genres_come_best_first_and_rare_ones_are_named(shipped: Bundle):
    """Western has 34 test films in the overviews."""
    scores = scores_by_genre(shipped.manifest, "overviews")
    assert scores["f1"].is_monotonic_decreasing
    assert ["Western"] == rare_genres(scores)
    assert RARE_FILMS > scores.loc[scores["genre"] == "Western", "films"].item()


def test_sections_of_the_card_are_found_by_their_headings(shipped: Bundle):
    """Each item of a list on its own, and nothing under a heading that is not there."""
    assert read_section(shipped, "What it is")[0].startswith("An LSTM")
    use = read_section(shipped, FITNESS)
    assert 5 == len(use)
    assert use[0].startswith("Meant for teaching")
    assert [] == read_section(shipped, "Nothing of the kind")


def test_a_bundle_without_test_scores_has_no_rows(shipped: Bundle):
    """It is said so, and nothing breaks."""
    bare = shipped.manifest.model_copy(update={"metrics": {}})
    assert scores_by_corpus(bare).empty
    assert mistakes_by_length(bare).empty
    assert mixups_by_corpus(bare).empty
    assert {} == calibration_by_corpus(bare)


def test_mistakes_are_those_of_the_manifest(tiny_bundle: Path):
    """A row a corpus and band of length, and one a corpus and pair of genres."""
    manifest = load_bundle(tiny_bundle).manifest
    wrong = manifest.metrics["mistakes"]["tiny"]
    assert {"tiny": wrong["calibration_error"]} == calibration_by_corpus(manifest)
    for part, table in {
        "lengths": mistakes_by_length(manifest),
        "mixups": mixups_by_corpus(manifest),
    }.items():
        assert wrong[part] == table.drop(columns="corpus").to_dict("records")
        assert {"tiny"} >= set(table["corpus"])
