"""A model that leans on a name is found out; one that does not know names is not moved by them."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from genre_core.evaluation import rows_of
from genre_core.genres import to_labels
from genre_core.prediction.name_swap import NameSwap, swap_names, telling_names
from genre_core.prediction.predictor import Predictor
from genre_core.text.names import PersonNames
from genre_core.text.swaps import OrdinaryWords
from tests.tiny import tiny_corpus


@pytest.fixture(scope="module")
def predictor(tiny_bundle: Path) -> Predictor:
    return Predictor(tiny_bundle)


@pytest.fixture(scope="module")
def films(predictor: Predictor) -> tuple[list[str], np.ndarray]:
    """Plots with a name each, Anna or Boris by turns, and their labels."""
    corpus = tiny_corpus().films
    plots = [
        f"{('Anna', 'Boris')[place % 2]} is here. {plot}"
        for place, plot in enumerate(corpus["plot"])
    ]
    return plots, to_labels(corpus["genres"], predictor.genres)


def by_what(found: NameSwap) -> dict[str, dict[str, Any]]:
    """Each row of the effects by what was done."""
    return {row["what"]: row for row in rows_of(found.effects)}


NAMES = PersonNames(frozenset({"anna", "boris"}), frozenset())


def test_names_that_a_model_does_not_know_move_nothing(predictor: Predictor, films):
    """Unknown is unknown, by whatever name; ordinary words carry the genres here, and move them."""
    plots, labels = films
    words = OrdinaryWords.count(plots, NAMES, n_frequent=0)
    found = swap_names(predictor, plots, labels, NAMES, words)

    assert found is not None
    assert len(plots) == found.n_plots
    rows = by_what(found)
    for what in ("as they are", "other names", "names hidden"):
        assert 0 == rows[what]["change"] == rows[what]["renamed"]
        assert rows["as they are"]["mAP"] == rows[what]["mAP"]
    assert 1 == rows["other names"]["places"] == rows["names hidden"]["places"]
    assert 1 <= rows["other words"]["places"] < 3
    for what in ("other words", "words hidden"):
        assert rows[what]["change"] > 0 < rows[what]["renamed"]
        assert rows[what]["micro_f1"] < rows["as they are"]["micro_f1"]
    assert not found.per_genre[["by_names", "named_by_names"]].to_numpy().any()
    mean = found.per_genre["by_words"].mean()
    assert rows["other words"]["change"] == pytest.approx(mean)


def test_a_name_that_decides_a_genre_is_found(predictor: Predictor, films):
    """To this model *ghost* is Horror: were it a name, hiding it would show that."""
    plots, labels = films
    ghostly = [plot.replace("Anna", "Ghost") for plot in plots]
    names = PersonNames(frozenset({"ghost", "boris"}), frozenset())
    words = OrdinaryWords.count(ghostly, names, n_frequent=0)

    first = rows_of(telling_names(predictor, ghostly, names))[0]
    assert ("ghost", "Horror") == (first["name"], first["genre"])
    assert sum("Ghost" in plot for plot in ghostly) == first["plots"]
    assert first["change"] > 0.05
    found = swap_names(predictor, ghostly, labels, names, words)
    assert found is not None
    assert by_what(found)["other names"]["change"] > 0.01


def test_one_seed_one_result(predictor: Predictor, films):
    """And another seed draws other words."""
    plots, labels = films
    words = OrdinaryWords.count(plots, NAMES, n_frequent=0)
    first, again, other = (
        swap_names(predictor, plots, labels, NAMES, words, seed=seed) for seed in (0, 0, 1)
    )
    assert first is not None is not again is not None is not other
    assert first.effects.equals(again.effects)
    assert not first.effects.equals(other.effects)


def test_plots_without_names_tell_nothing(predictor: Predictor):
    """No plot has one, or each name stands in too few plots."""
    words = OrdinaryWords(())
    assert swap_names(predictor, ["a ghost"], np.ones((1, 4), bool), NAMES, words) is None
    assert telling_names(predictor, ["Anna is a ghost"] * 4, NAMES).empty
    assert 1 == len(telling_names(predictor, ["Anna is a ghost"] * 5, NAMES))
