import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genre_core.errors import EvaluationError
from genre_core.evaluation import tune_global, tune_per_genre
from genre_core.evaluation.thresholds import CANDIDATES
from tests.evaluation.films import law, random_films, scored_films

BETAS = st.sampled_from([0.5, 1.0, 2.0])


def f_beta(labels, scores, threshold, beta=1.0):
    """F-beta over all film-genre pairs."""
    named = scores >= threshold
    weighted_sum = beta**2 * labels.sum() + named.sum()
    return (1 + beta**2) * (labels & named).sum() / max(weighted_sum, 1)


def tune_bare(labels, scores, beta=1.0):
    """Thresholds by these films alone."""
    return tune_per_genre(labels, scores, beta, prior_strength=0, bandwidth=0)


@law
@given(scored_films(), BETAS)
def test_no_candidate_has_a_better_micro_f_beta_than_the_tuned_threshold(films, beta):
    """So it is at least as good as 0.5 on the films it was tuned on."""
    labels, scores = films
    tuned = tune_global(labels, scores, beta)
    best = max(f_beta(labels, scores, candidate, beta) for candidate in CANDIDATES)

    assert tuned in CANDIDATES
    assert f_beta(labels, scores, tuned, beta) >= best - 1e-9


@law
@given(scored_films(), BETAS)
def test_by_its_films_alone_each_genre_gets_its_best_threshold(films, beta):
    """At least as good as 0.5, and as the one threshold for all."""
    labels, scores = films
    overall = tune_global(labels, scores, beta)
    for column, threshold in enumerate(tune_bare(labels, scores, beta)):
        truth, genre_scores = labels[:, [column]], scores[:, [column]]
        found = f_beta(truth, genre_scores, threshold, beta)
        assert found >= f_beta(truth, genre_scores, 0.5, beta) - 1e-9
        assert found >= f_beta(truth, genre_scores, overall, beta) - 1e-9


@law
@given(scored_films())
def test_a_genre_no_film_has_gets_the_global_threshold(films):
    """It has nothing of its own to tune on."""
    labels, scores = films
    labels[:, 0] = False
    overall = tune_global(labels, scores)

    assert overall == tune_per_genre(labels, scores)[0]
    assert overall == tune_bare(labels, scores)[0]


@law
@given(scored_films(), st.randoms(use_true_random=False))
def test_the_order_of_films_changes_no_threshold(films, random):
    """Thresholds are of a set of films."""
    labels, scores = films
    order = list(range(len(labels)))
    random.shuffle(order)

    assert tune_global(labels, scores) == tune_global(labels[order], scores[order])
    expected = tune_per_genre(labels, scores).tolist()
    assert expected == tune_per_genre(labels[order], scores[order]).tolist()


@law
@given(scored_films())
def test_thresholds_are_candidates_one_per_genre(films):
    """Between 0.01 and 0.99, so none names a genre whatever the model says."""
    labels, scores = films
    tuned = tune_per_genre(labels, scores)

    assert (labels.shape[1],) == tuned.shape
    assert np.isin(tuned, CANDIDATES).all()


def test_between_equals_the_middle_threshold_is_taken():
    """Hits score 0.8 and misses 0.2: 0.21 … 0.80 are all perfect, and 0.50 is their middle."""
    labels, scores = [[1], [0]], [[0.8], [0.2]]
    assert 0.5 == tune_global(labels, scores)
    assert [0.5] == tune_bare(labels, scores).tolist()


def test_without_any_genre_the_threshold_is_a_half():
    """All candidates are equally useless."""
    assert 0.5 == tune_global(np.zeros((3, 2)), np.full((3, 2), 0.2))


def test_weighing_recall_more_lowers_the_thresholds():
    """And weighing precision more raises them."""
    labels, scores = random_films(2000, [0.4, 0.2, 0.1])
    by_beta = [tune_global(labels, scores, beta) for beta in (0.5, 1, 2)]
    per_genre = [tune_per_genre(labels, scores, beta) for beta in (0.5, 1, 2)]

    assert sorted(by_beta, reverse=True) == by_beta
    assert (per_genre[0] > per_genre[1]).all()
    assert (per_genre[1] > per_genre[2]).all()


def test_where_scores_are_calibrated_the_threshold_is_half_the_best_f1():
    """Lipton et al. 2014, theorem 1."""
    labels, scores = random_films(20_000, [0.3])
    threshold = tune_bare(labels, scores)[0]

    assert pytest.approx(f_beta(labels, scores, threshold) / 2, abs=0.05) == threshold


def test_thresholds_of_a_rare_genre_are_steadier_and_better_than_by_its_films_alone():
    """Tuned on 100 films, of which about 3 have it; scored on 20,000 others."""
    rates = [0.4, 0.3, 0.2, 0.03]
    labels, scores = random_films(20_000, rates, seed=99)
    samples = [random_films(100, rates, seed) for seed in range(40)]
    bare = np.array([tune_bare(*films)[3] for films in samples])
    steadied = np.array([tune_per_genre(*films)[3] for films in samples])
    f1 = [
        np.mean([f_beta(labels[:, 3], scores[:, 3], threshold) for threshold in thresholds])
        for thresholds in (bare, steadied)
    ]

    assert steadied.std() < bare.std()
    assert f1[1] > f1[0] + 0.01


def test_the_prior_vanishes_where_films_abound():
    """20 pseudo-films beside 6,000 move no threshold by more than a step or two."""
    labels, scores = random_films(20_000, [0.4, 0.3])
    with_prior = tune_per_genre(labels, scores, prior_strength=20, bandwidth=0)

    assert np.abs(with_prior - tune_bare(labels, scores)).max() <= 0.02


SETTINGS = {
    "beta 0": ({"beta": 0}, "Beta must be a number above 0: got 0"),
    "beta NaN": ({"beta": float("nan")}, "Beta must be a number above 0: got nan"),
    "prior": ({"prior_strength": -1}, "The prior strength must be 0 or more: got -1"),
    "bandwidth": ({"bandwidth": float("inf")}, "The bandwidth must be 0 or more: got inf"),
}


@pytest.mark.parametrize(("settings", "message"), SETTINGS.values(), ids=SETTINGS.keys())
def test_settings_out_of_range_are_refused(settings, message):
    """With the rule, the value and the next step."""
    with pytest.raises(EvaluationError) as refusal:
        tune_per_genre([[1]], [[0.5]], **settings)
    assert message in str(refusal.value)
